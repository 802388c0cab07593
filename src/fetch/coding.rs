//! Undoing what a body was packed with ([RFC 9110 §8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)).
//!
//! Servers get this wrong in every way: they pack twice, label what they did not pack, or pack without a label. So a
//! label is tried and not believed, and what begins like a packed file is unpacked whatever it is called.

use std::fmt;
use std::io::{self, Read};

use reqwest::header::{self, HeaderMap};

use super::sniff::trimmed;

/// What a request says that it understands.
pub(super) const ACCEPTED: &str = "gzip, deflate, br, zstd";
/// The most layers of packing that a body's label may name, and the most that are found without one.
const MAX_LAYERS: usize = 3;
/// The most members of one gzip file; writers that make many begin one with every 64 KiB.
const MAX_MEMBERS: usize = 1_024;
/// The largest window of zstd over HTTP, 8 MiB ([RFC 9659](https://www.rfc-editor.org/rfc/rfc9659)).
const ZSTD_WINDOW_LOG: u32 = 23;

/// A way of packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Why a body could not be unpacked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CodingError {
    #[error("packed with `{0}`, which is not understood")]
    Unknown(String),
    #[error("packed {0} times over")]
    TooManyLayers(usize),
    #[error("more than {0} bytes after unpacking")]
    TooLarge(u64),
    #[error("the {0} packing is broken")]
    Damaged(Coding, #[source] io::Error),
}

impl fmt::Display for Coding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        })
    }
}

/// The names in `Content-Encoding`, in the order in which they were applied.
pub(super) fn labels(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase()).collect();
    let names = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    names.filter(|name| !name.is_empty() && *name != "identity").map(str::to_owned).collect()
}

/// Undoes the packing that the labels name, and what more is found, into at most `limit` bytes. Blocks for as long as
/// that takes.
pub(super) fn decode(labels: &[String], packed: Vec<u8>, limit: u64) -> Result<Vec<u8>, CodingError> {
    if labels.len() > MAX_LAYERS {
        return Err(CodingError::TooManyLayers(labels.len()));
    }
    let mut body = packed;
    for label in labels.iter().rev() {
        let unpacked = match Coding::named(label) {
            Some(coding) => coding.undo(&body, limit),
            None => Err(CodingError::Unknown(label.clone())),
        };
        body = match unpacked {
            Ok(unpacked) => unpacked,
            Err(error @ CodingError::TooLarge(_)) => return Err(error),
            Err(_) if is_plain(&body) || Coding::of(&body).is_some_and(|coding| coding.is_not(label)) => body,
            Err(error) => return Err(error),
        };
    }
    for _ in 0..MAX_LAYERS {
        let Some(coding) = Coding::of(&body) else { break };
        body = coding.undo(&body, limit)?;
    }
    if body.len() as u64 > limit { Err(CodingError::TooLarge(limit)) } else { Ok(body) }
}

/// Whether a body begins as a feed does.
fn is_plain(body: &[u8]) -> bool {
    matches!(trimmed(body).first(), Some(b'<' | b'{'))
}

impl Coding {
    fn named(label: &str) -> Option<Self> {
        match label {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" | "x-deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The packing that a body's first bytes name; the others have no such mark.
    fn of(body: &[u8]) -> Option<Self> {
        match body {
            [0x1F, 0x8B, 0x08, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    fn is_not(self, label: &str) -> bool {
        Self::named(label) != Some(self)
    }

    fn undo(self, packed: &[u8], limit: u64) -> Result<Vec<u8>, CodingError> {
        let unpacked = match self {
            Self::Gzip => gunzip(packed, limit),
            Self::Deflate => inflate(packed, limit),
            Self::Brotli => unbrotli(packed, limit),
            Self::Zstd => unzstd(packed, limit),
        };
        let unpacked = unpacked.map_err(|error| CodingError::Damaged(self, error))?;
        if unpacked.len() as u64 > limit { Err(CodingError::TooLarge(limit)) } else { Ok(unpacked) }
    }
}

/// A gzip file may have several members, and some servers let rubbish follow them
/// ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)).
fn gunzip(packed: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut rest = packed;
    for _ in 0..MAX_MEMBERS {
        let mut member = flate2::bufread::GzDecoder::new(rest);
        read_past(&mut member, limit, &mut body)?;
        rest = member.into_inner();
        if body.len() as u64 > limit || Coding::of(rest) != Some(Coding::Gzip) {
            return Ok(body);
        }
    }
    Err(io::Error::other("too many members"))
}

/// `deflate` means the zlib format, but some servers take it by its name
/// ([RFC 9110 §8.4.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2)).
fn inflate(packed: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let Err(error) = read_past(&mut flate2::bufread::ZlibDecoder::new(packed), limit, &mut body) else {
        return Ok(body);
    };
    body.clear();
    read_past(&mut flate2::bufread::DeflateDecoder::new(packed), limit, &mut body).map_err(|_| error)?;
    Ok(body)
}

fn unbrotli(packed: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    const BUFFER: usize = 4_096;
    // A window of up to 1 GiB, which the standard does not have: https://www.rfc-editor.org/rfc/rfc7932#section-9.1
    if packed.first().is_some_and(|byte| byte & 0x7F == 0x11) {
        return Err(io::Error::other("a window beyond the standard's"));
    }
    let mut body = Vec::new();
    read_past(&mut brotli_decompressor::Decompressor::new(packed, BUFFER), limit, &mut body)?;
    Ok(body)
}

fn unzstd(packed: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG)?;
    let mut body = Vec::new();
    read_past(&mut decoder, limit, &mut body)?;
    Ok(body)
}

/// Reads on until the end, or until `body` is longer than the limit.
fn read_past(reader: &mut impl Read, limit: u64, body: &mut Vec<u8>) -> io::Result<()> {
    let room = (limit + 1).saturating_sub(body.len() as u64);
    reader.take(room).read_to_end(body).map(drop)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const FEED: &[u8] = b"<rss version=\"2.0\"><channel><title>World</title></channel></rss>";
    const LIMIT: u64 = 1024 * 1024;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn raw_deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        brotli::CompressorWriter::new(&mut packed, 4096, 1, 22).write_all(bytes).unwrap();
        packed
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    fn labels_of(text: &str) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for value in text.split('|') {
            headers.append(header::CONTENT_ENCODING, value.parse().unwrap());
        }
        labels(&headers)
    }

    fn unpacked(label: &str, packed: Vec<u8>) -> Result<Vec<u8>, String> {
        decode(&labels_of(label), packed, LIMIT).map_err(|error| error.to_string())
    }

    #[test]
    fn every_label_is_undone_in_any_spelling_and_order() {
        for (label, packed) in [
            ("gzip", gzip(FEED)),
            (" X-GZip ", gzip(FEED)),
            ("deflate", zlib(FEED)),
            ("deflate", raw_deflate(FEED)),
            ("br", brotli(FEED)),
            ("zstd", zstd(FEED)),
            ("br, gzip", gzip(&brotli(FEED))),
            ("br|gzip", gzip(&brotli(FEED))),
            ("identity", FEED.to_vec()),
            ("", FEED.to_vec()),
        ] {
            assert_eq!(unpacked(label, packed).as_deref(), Ok(FEED), "{label}");
        }
    }

    #[test]
    fn a_wrong_label_costs_nothing() {
        for (what, label, packed) in [
            ("twice packed, once labelled", "gzip", gzip(&gzip(FEED))),
            ("packed without a label", "", gzip(FEED)),
            ("the same", "", zstd(FEED)),
            ("labelled and not packed", "gzip", FEED.to_vec()),
            ("the same", "br", FEED.to_vec()),
            ("the same", "zstd", FEED.to_vec()),
            ("the same", "deflate", FEED.to_vec()),
            ("labelled twice, packed once", "gzip, gzip", gzip(FEED)),
            ("another packing", "br", gzip(FEED)),
            ("a charset for a label", "utf-8", FEED.to_vec()),
            ("a member after the other", "gzip", [gzip(&FEED[..20]), gzip(&FEED[20..])].concat()),
            ("rubbish behind the end", "gzip", [gzip(FEED), b"\r\n0\r\n".to_vec()].concat()),
        ] {
            assert_eq!(unpacked(label, packed).as_deref(), Ok(FEED), "{what}: {label}");
        }
    }

    #[test]
    fn what_cannot_be_undone_is_named() {
        let cut = |packed: Vec<u8>| packed[..packed.len() - 9].to_vec();
        for (label, packed, words) in [
            ("gzip", cut(gzip(FEED)), "gzip packing is broken"),
            ("deflate", cut(zlib(FEED)), "deflate packing is broken"),
            ("br", cut(brotli(FEED)), "br packing is broken"),
            ("zstd", cut(zstd(FEED)), "zstd packing is broken"),
            ("br", vec![0x11, 0x1E, 0, 0], "br packing is broken"),
            ("compress", vec![0x1F, 0x9D, 0x90], "`compress`, which is not understood"),
            ("gzip, gzip, gzip, gzip", gzip(FEED), "4 times"),
            ("gzip", vec![0; 100], "gzip packing is broken"),
        ] {
            let error = unpacked(label, packed).expect_err(label);
            assert!(error.contains(words), "{label}: {error}");
        }
    }

    #[test]
    fn what_is_unpacked_is_counted() {
        let zeros = vec![0; 32 * LIMIT as usize];
        for (label, bomb) in [
            ("gzip", gzip(&zeros)),
            ("deflate", zlib(&zeros)),
            ("deflate", raw_deflate(&zeros)),
            ("br", brotli(&zeros)),
            ("zstd", zstd(&zeros)),
            ("", gzip(&zeros)),
            ("gzip, gzip", gzip(&gzip(&zeros))),
        ] {
            assert!((bomb.len() as u64) < LIMIT / 2, "{label}: {} bytes", bomb.len());
            assert!(matches!(decode(&labels_of(label), bomb, LIMIT), Err(CodingError::TooLarge(LIMIT))), "{label}");
        }
        assert!(matches!(decode(&[], vec![b' '; 11], 10), Err(CodingError::TooLarge(10))));
        assert_eq!(decode(&labels_of("gzip"), gzip(&[b' '; 10]), 10).unwrap(), [b' '; 10]);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            label in "(gzip|deflate|br|zstd|x)?",
            damaged in 0..4usize,
        ) {
            let packed = match damaged {
                0 => bytes.clone(),
                1 => gzip(&bytes),
                2 => brotli(&bytes),
                _ => zstd(&bytes),
            };
            let half = packed[..packed.len() / 2].to_vec();
            for packed in [packed, half] {
                if let Ok(body) = decode(&labels_of(&label), packed, 1_000) {
                    prop_assert!(body.len() <= 1_000);
                }
            }
        }
    }
}
