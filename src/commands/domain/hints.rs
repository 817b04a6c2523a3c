//! What to do when the API refuses a record.

use crate::api::Error;
use crate::error::CliError;

/// Words of the API's refusals, and what helps.
const HINTS: [(&str, &str); 8] = [
    (
        "end with a dot",
        "write the full name of the host, with a final dot if it is a single label: mail.example.com, or mail.",
    ),
    ("cname records cannot share", "--delete puts the new record in the place of a CNAME, A or AAAA record"),
    ("priority", "give --priority, such as 10"),
    ("port", "give --port, on which the service is"),
    ("weight", "give --weight, such as 0"),
    ("tag", "give --tag: issue, issuewild or iodef; and --flags, which is 0 as a rule"),
    ("flags", "give --flags from 0 to 255; 0 as a rule"),
    ("ttl", "give --ttl in seconds, 30 or more"),
];

/// The error of a record, which it names, with a hint where the API's words tell what is missing.
pub(super) fn refused(error: Error, record: &str) -> CliError {
    let hint = match &error {
        Error::Status(status) if status.status == 422 => hint(&status.message),
        _ => None,
    };
    let error = CliError::from(error).context(record.to_owned());
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

fn hint(message: &str) -> Option<&'static str> {
    let message = message.to_lowercase();
    HINTS.iter().find(|(words, _)| message.contains(words)).map(|(_, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_that_an_option_mends_have_a_hint() {
        for (message, words) in [
            ("Data needs to end with a dot (.)", Some("final dot")),
            ("CNAME records cannot share a name with other records", Some("--delete")),
            ("Priority can't be blank", Some("--priority")),
            ("Tag is not included in the list", Some("issuewild")),
            ("Data is not a valid IPv4 address", None),
        ] {
            assert_eq!(hint(message).is_some(), words.is_some(), "{message}");
            assert!(hint(message).unwrap_or_default().contains(words.unwrap_or_default()), "{message}");
        }
    }
}
