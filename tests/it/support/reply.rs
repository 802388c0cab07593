//! A server's answer as a scenario tells it.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde::Deserialize;

use super::scenario::FEED;
use super::server::{Reply, head};

/// An answer; without anything said, the whole feed.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    /// So many times the body.
    repeat: Option<usize>,
    /// Sent as windows-1252 and not as UTF-8.
    #[serde(default)]
    is_western: bool,
    /// Packed in this way, which is labelled only if the headers say so.
    #[serde(default)]
    packed: Vec<Packing>,
    /// So many bytes are missing at the end.
    #[serde(default)]
    cut: usize,
    /// A length that may be wrong.
    length: Option<usize>,
    #[serde(default)]
    framing: Framing,
    #[serde(default)]
    pace: Pace,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Packing {
    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstd,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Framing {
    #[default]
    Length,
    /// Its end is the connection's.
    Close,
    Chunked,
    /// Chunked, without the last chunk.
    Unfinished,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Pace {
    #[default]
    AtOnce,
    /// Nothing is ever said.
    Silence,
    /// The connection ends without a word.
    HangUp,
    /// Head and body, then a byte now and then, for ever.
    Drip,
    /// The head does not end, a byte now and then.
    DripInTheHead,
    /// Head and body, and the body again and again.
    Flood,
    /// The head does not end, as fast as it is taken.
    FloodInTheHead,
}

impl Told {
    /// The bytes and their pace; `fill` puts in what is known only now.
    pub fn reply(&self, fill: &dyn Fn(&str) -> String) -> Reply {
        let body = self.body(fill);
        match self.pace {
            Pace::AtOnce => Reply::Bytes([self.head(fill, body.len()), self.framed(&body)].concat()),
            Pace::Silence => Reply::Silence,
            Pace::HangUp => Reply::Bytes(Vec::new()),
            Pace::Drip => Reply::Drip([self.head(fill, body.len()), body].concat()),
            Pace::DripInTheHead => Reply::Drip(b"HTTP/1.1 200 Said\r\nx-padding: ".to_vec()),
            Pace::Flood => Reply::Flood(self.head(fill, body.len()), body),
            Pace::FloodInTheHead => {
                Reply::Flood(b"HTTP/1.1 200 Said\r\n".to_vec(), format!("x-padding: {}\r\n", "x".repeat(8_000)).into())
            }
        }
    }

    fn body(&self, fill: &dyn Fn(&str) -> String) -> Vec<u8> {
        let default = if self.status.unwrap_or(200) == 200 { FEED } else { "" };
        let text = fill(self.body.as_deref().unwrap_or(default)).repeat(self.repeat.unwrap_or(1));
        let western = |c: char| u8::try_from(u32::from(c)).expect("a letter of the west");
        let mut body = if self.is_western { text.chars().map(western).collect() } else { text.into_bytes() };
        for packing in &self.packed {
            body = packing.pack(&body);
        }
        body.truncate(body.len() - self.cut);
        body
    }

    fn head(&self, fill: &dyn Fn(&str) -> String, length: usize) -> Vec<u8> {
        let mut headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), fill(value))).collect();
        match self.framing {
            Framing::Length => headers.push(("content-length", self.length.unwrap_or(length).to_string())),
            Framing::Close => {}
            Framing::Chunked | Framing::Unfinished => headers.push(("transfer-encoding", "chunked".to_owned())),
        }
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        head(self.status.unwrap_or(200), &headers)
    }

    fn framed(&self, body: &[u8]) -> Vec<u8> {
        let chunk = || [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n"].concat();
        match self.framing {
            Framing::Length | Framing::Close => body.to_vec(),
            Framing::Chunked => [chunk(), b"0\r\n\r\n".to_vec()].concat(),
            Framing::Unfinished => chunk(),
        }
    }
}

impl Packing {
    fn pack(self, bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        let level = Compression::fast();
        match self {
            Self::Gzip => GzEncoder::new(&mut packed, level).write_all(bytes),
            Self::Zlib => ZlibEncoder::new(&mut packed, level).write_all(bytes),
            Self::Deflate => DeflateEncoder::new(&mut packed, level).write_all(bytes),
            Self::Brotli => brotli::CompressorWriter::new(&mut packed, 4096, 1, 22).write_all(bytes),
            Self::Zstd => zstd::stream::copy_encode(bytes, &mut packed, 1),
        }
        .expect("memory takes everything");
        packed
    }
}
