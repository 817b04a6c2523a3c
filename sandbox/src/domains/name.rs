//! Names in a zone: the API writes them relative to the domain, and takes absolute ones with a final dot.

use crate::http::Refusal;

/// The longest name that DNS allows, without its final dot.
const LONGEST: usize = 253;
const LONGEST_LABEL: usize = 63;
const CHARACTERS: &str = "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)";

/// The name as records store it: `www`, or `@` for the domain itself.
pub(super) fn relative(name: &str, domain: &str) -> Result<String, Refusal> {
    let relative = match name.strip_suffix('.') {
        Some(absolute) => inside(absolute, domain)?,
        None => name,
    };
    if relative != "@" {
        check(relative, true)?;
        if absolute(relative, domain).len() > LONGEST {
            return Err(too_long());
        }
    }
    Ok(relative.to_owned())
}

/// The whole name of a record, without the final dot.
pub(super) fn absolute(name: &str, domain: &str) -> String {
    match name {
        "@" => domain.to_owned(),
        name => format!("{name}.{domain}"),
    }
}

/// The part of an absolute name before the domain.
fn inside<'a>(absolute: &'a str, domain: &str) -> Result<&'a str, Refusal> {
    let outside = || Refusal::unprocessable(format!("Name must end with {domain}."));
    let at = absolute.len().checked_sub(domain.len());
    let (rest, end) = at.and_then(|at| absolute.split_at_checked(at)).ok_or_else(outside)?;
    if !end.eq_ignore_ascii_case(domain) {
        return Err(outside());
    }
    match rest.strip_suffix('.') {
        _ if rest.is_empty() => Ok("@"),
        Some(rest) if !rest.is_empty() => Ok(rest),
        _ => Err(outside()),
    }
}

/// A domain of the account: a name of at least two labels.
pub(super) fn check_domain(name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(Refusal::unprocessable("Name can't be blank"));
    }
    if name.len() > LONGEST {
        return Err(too_long());
    }
    check(name, false)?;
    if name.contains('.') {
        return Ok(());
    }
    Err(Refusal::unprocessable("Name must be a valid domain name"))
}

/// The target of a CNAME, MX, NS or SRV record, without its dot.
pub(super) fn check_host(host: &str) -> Result<(), Refusal> {
    if host.len() > LONGEST || check(host, true).is_err() {
        return Err(Refusal::unprocessable("Data is not a valid hostname"));
    }
    Ok(())
}

/// The characters and the labels of a name; records also have underscores, and `*` as the first label.
fn check(name: &str, record: bool) -> Result<(), Refusal> {
    let rest = name.strip_prefix("*.").unwrap_or(name);
    if record && name == "*" {
        return Ok(());
    }
    let rest = if record { rest } else { name };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || (record && byte == b'_');
    for label in rest.split('.') {
        if label.is_empty() || !label.bytes().all(allowed) {
            return Err(Refusal::unprocessable(CHARACTERS));
        }
        if label.len() > LONGEST_LABEL {
            return Err(too_long());
        }
    }
    Ok(())
}

fn too_long() -> Refusal {
    Refusal::unprocessable(format!("Name is too long (maximum is {LONGEST} characters, {LONGEST_LABEL} a label)"))
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn names_are_stored_relative_to_their_domain() {
        let table = [
            ("www", Ok("www")),
            ("@", Ok("@")),
            ("*", Ok("*")),
            ("*.dev", Ok("*.dev")),
            ("_sip._tcp", Ok("_sip._tcp")),
            ("www.example.com.", Ok("www")),
            ("WWW.Example.COM.", Ok("WWW")),
            ("example.com.", Ok("@")),
            ("www.example.com", Ok("www.example.com")),
            ("www.example.org.", Err(())),
            ("notexample.com.", Err(())),
            (".example.com.", Err(())),
            ("a..b", Err(())),
            ("a b", Err(())),
            ("w*", Err(())),
            ("é", Err(())),
        ];
        for (name, expected) in table {
            let found = relative(name, "example.com");
            assert_eq!(found.as_deref().map_err(|_| ()), expected, "{name}");
        }
    }

    #[test]
    fn a_label_has_at_most_63_characters_and_a_name_253() {
        let label = "a".repeat(63);
        let name = [label.as_str(); 3].join(".");
        assert!(relative(&label, "example.com").is_ok());
        assert!(relative(&format!("{label}a"), "example.com").is_err());
        assert!(relative(&name, "example.com").is_ok());
        assert!(relative(&format!("{name}.{label}"), "example.com").is_err());
    }
}
