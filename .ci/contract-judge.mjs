// Stands in front of Prism and writes down what each exchange violates; afterwards it counts.
//
//   node contract-judge.mjs serve CONTRACT PRISM SANDBOX RECORD   prints its port, then serves
//   node contract-judge.mjs report CONTRACT EXCEPTIONS RECORD...  ends with 1 if anything is violated
//   node contract-judge.mjs mend CONTRACT                         the contract with patterns that Prism understands
//   node contract-judge.mjs lines RECORD                          one violation a line
//
// Prism says what is wrong in a header (sl-violations) that clients do not show. It takes no notice of unknown query
// parameters, of unknown keys in bodies, and of a missing body where the contract does not say in so many words that it
// is required, so these are looked for here.

import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import http from 'node:http';

// What doapi and the sandbox are about. The contract has more: its other families matter here only as neighbours.
const IN_SCOPE = /^\/v2\/(account|actions|domains|droplets(?!\/autoscale)|floating_ips|reserved_ips|images|regions|sizes|snapshots|tags)\b/;
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

/** The contract, as far as it is asked here. */
class Contract {
  constructor(file) {
    this.document = JSON.parse(readFileSync(file, 'utf8'));
    this.operations = Object.entries(this.document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        // Literals win over parameters, as in every router.
        holes: (path.match(/\{/g) ?? []).length,
        pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
        parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map((it) => this.resolve(it)),
        body: this.resolve(item[method].requestBody),
        responses: item[method].responses ?? {},
      })),
    );
  }

  resolve(node) {
    while (node?.$ref) node = node.$ref.slice(2).split('/').reduce((at, key) => at[unescape(key)], this.document);
    return node;
  }

  operation(method, path) {
    const same = this.operations.filter((it) => it.method === method && it.pattern.test(path));
    return same.sort((a, b) => a.holes - b.holes)[0];
  }

  /** The keys that an object may have by any branch of its schema; null where any key may be. */
  keys(schema, found = new Map()) {
    schema = this.resolve(schema) ?? {};
    const branches = ['allOf', 'oneOf', 'anyOf'].flatMap((kind) => schema[kind] ?? []);
    if (!schema.properties && !schema.additionalProperties && branches.length === 0) return null;
    if (schema.additionalProperties) return null;
    for (const [key, value] of Object.entries(schema.properties ?? {})) found.set(key, [...(found.get(key) ?? []), value]);
    for (const branch of branches) {
      const inner = this.resolve(branch);
      // A branch such as {"required": ["name"]} or {"type": "string"} adds no keys, and does not open the object.
      const bare = !inner.properties && !inner.allOf && !inner.oneOf && !inner.anyOf && !inner.additionalProperties;
      if (bare) continue;
      if (this.keys(inner, found) === null) return null;
    }
    return found;
  }

  /** Every schema that may describe the elements of an array. */
  elements(schema) {
    schema = this.resolve(schema) ?? {};
    const branches = ['allOf', 'oneOf', 'anyOf'].flatMap((kind) => schema[kind] ?? []);
    return [...(schema.items ? [schema.items] : []), ...branches.flatMap((branch) => this.elements(branch))];
  }

  /** The keys in a value that no schema names, as dotted paths. */
  unknownKeys(schema, value, at = '') {
    if (Array.isArray(value)) {
      const elements = this.elements(schema);
      if (elements.length === 0) return [];
      return [...new Set(value.flatMap((one) => this.unknownKeys({anyOf: elements}, one, `${at}[]`)))];
    }
    if (value === null || typeof value !== 'object') return [];
    const keys = this.keys(schema);
    if (keys === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      const path = at ? `${at}.${key}` : key;
      return keys.has(key) ? this.unknownKeys({anyOf: keys.get(key)}, inner, path) : [path];
    });
  }

  schemaOf(content) {
    return this.resolve(content)?.content?.['application/json']?.schema;
  }

  /** What Prism takes no notice of in a request. */
  judgeRequest(operation, query, body) {
    const known = new Set(operation.parameters.filter((it) => it.in === 'query').map((it) => it.name));
    const found = [...new Set(query.keys())].filter((key) => !known.has(key)).map((key) => `unknown query parameter ${key}`);
    if (operation.body && body.length === 0) found.push('request without a body');
    if (!operation.body && body.length > 0) found.push('request with a body');
    const value = json(body);
    const schema = this.schemaOf(operation.body);
    if (value !== undefined && schema) {
      found.push(...this.unknownKeys(schema, value).map((key) => `unknown key ${key} in the request`));
    }
    return found;
  }

  /** The same in a response. */
  judgeResponse(operation, status, body) {
    const declared = operation.responses[status] ?? operation.responses.default;
    const value = json(body);
    const schema = this.schemaOf(declared);
    if (value === undefined || !schema) return [];
    return this.unknownKeys(schema, value).map((key) => `unknown key ${key} in the response`);
  }
}

function unescape(key) {
  return decodeURIComponent(key).replace(/~1/g, '/').replace(/~0/g, '~');
}

function json(bytes) {
  try {
    return JSON.parse(bytes);
  } catch {
    return undefined;
  }
}

/** What Prism found, from the header in which it says so. */
function violations(headers) {
  const found = JSON.parse(headers['sl-violations'] ?? '[]');
  return found.map((one) => `${(one.location ?? []).join('.')}: ${one.message}`);
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function ask(port, request, body) {
  const {method, url: path} = request;
  const headers = {...request.headers, 'accept-encoding': 'identity'};
  return new Promise((resolve, reject) => {
    // Prism's header grows with the violations; the default limit is soon reached by a list of droplets.
    const options = {host: '127.0.0.1', port, method, path, headers, maxHeaderSize: 8 << 20, agent: false};
    http.request(options, resolve).on('error', reject).end(body);
  });
}

/** Answers as the sandbox does, and writes down what Prism and this program have against it. */
async function exchange(contract, ports, record, request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const body = await read(request);
  // The contract has no HEAD, and Prism cannot read an answer without the body that its headers announce. HEAD is GET
  // without the body by definition, so the request is judged as that, and only by this program.
  const head = request.method === 'HEAD';
  const operation = contract.operation(head ? 'GET' : request.method, url.pathname);
  const answer = await ask(head ? ports.sandbox : ports.prism, request, body);
  const content = await read(answer);
  const found = violations(answer.headers);
  if (answer.headers['content-type']?.includes('problem+json')) found.push(`Prism itself failed: ${content}`);
  if (operation) {
    found.push(...contract.judgeRequest(operation, url.searchParams, body));
    found.push(...contract.judgeResponse(operation, answer.statusCode, content));
  }
  const line = {method: request.method, path: request.url, status: answer.statusCode, operation: operation?.name, found};
  appendFileSync(record, `${JSON.stringify(line)}\n`);
  const {'sl-violations': _, 'transfer-encoding': __, ...headers} = answer.headers;
  response.writeHead(answer.statusCode, headers);
  response.end(content);
}

function serve([file, prism, sandbox, record]) {
  const contract = new Contract(file);
  writeFileSync(record, '');
  const server = http.createServer((request, response) => {
    exchange(contract, {prism, sandbox}, record, request, response).catch((error) => {
      const line = {method: request.method, path: request.url, status: 0, found: [`not judged: ${error.stack}`]};
      appendFileSync(record, `${JSON.stringify(line)}\n`);
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

/** The exchanges of a record; a violation is told by its method, its path and what it is. */
function recorded(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

function told(exchange) {
  const path = exchange.path.split('?')[0];
  return exchange.found.map((what) => `${exchange.method} ${path} ${exchange.status} ${what}`);
}

/** One regular expression a line, over violations as they are told. */
function exceptions(file) {
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.trim());
  return lines.filter((line) => line && !line.startsWith('#')).map((text) => ({pattern: new RegExp(`^(?:${text})$`), text, used: 0}));
}

function report([file, list, ...records]) {
  const contract = new Contract(file);
  const allowed = exceptions(list);
  const exchanges = records.flatMap(recorded);
  const counted = new Map();
  let excused = 0;
  for (const violation of exchanges.flatMap(told)) {
    const exception = allowed.find(({pattern}) => pattern.test(violation));
    if (exception) {
      exception.used += 1;
      excused += 1;
    } else {
      counted.set(violation, (counted.get(violation) ?? 0) + 1);
    }
  }
  const touched = new Set(exchanges.map(({operation}) => operation));
  const inScope = contract.operations.filter(({path}) => IN_SCOPE.test(path)).map(({name}) => name);
  const untouched = inScope.filter((name) => !touched.has(name));
  const unused = allowed.filter(({used}) => used === 0);
  for (const [violation, times] of counted) console.log(`violation: ${violation}${times > 1 ? ` (${times} times)` : ''}`);
  for (const {text} of unused) console.log(`violation: an exception that excuses nothing: ${text}`);
  for (const name of untouched) console.log(`untouched: ${name}`);
  console.log(`${exchanges.length} exchanges judged, ${inScope.length - untouched.length} of ${inScope.length} operations in scope touched`);
  console.log(`${excused} findings excused by ${allowed.length} exceptions`);
  const total = [...counted.values()].reduce((sum, times) => sum + times, 0) + unused.length;
  console.log(`${total} violations`);
  process.exitCode = total > 0 || exchanges.length === 0 ? 1 : 0;
}

/** Escapes of what needs none are wrong in Unicode mode, which is Prism's. */
function mended(key, value) {
  if (key !== 'pattern' || typeof value !== 'string') return value;
  try {
    new RegExp(value, 'u');
    return value;
  } catch {
    return value.replace(/\\([:_@,;"'%&~#=<>!` ])/g, '$1');
  }
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'serve') serve(rest);
else if (command === 'report') report(rest);
else if (command === 'mend') console.log(JSON.stringify(JSON.parse(readFileSync(rest[0], 'utf8'), mended)));
else if (command === 'lines') recorded(rest[0]).flatMap(told).forEach((line) => console.log(line));
else throw new Error(`no such command: ${command}`);
