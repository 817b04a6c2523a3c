//! Messages on stderr, each on one line that begins with `doapi: `.

use crate::api::{Method, Token};
use crate::error::{CliError, Hint};
use crate::escape::mask_passwords;
use crate::ui::progress::LiveLine;
use memchr::memmem;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write;
use std::sync::{Arc, OnceLock};

/// A handle on stderr, cheap to clone and usable from several threads.
#[derive(Clone, Default)]
pub(crate) struct Messages(Arc<Shared>);

#[derive(Default)]
struct Shared {
    quiet: bool,
    /// Whether failures are JSON objects.
    json: bool,
    secret: OnceLock<Secret>,
    scopes: OnceLock<Scopes>,
    line: LiveLine,
}

/// The scopes that a request needs, as far as they are known.
pub(crate) type Scopes = fn(Method, &str) -> Option<String>;

/// The token, which no message may show whatever a server echoes, and where it was found.
struct Secret {
    token: Token,
    source: String,
}

impl Messages {
    /// With `quiet`, neither progress nor waits nor what was done are reported; with `json`, each failure is a JSON
    /// object on a line.
    pub(crate) fn new(quiet: bool, json: bool) -> Messages {
        Messages(Arc::new(Shared { quiet, json, ..Shared::default() }))
    }

    pub(crate) fn is_json(&self) -> bool {
        self.0.json
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.0.quiet
    }

    /// Redacts the token in all messages from now on.
    pub(super) fn set_secret(&self, token: &Token, source: String) {
        // The token of a run does not change.
        let _ = self.0.secret.set(Secret { token: token.clone(), source });
    }

    /// From now on, hints name the scopes that a request needs.
    pub(crate) fn set_scopes(&self, scopes: Scopes) {
        // A run has one table of scopes.
        let _ = self.0.scopes.set(scopes);
    }

    /// The progress line, which has to be hidden while other output is written.
    pub(super) fn line(&self) -> &LiveLine {
        &self.0.line
    }

    pub(crate) fn note(&self, text: impl Display) {
        self.write(&format!("doapi: {text}"));
    }

    /// Writes a question, after which the cursor stays on its line.
    pub(super) fn prompt(&self, question: &str) {
        let text = mask_passwords(&self.redacted(question));
        let _ = self.0.line.hidden_during(|| write!(std::io::stderr().lock(), "{text}"));
    }

    /// Writes lines as they are.
    pub(super) fn block(&self, text: &str) {
        self.write(text.trim_end());
    }

    /// Says what was changed.
    pub(crate) fn done(&self, text: impl Display) {
        if !self.is_quiet() {
            self.note(text);
        }
    }

    pub(crate) fn warning(&self, text: impl Display) {
        self.note(format_args!("warning: {text}"));
    }

    pub(crate) fn hint(&self, text: impl Display) {
        self.write(&format!("hint: {text}"));
    }

    /// Writes the lines of an error and its hints.
    pub(crate) fn report(&self, error: &CliError) {
        if self.0.json {
            return self.write_json(error, None);
        }
        error.lines().iter().for_each(|line| self.note(line));
        error.hints.iter().for_each(|hint| self.hint(self.in_words(hint)));
    }

    /// The same for the failure of one target.
    pub(crate) fn report_target(&self, target: &str, error: CliError) {
        if self.0.json {
            self.write_json(&error, Some(target));
        } else {
            self.report(&error.context(target.to_owned()));
        }
    }

    fn write_json(&self, error: &CliError, target: Option<&str>) {
        let mut object = error.to_json(target);
        let hints: Vec<String> = error.hints.iter().map(|hint| self.in_words(hint)).collect();
        if !hints.is_empty() {
            object.insert("hint".to_owned(), Value::from(hints.join("; ")));
        }
        self.write(&Value::Object(object).to_string());
    }

    fn scopes(&self, method: Method, path: &str) -> Option<String> {
        self.0.scopes.get().and_then(|scopes| scopes(method, without_query(path)))
    }

    fn in_words(&self, hint: &Hint) -> String {
        match hint {
            Hint::Text(text) => text.clone(),
            Hint::Forbidden { method, path } => match self.scopes(*method, path) {
                Some(scopes) => format!("{method} {} needs a token with the scope {scopes}", without_query(path)),
                None => "the token lacks the scope for this, or the account may not do it".to_owned(),
            },
            Hint::TokenRefused => {
                let source = self.0.secret.get().map_or("the token", |secret| &secret.source);
                format!(
                    "the API does not accept {source} as a token; doapi help environment says where else it is looked for"
                )
            }
        }
    }

    /// `text` without the token, which a server may have echoed.
    pub(super) fn redacted<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.0.secret.get() {
            Some(secret) if memmem::find(text.as_bytes(), secret.token.reveal().as_bytes()).is_some() => {
                Cow::Owned(secret.token.redact(text))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// A failure to write to stderr is ignored: it could not be reported, and the command can still do its work.
    fn write(&self, text: &str) {
        let text = mask_passwords(&self.redacted(text));
        let _ = self.0.line.hidden_during(|| writeln!(std::io::stderr().lock(), "{text}"));
    }
}

fn without_query(path: &str) -> &str {
    path.split('?').next().unwrap_or_default()
}
