//! One picture of an article: asked for as its page is, and looked at before anybody decodes it.

use imagesize::{ImageSize, blob_size};

use super::body::Limits;
use super::client::Client;
use super::failure::{self, FetchError};
use super::follow::Wanted;
use super::response::Answer;
use crate::domain::{FailureKind, Source, WebUrl};

/// How much is read of one picture.
const LIMITS: Limits = Limits { on_the_wire: 4 << 20, unpacked: 4 << 20 };
/// A few kilobytes may unpack to gigabytes: what would have more pixels is not kept.
const PIXELS_MAX: usize = 25_000_000;

impl Client {
    /// Asks for a picture that an article of a feed shows: the bytes of a GIF, JPEG, PNG or WebP of a size that can be
    /// decoded. Where it may lie is what holds for [`Client::page`].
    ///
    /// # Errors
    /// When none came.
    pub async fn picture(&self, url: &WebUrl, source: Option<&Source>) -> Result<Vec<u8>, FetchError> {
        match self.ask_led(url, source, Wanted::Picture, LIMITS).await {
            Ok(Answer::Full(response)) => checked(url, response.body),
            Ok(Answer::NotModified(_)) => Err(failure::no_picture(url, "No picture was sent.", "304 without a reason")),
            Err(error) if error.failure.kind == FailureKind::TooLarge => {
                Err(failure::no_picture(url, "The picture is larger than 4 MiB.", &error.failure.detail))
            }
            error => error.map(|_| Vec::new()),
        }
    }
}

/// A picture of a known kind and of a size that can be decoded, as its first bytes say.
fn checked(url: &WebUrl, bytes: Vec<u8>) -> Result<Vec<u8>, FetchError> {
    let Ok(ImageSize { width, height }) = blob_size(&bytes) else {
        let sentence = "What came is no picture that can be shown here (GIF, JPEG, PNG or WebP).";
        return Err(failure::no_picture(url, sentence, "no known picture"));
    };
    if width == 0 || height == 0 || width.saturating_mul(height) > PIXELS_MAX {
        let sentence = format!("The picture of {width}×{height} pixels is too large to be shown.");
        return Err(failure::no_picture(url, &sentence, &format!("{width}x{height} pixels")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a PNG of this size ([PNG §11.2.2](https://www.w3.org/TR/png-3/#11IHDR)).
    fn png(width: u32, height: u32) -> Vec<u8> {
        let parts: [&[u8]; 5] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
            &width.to_be_bytes(),
            &height.to_be_bytes(),
            b"\x08\x02\0\0\0",
            &[0; 16],
        ];
        parts.concat()
    }

    #[test]
    fn a_picture_is_known_by_its_first_bytes_and_is_not_too_large() {
        let url = WebUrl::parse("https://a.example/1").unwrap();
        let gif = b"GIF89a\x10\0\x10\0\0\0\0;".to_vec();
        let refused = |bytes: Vec<u8>| checked(&url, bytes).err().map(|error| error.failure.sentence.to_string());
        assert_eq!(refused(png(5_000, 5_000)), None);
        assert_eq!(refused(gif), None);
        assert!(refused(png(5_001, 5_000)).unwrap().contains("5001×5000"));
        assert!(refused(png(u32::MAX, u32::MAX)).is_some());
        assert!(refused(png(0, 5)).is_some());
        for other in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"\x89PNG\r\n", b"BM\0\0"] {
            assert!(refused(other.to_vec()).unwrap().contains("no picture"), "{other:?}");
        }
    }
}
