//! A file that claims to be a picture becomes pixels, within bounds: anybody on the web may have made it.

use std::io::Cursor;

use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba};

use crate::domain::{SafeText, safe};

/// The most bytes of a file.
const FILE_MAX: usize = 4 << 20;
/// The most pixels; more than a screen of today has, and few enough to be unpacked at once.
const PIXELS_MAX: u64 = 25_000_000;
/// The longest side, in pixels.
const SIDE_MAX: u32 = 20_000;
/// The most memory that decoding takes.
const MEMORY_MAX: u64 = 256 << 20;

/// The picture of a file: the first of several, upright, on white where it is transparent.
///
/// # Errors
/// A few words that say why it cannot be shown.
pub fn decode(bytes: &[u8]) -> Result<DynamicImage, SafeText> {
    if bytes.len() > FILE_MAX {
        return Err("the file is too large".into());
    }
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)) => format,
        _ => return Err("it is not PNG, JPEG, GIF or WebP".into()),
    };
    unpack(bytes, format).map_err(|error| {
        tracing::debug!(%error, "a picture could not be decoded");
        sentence(&error)
    })?
}

fn unpack(bytes: &[u8], format: ImageFormat) -> Result<Result<DynamicImage, SafeText>, ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > MEMORY_MAX {
        return Ok(Err(safe!("it has too many pixels, {} × {}", u64::from(width), u64::from(height))));
    }
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(Ok(on_white(picture)))
}

/// Pages are white as a rule, and pictures are drawn for that.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into();
    }
    let mut picture = picture.into_rgba8();
    for Rgba([red, green, blue, alpha]) in picture.pixels_mut() {
        for part in [red, green, blue] {
            let lit = u16::from(*part) * u16::from(*alpha) + 255 * (255 - u16::from(*alpha));
            *part = (lit / 255) as u8;
        }
    }
    DynamicImage::from(picture).into_rgb8().into()
}

fn sentence(error: &ImageError) -> SafeText {
    match error {
        ImageError::Limits(limit) if limit.kind() == LimitErrorKind::DimensionError => "it has too many pixels".into(),
        ImageError::Limits(_) => "it would take too much memory".into(),
        ImageError::Unsupported(_) => "its form is not known".into(),
        _ => "the file is broken".into(),
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    fn file(format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let picture = RgbaImage::from_fn(16, 8, |x, y| Rgba([(x * 16) as u8, (y * 32) as u8, 90, 255]));
        DynamicImage::from(picture).into_rgb8().write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    const FORMATS: [ImageFormat; 4] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP];

    #[test]
    fn the_usual_formats_are_read() {
        for format in FORMATS {
            let picture = decode(&file(format)).unwrap();
            assert_eq!((picture.width(), picture.height()), (16, 8), "{format:?}");
        }
    }

    #[test]
    fn what_is_transparent_is_white() {
        let pixels = [0, 0, 0, 0, 0, 0, 0, 255, 200, 0, 0, 128];
        let mut file = Vec::new();
        PngEncoder::new(&mut file).write_image(&pixels, 3, 1, ExtendedColorType::Rgba8).unwrap();
        assert_eq!(decode(&file).unwrap().into_rgb8().into_raw(), [255, 255, 255, 0, 0, 0, 227, 127, 127]);
    }

    #[test]
    fn what_is_no_picture_says_so() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";
        for bytes in [&b""[..], b"<!doctype html><title>Sign in</title>", svg, b"BM\0\0", b"\0\0\0 ftypavif"] {
            assert_eq!(decode(bytes).unwrap_err(), "it is not PNG, JPEG, GIF or WebP");
        }
        assert_eq!(decode(&vec![0x89; FILE_MAX + 1]).unwrap_err(), "the file is too large");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        // A header alone: 30,000 by 30,000 pixels in the first chunk of a PNG.
        let mut file = file(ImageFormat::Png);
        for (width, height, why) in [
            (30_000_u32, 30_000_u32, "it has too many pixels"),
            (19_000, 19_000, "it has too many pixels, 19000 × 19000"),
            (0, 5, "the file is broken"),
        ] {
            file[16..20].copy_from_slice(&width.to_be_bytes());
            file[20..24].copy_from_slice(&height.to_be_bytes());
            let checksum = crc(&file[12..29]);
            file[29..33].copy_from_slice(&checksum.to_be_bytes());
            assert_eq!(decode(&file).unwrap_err(), why, "{width} × {height}");
        }
    }

    /// The checksum of a PNG's chunk (<https://www.w3.org/TR/png-3/#D-CRCAppendix>).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
        })
    }

    #[test]
    fn a_picture_that_is_cut_off_is_broken_or_partly_there() {
        for format in FORMATS {
            let file = file(format);
            for end in 0..file.len() {
                if let Ok(picture) = decode(&file[..end]) {
                    assert_eq!((picture.width(), picture.height()), (16, 8), "{format:?} at {end}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(format in 0..FORMATS.len(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
            let mut file = file(FORMATS[format]);
            for (at, byte) in changes {
                let at = at.index(file.len());
                file[at] = byte;
            }
            let _ = decode(&file);
        }
    }
}
