//! Telling a network's sign-in page from a feed that broke. Pure.
//!
//! A captive portal answers in the place of every server: with its own page, with a redirect to it, with a
//! certificate of another name, or with 511 ([RFC 6585 §6](https://www.rfc-editor.org/rfc/rfc6585#section-6)). One
//! such answer says little, for single sites do the same when they die. Alike ones of several hosts say much.

use std::collections::{HashMap, HashSet};

/// So many hosts that answer alike, and not with feeds, are a portal.
pub(super) const WITNESSES: usize = 3;

/// An answer that stands where a feed should be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sign {
    /// The host that was asked.
    pub asked: String,
    /// The host that answered, after redirects.
    pub host: String,
    /// A hash of the body, where there is one.
    pub body: Option<i64>,
    pub what: What,
    /// Whether there was a feed at this address before.
    pub was_feed: bool,
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The network says itself that it wants a sign-in.
    SignIn,
    /// A page or something else that is no feed.
    Page,
    /// A certificate of another name.
    WrongName,
}

/// Whether these signs are of a portal; `genuine` when any feed came through since.
pub(super) fn is_portal(signs: &[Sign], genuine: bool) -> bool {
    if genuine {
        // A portal lets some hosts through. Feeds that were never there may all be parked with one seller of names.
        let were_feeds: Vec<_> = signs.iter().filter(|sign| sign.was_feed).collect();
        return is_one_answer(&were_feeds);
    }
    let all: Vec<_> = signs.iter().collect();
    signs.iter().any(|sign| sign.what == What::SignIn) || hosts(&all) >= WITNESSES
}

/// Whether feeds of several hosts had one final host or one body.
fn is_one_answer(signs: &[&Sign]) -> bool {
    let elsewhere = signs.iter().copied().filter(|sign| sign.host != sign.asked);
    let by_host = most_hosts(elsewhere.map(|sign| (sign.host.as_str(), sign)));
    let by_body = most_hosts(signs.iter().copied().filter_map(|sign| Some((sign.body?, sign))));
    by_host >= WITNESSES || by_body >= WITNESSES
}

/// The number of hosts asked in the largest group.
fn most_hosts<'a, K: std::hash::Hash + Eq>(signs: impl Iterator<Item = (K, &'a Sign)>) -> usize {
    let mut groups: HashMap<K, Vec<&Sign>> = HashMap::new();
    for (key, sign) in signs {
        groups.entry(key).or_default().push(sign);
    }
    groups.values().map(|group| hosts(group)).max().unwrap_or(0)
}

fn hosts(signs: &[&Sign]) -> usize {
    signs.iter().map(|sign| sign.asked.as_str()).collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(asked: &str, host: &str, body: i64) -> Sign {
        Sign { asked: asked.into(), host: host.into(), body: Some(body), what: What::Page, was_feed: true }
    }

    #[test]
    fn hosts_that_answer_alike_are_a_portal_even_where_others_come_through() {
        let led_away = ["a", "b", "c"].map(|asked| page(asked, "login.hotel", asked.len() as i64));
        let one_body = ["a", "b", "c"].map(|asked| page(asked, asked, 7));
        for genuine in [false, true] {
            assert!(is_portal(&led_away, genuine));
            assert!(is_portal(&one_body, genuine));
            assert!(!is_portal(&led_away[..2], genuine));
            assert!(!is_portal(&["a", "a", "a"].map(|asked| page(asked, "login.hotel", 7)), genuine), "one host");
        }
        let different: Vec<_> = (0..9).map(|n| page(&n.to_string(), &n.to_string(), n)).collect();
        assert!(!is_portal(&different, true), "each its own page");
        assert!(is_portal(&different, false), "and no feed among them");
    }

    #[test]
    fn names_that_are_parked_with_one_seller_are_no_portal_once_a_feed_came() {
        let parked = ["a", "b", "c", "d"].map(|asked| Sign { was_feed: false, ..page(asked, "parked.example", 7) });
        assert!(!is_portal(&parked, true));
        assert!(is_portal(&parked, false));
    }

    #[test]
    fn a_network_that_wants_a_sign_in_is_believed_unless_a_feed_came() {
        let sign_in = Sign { what: What::SignIn, body: None, ..page("a", "a", 0) };
        assert!(is_portal(std::slice::from_ref(&sign_in), false));
        assert!(!is_portal(&[sign_in], true));
    }

    #[test]
    fn certificates_of_other_names_are_signs() {
        let wrong = ["a", "b", "c"].map(|asked| Sign { what: What::WrongName, body: None, ..page(asked, asked, 0) });
        assert!(is_portal(&wrong, false));
        assert!(!is_portal(&wrong, true) && !is_portal(&wrong[..2], false));
    }
}
