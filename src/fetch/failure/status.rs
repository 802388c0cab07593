//! An answer without a feed, by its status.

use std::time::Duration;

use reqwest::StatusCode;

use crate::domain::{FailureKind, Verdict, WebUrl};

use super::{FetchError, Stage, in_words, of_kind};

/// A status other than 200, 304 and the redirects.
pub(in crate::fetch) fn of_status(url: &WebUrl, status: StatusCode, retry_after: Option<Duration>) -> FetchError {
    let host = url.host();
    let code = status.as_u16();
    let sentence = match code {
        401 => format!(
            "{host} asks for a name and a password ({code}): a private feed's credentials stand beside it in feeds.toml, \
             or in its address, as in https://name:password@{host}."
        ),
        407 => format!("The proxy on the way to {host} asks for a name and a password ({code})."),
        403 => format!("{host} refuses this reader ({code}): open the feed in a browser to see why."),
        404 => format!("There is no feed at this address of {host} ({code}): the publisher may have moved it."),
        410 => format!("{host} says that this feed is gone for good ({code}): look for a new address."),
        429 | 503 if retry_after.is_some_and(|after| !after.is_zero()) => {
            let after = in_words(retry_after.unwrap_or_default());
            format!("{host} asks for patience ({code}): it is asked again in {after}.")
        }
        429 => format!("{host} asks for patience ({code}): it is asked again later."),
        451 => format!("{host} may not show this feed for legal reasons ({code})."),
        511 => format!("The network wants a sign-in before it lets {host} through ({code}): open a browser."),
        500..=599 => format!("{host} has trouble of its own ({code}): it is asked again later."),
        _ => format!("{host} gave an answer without a feed ({code})."),
    };
    let kind = match code {
        429 => FailureKind::RateLimited,
        503 if retry_after.is_some() => FailureKind::RateLimited,
        511 => FailureKind::Portal,
        _ => FailureKind::Failed,
    };
    let mut failure = of_kind(kind, &sentence, &format!("{url}: status {status}"));
    failure.verdict = match code {
        410 => Verdict::Gone,
        429 | 503 => Verdict::Retry { after: retry_after },
        _ => Verdict::Retry { after: None },
    };
    FetchError { status: Some(code), ..FetchError::reached(url, Stage::Answer, failure) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_its_kind_and_verdict() {
        let url = WebUrl::parse("https://news.example/feed").unwrap();
        let minute = Some(Duration::from_secs(60));
        let cases = [
            (401, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (403, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (404, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (410, None, FailureKind::Failed, Verdict::Gone),
            (429, None, FailureKind::RateLimited, Verdict::Retry { after: None }),
            (429, minute, FailureKind::RateLimited, Verdict::Retry { after: minute }),
            (500, minute, FailureKind::Failed, Verdict::Retry { after: None }),
            (503, None, FailureKind::Failed, Verdict::Retry { after: None }),
            (503, minute, FailureKind::RateLimited, Verdict::Retry { after: minute }),
            (511, None, FailureKind::Portal, Verdict::Retry { after: None }),
            (204, None, FailureKind::Failed, Verdict::Retry { after: None }),
        ];
        for (code, after, kind, verdict) in cases {
            let error = of_status(&url, StatusCode::from_u16(code).unwrap(), after);
            assert_eq!((error.failure.kind, error.failure.verdict), (kind, verdict), "{code}");
            assert!(error.failure.sentence.contains(&code.to_string()), "{}", error.failure.sentence);
            assert!(error.reached);
        }
    }
}
