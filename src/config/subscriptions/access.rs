//! How a feed is asked, as a `[[feed]]` says it.

use std::path::PathBuf;
use std::time::Duration;

use toml::de::DeValue;

use super::entry::Fields;
use crate::domain::{Access, Credentials, Password, Proxy, SafeText, Secret, WebUrl};

/// How long a whole fetch may take, in seconds.
const TIMEOUT: std::ops::RangeInclusive<u64> = 1..=600;

/// Reads the fields about it; mistakes are noted.
pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Access {
    Access {
        user_agent: fields.read("user_agent", header_value).map(|text| SafeText::line(&text)),
        headers: headers(fields),
        proxy: fields.read("proxy", proxy),
        timeout: timeout(fields),
        credentials: credentials(fields),
        ca_file: fields.line("ca_file").map(|file| PathBuf::from(file.as_str())),
        insecure_tls: fields.flag("insecure_tls").unwrap_or_default(),
    }
}

fn timeout(fields: &mut Fields<'_, '_, '_>) -> Option<Duration> {
    fields.duration("timeout", TIMEOUT, "a duration such as \"90s\", from 1s to 10m")
}

/// What may be sent as a header's value ([RFC 9110 §5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)),
/// without what is obsolete in it.
fn header_value(text: &str) -> Result<String, String> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) {
        return Ok(text.to_owned());
    }
    Err("a header's value is a line of ASCII characters".to_owned())
}

fn headers(fields: &mut Fields<'_, '_, '_>) -> Vec<(SafeText, Secret)> {
    let Some(value) = fields.table.get("headers") else { return Vec::new() };
    let DeValue::Table(table) = value.get_ref() else {
        fields.mistake("headers", "headers are written as { \"X-Name\" = \"value\" }");
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, value) in table {
        let key = format!("feed.headers.{}", name.get_ref());
        if !is_token(name.get_ref()) {
            fields.document.mistake(name.span(), &key, "a header's name is of letters, digits and -", None);
            continue;
        }
        let Some(text) = fields.document.string(&key, value) else { continue };
        match header_value(&text) {
            Ok(text) => headers.push((SafeText::line(name.get_ref()), Secret::new(text))),
            Err(wrong) => fields.document.mistake(value.span(), &key, &wrong, None),
        }
    }
    headers
}

/// A token ([RFC 9110 §5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn proxy(text: &str) -> Result<Proxy, String> {
    let needed = || "\"none\", an http:// address or socks5://host:port is needed here".to_owned();
    let text = text.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(Proxy::Direct);
    }
    if let Some(place) = text.strip_prefix("socks5://").or_else(|| text.strip_prefix("socks5h://")) {
        let place = place.trim_end_matches('/');
        // Its form is that of any address with a host and a port.
        let is_place =
            place.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
                && WebUrl::parse(&format!("http://{place}")).is_ok();
        return if is_place { Ok(Proxy::Socks5(SafeText::line(place))) } else { Err(needed()) };
    }
    WebUrl::parse(text).map(Proxy::Http).map_err(|_| needed())
}

fn credentials(fields: &mut Fields<'_, '_, '_>) -> Option<Credentials> {
    let user = fields.line("user");
    let password = secret(fields, "password", "password_command");
    let token = secret(fields, "token", "token_command");
    match (user, password, token) {
        (None, None, None) => None,
        (None, None, Some(token)) => Some(Credentials::Bearer(token)),
        (Some(user), Some(password), None) => Some(Credentials::Basic { user, password }),
        (Some(_), None, None) => {
            fields.mistake("user", "a password or a password_command belongs to it");
            None
        }
        (None, Some(_), _) => {
            let key = if fields.has("password") { "password" } else { "password_command" };
            fields.mistake(key, "a user belongs to it");
            None
        }
        (Some(_), _, Some(_)) => {
            fields.mistake("user", "a feed has a user or a token, not both");
            None
        }
    }
}

/// A text that is given, or the command that prints it.
fn secret(fields: &mut Fields<'_, '_, '_>, given: &str, by_command: &str) -> Option<Password> {
    if fields.has(given) && fields.has(by_command) {
        fields.mistake(by_command, &format!("it stands beside {given}; only one of them is needed"));
        return None;
    }
    let text = fields.read(given, |text| match text.contains(char::is_control) {
        true => Err("it holds a control character".to_owned()),
        false => Ok(Password::Given(Secret::new(text))),
    });
    text.or_else(|| {
        fields.read(by_command, |text| {
            let line = SafeText::line(text);
            let is_one_line = !line.is_empty() && line == text.trim();
            if is_one_line {
                Ok(Password::Command(line))
            } else {
                Err("a command on one line is needed here".to_owned())
            }
        })
    })
}
