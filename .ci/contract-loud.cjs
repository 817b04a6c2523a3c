// Preloaded into Prism: says on stderr what Prism keeps to itself, that it could not compile a schema and so lets pass
// whatever the schema was to judge.

const {createRequire} = require('node:module');
const {realpathSync} = require('node:fs');

const inPrism = createRequire(realpathSync(process.argv[1]));
const {default: Ajv} = createRequire(inPrism.resolve('@stoplight/prism-http'))('ajv/dist/core');
const {compile} = Ajv.prototype;
Ajv.prototype.compile = function (...schema) {
  try {
    return compile.apply(this, schema);
  } catch (error) {
    console.error(`cannot validate: ${error.message}`);
    throw error;
  }
};
