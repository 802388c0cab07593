//! One form for all addresses of one page, to know an article by a link to it.

use url::{Host, Position};

use super::WebUrl;

/// Labels before a host's name under which the same pages stand, for other screens.
const SAME_SITE: &[&str] = &["www", "m", "mobile", "amp"];

/// Parameters that tell a page's owner where its readers come from, and change nothing on it.
const TRACKING: &[&str] = &[
    "__twitter_impression",
    "_ga",
    "_gl",
    "amp",
    "cmp",
    "cmpid",
    "dclid",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "icid",
    "igshid",
    "ito",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ref_src",
    "ref_url",
    "s_cid",
    "smid",
    "spm",
    "trk",
    "twclid",
    "wbraid",
    "wt_mc",
    "xtor",
    "yclid",
];

/// Beginnings of such parameters: those of the usual tools that count visits.
const TRACKING_PREFIXES: &[&str] = &["utm_", "at_", "hsa_", "mtm_", "ns_", "pk_", "vero_"];

impl WebUrl {
    /// The address without what does not matter to which page it is: scheme and login, `www.` and the like, fragment,
    /// tracking parameters, a slash at the end, and the marks of a page's AMP form. Two addresses with the same
    /// canonical form lead to one article. It is for comparing; nothing is asked at it.
    pub fn canonical(&self) -> String {
        let mut canonical = match self.0.host() {
            Some(Host::Domain(name)) => site(name).to_owned(),
            _ => self.host().to_owned(),
        };
        if let Some(port) = self.0.port() {
            canonical.push_str(&format!(":{port}"));
        }
        canonical.push_str(path(&self.0[Position::BeforePath..Position::AfterPath]));
        if let Some(query) = self.0.query() {
            let mut kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
            kept.sort_unstable();
            if !kept.is_empty() {
                canonical.push('?');
                canonical.push_str(&kept.join("&"));
            }
        }
        // What stands behind `#!` names a page of its own; any other fragment a place on the page.
        if let Some(page) = self.0.fragment().filter(|fragment| fragment.starts_with('!')) {
            canonical.push('#');
            canonical.push_str(page);
        }
        with_upper_escapes(canonical)
    }
}

/// The host's name without what only says for which screen it is.
fn site(host: &str) -> &str {
    match host.split_once('.') {
        Some((first, rest)) if SAME_SITE.contains(&first) && rest.contains('.') => rest,
        _ => host,
    }
}

/// The path without a slash at its end, and without the segment that stands for a page's AMP form.
fn path(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/amp").filter(|rest| !rest.is_empty()).unwrap_or(path).trim_end_matches('/');
    path.strip_prefix("/amp").filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

fn is_tracking(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let name = name.to_ascii_lowercase();
    TRACKING.contains(&name.as_str())
        || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || (name == "outputtype" && value.eq_ignore_ascii_case("amp"))
}

/// `%c3` and `%C3` are the same byte ([RFC 3986, 6.2.2.1](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1)).
fn with_upper_escapes(address: String) -> String {
    let mut digits = 0;
    let upper = |c: char| {
        let is_digit = digits > 0;
        digits = if c == '%' { 2 } else { digits - usize::from(is_digit) };
        if is_digit { c.to_ascii_uppercase() } else { c }
    };
    address.chars().map(upper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(address: &str) -> String {
        WebUrl::parse(address).unwrap().canonical()
    }

    #[test]
    fn addresses_of_one_page_have_one_form() {
        for (address, form) in [
            ("https://news.example/a", "news.example/a"),
            ("http://news.example/a", "news.example/a"),
            ("https://www.news.example/a/", "news.example/a"),
            ("https://m.news.example/a#comments", "news.example/a"),
            ("https://amp.news.example/a", "news.example/a"),
            ("https://NEWS.example:443/a", "news.example/a"),
            ("https://mole:sesame@news.example/a", "news.example/a"),
            ("https://news.example/a?utm_source=rss&UTM_medium=feed", "news.example/a"),
            ("https://news.example/a?fbclid=x&id=7&gclid=y", "news.example/a?id=7"),
            ("https://news.example/?b=2&a=1", "news.example?a=1&b=2"),
            ("https://news.example/?", "news.example"),
            ("https://news.example", "news.example"),
            ("https://news.example/a/amp/", "news.example/a"),
            ("https://news.example/amp/a", "news.example/a"),
            ("https://news.example/a?amp=1", "news.example/a"),
            ("https://news.example/a?amp", "news.example/a"),
            ("https://news.example/a?outputType=amp", "news.example/a"),
            ("https://news.example/%d0%b0", "news.example/%D0%B0"),
            ("https://news.example/а", "news.example/%D0%B0"),
        ] {
            assert_eq!(canonical(address), form, "{address}");
        }
    }

    #[test]
    fn what_makes_another_page_stays() {
        for (address, form) in [
            ("https://m.example/a", "m.example/a"),
            ("https://www.example/a", "www.example/a"),
            ("https://music.news.example/a", "music.news.example/a"),
            ("https://news.example:8443/a", "news.example:8443/a"),
            ("https://news.example/A", "news.example/A"),
            ("https://news.example/amp", "news.example/amp"),
            ("https://news.example/amps/a", "news.example/amps/a"),
            ("https://news.example/revamp", "news.example/revamp"),
            ("https://news.example/a?page=2", "news.example/a?page=2"),
            ("https://news.example/a?attitude=1&reference=2", "news.example/a?attitude=1&reference=2"),
            ("https://news.example/#!/story/7", "news.example#!/story/7"),
            ("https://192.0.2.7/a", "192.0.2.7/a"),
            ("https://[2001:db8::1]/a", "[2001:db8::1]/a"),
        ] {
            assert_eq!(canonical(address), form, "{address}");
        }
    }
}
