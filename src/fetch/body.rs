//! Reading a body: counted on the wire and again unpacked, for a few kilobytes may unpack to gigabytes.

use super::coding::{self, CodingError};
use super::failure::{self, FetchError};
use super::follow::Reply;

/// The most memory that is set aside on a server's word about its body, in bytes.
const MAX_RESERVED: u64 = 1024 * 1024;
/// The elements that a feed or a page may have as its root, without their namespace's prefix.
const ROOTS: [&[u8]; 4] = [b"rss", b"feed", b"rdf", b"html"];

/// How much is read of one body, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub on_the_wire: u64,
    pub unpacked: u64,
}

/// A body that was read.
pub(super) struct Body {
    /// Unpacked.
    pub bytes: Vec<u8>,
    /// How many bytes came.
    pub wire: u64,
}

/// Reads the whole body of a reply and unpacks it.
pub(super) async fn read(mut reply: Reply, limits: Limits) -> Result<Body, FetchError> {
    let labels = coding::labels(reply.inner.headers());
    let announced = reply.inner.content_length().unwrap_or(0);
    if announced > limits.on_the_wire {
        return Err(failure::download_too_large(&reply.url, limits.on_the_wire, "the server announces"));
    }
    let mut packed = Vec::with_capacity(usize::try_from(announced.min(MAX_RESERVED)).unwrap_or(0));
    let broken = loop {
        match reply.inner.chunk().await {
            Ok(Some(chunk)) => packed.extend_from_slice(&chunk),
            Ok(None) => break None,
            Err(error) => break Some(error.without_url()),
        }
        if packed.len() as u64 > limits.on_the_wire {
            return Err(failure::download_too_large(&reply.url, limits.on_the_wire, "the server sent"));
        }
    };
    let wire = packed.len() as u64;
    let unpacked = unpack(labels, packed, limits.unpacked).await;
    match (unpacked, broken) {
        (Ok(bytes), None) => Ok(Body { bytes, wire }),
        (Ok(bytes), Some(error)) if is_whole(&bytes) => {
            tracing::debug!(url = %reply.url, %error, "broke off, but behind the end of the feed");
            Ok(Body { bytes, wire })
        }
        (_, Some(error)) => Err(failure::of_body(&reply.url, &error)),
        (Err(CodingError::TooLarge(limit)), None) => Err(failure::body_too_large(&reply.url, limit)),
        (Err(error), None) => Err(failure::of_coding(&reply.url, &error)),
    }
}

/// Off the threads that wait for the network, if it is work.
async fn unpack(labels: Vec<String>, packed: Vec<u8>, limit: u64) -> Result<Vec<u8>, CodingError> {
    if !coding::is_packed(&labels, &packed) {
        return coding::decode(&labels, packed, limit);
    }
    let unpacking = tokio::task::spawn_blocking(move || coding::decode(&labels, packed, limit));
    unpacking.await.expect("unpacking does not panic, and the runtime outlives the fetch")
}

/// Whether the root element of a feed or a page is closed at the very end. Some servers state a wrong length, or never
/// end the last chunk, and yet have sent everything.
fn is_whole(body: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let body = body.trim_ascii_end();
    let tail = &body[body.len().saturating_sub(LONGEST)..];
    let Some(tag) = tail.strip_suffix(b">") else { return false };
    let Some(at) = tag.windows(2).rposition(|two| two == b"</") else { return false };
    let name = tag[at + 2..].trim_ascii_end();
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
    ROOTS.iter().any(|root| local.eq_ignore_ascii_case(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_whole_when_its_root_is_closed_at_the_end() {
        for (body, whole) in [
            ("<rss><channel/></rss>", true),
            ("<feed/></feed>\r\n ", true),
            ("<rdf:RDF></rdf:RDF >", true),
            ("<a:feed></a:feed>", true),
            ("<rss><channel>", false),
            ("<rss></channel>", false),
            ("<html><p></p></html>", true),
            ("</rss><!-- cached", false),
            ("<rss><title>the end of </rss", false),
            ("{\"items\": []}", false),
            (">", false),
            ("", false),
        ] {
            assert_eq!(is_whole(body.as_bytes()), whole, "{body}");
        }
    }
}
