//! Lengths of time on the command line: seconds (`2`, `1.5`) or durations (`90s`, `5m`).

use std::time::Duration;

/// A length of time that may be zero.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    if let Ok(number) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(number).map_err(|_| "must be a number of seconds, not negative".to_owned());
    }
    humantime::parse_duration(text).map_err(|_| "must be seconds (2, 1.5) or a duration (90s, 5m)".to_owned())
}

/// A length of time that is not zero.
pub(crate) fn positive_seconds(text: &str) -> Result<Duration, String> {
    seconds(text).and_then(|time| if time.is_zero() { Err("must be more than zero".to_owned()) } else { Ok(time) })
}

/// How long something may take; negative means without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) Option<Duration>);

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(time) => humantime::format_duration(time).fmt(f),
            None => f.write_str("-1"),
        }
    }
}

/// A length of time, of which a negative one means no limit.
pub(crate) fn limit(text: &str) -> Result<Limit, String> {
    match text.parse::<f64>() {
        Ok(number) if number < 0.0 => Ok(Limit(None)),
        _ => seconds(text).map(|time| Limit(Some(time))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_durations_are_understood() {
        for (text, millis) in [
            ("2", 2000),
            ("1.5", 1500),
            (".25", 250),
            ("0", 0),
            ("90s", 90_000),
            ("5m", 300_000),
            ("1h 30m", 5_400_000),
            ("250ms", 250),
            ("1e1", 10_000),
        ] {
            assert_eq!(seconds(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "-1", "nan", "inf", "1e400", "five", "5 parsecs", "--", "1e20"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn fuzz_any_text_is_a_time_or_an_error() {
        use proptest::prelude::*;
        let text = prop_oneof![
            "\\PC{0,20}",
            "[-+]?[0-9]{0,22}(\\.[0-9]{0,22})?([eE][-+]?[0-9]{0,3})?",
            "([0-9]{1,19}[a-z]{0,3} ?){0,3}"
        ];
        crate::fuzz::check(1000, &text, |text| {
            let _ = (limit(&text), positive_seconds(&text));
            if let Ok(number) = text.parse::<f64>() {
                let expected = Duration::try_from_secs_f64(number).ok();
                prop_assert_eq!(seconds(&text).ok(), expected);
                prop_assert_eq!(limit(&text).is_ok(), number < 0.0 || expected.is_some());
            }
            Ok(())
        });
        crate::fuzz::check(500, &any::<u64>(), |millis| {
            let time = Duration::from_millis(millis);
            prop_assert_eq!(seconds(&humantime::format_duration(time).to_string()), Ok(time));
            Ok(())
        });
    }

    #[test]
    fn a_negative_limit_is_none_and_an_interval_is_positive() {
        assert_eq!(limit("-1"), Ok(Limit(None)));
        assert_eq!(limit("0"), Ok(Limit(Some(Duration::ZERO))));
        assert!(positive_seconds("0").is_err() && positive_seconds("0s").is_err());
        assert!(limit("never").is_err());
    }
}
