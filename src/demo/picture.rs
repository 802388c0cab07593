//! The illustrations of the demo: drawn when they are asked for, a shore in the evening with something different on it
//! each time.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

const WIDTH: usize = 480;
const HEIGHT: usize = 300;
/// Where the water begins.
const HORIZON: usize = 190;

type Colour = [u8; 3];

/// The illustration of this name, as PNG.
pub fn illustration(name: &str) -> Vec<u8> {
    let seed = name.bytes().fold(7_usize, |seed, byte| (seed * 31 + usize::from(byte)) % 100_003);
    let mut pixels = vec![[0; 3]; WIDTH * HEIGHT];
    for (at, pixel) in pixels.iter_mut().enumerate() {
        *pixel = shore(at % WIDTH, at / WIDTH, seed);
    }
    png(&pixels)
}

/// The colour at a place: buildings before a sky with the sun in it, and all that upside down in the water.
fn shore(x: usize, y: usize, seed: usize) -> Colour {
    let is_water = y >= HORIZON;
    // What stands at the horizon is mirrored at it, and the waves blur it.
    let height = if is_water { (y - HORIZON) * 3 / 2 } else { HORIZON - 1 - y };
    let x = if is_water { x + (y * 7 % 5) } else { x };
    let block = x / 24;
    let roof = (block * 37 + seed) % 9 * 9 + 12;
    let gap = (block + seed).is_multiple_of(4);
    let colour = if !gap && height < roof {
        let is_window = x % 8 < 3 && height % 12 > 6 && (x / 8 + height / 12 + seed).is_multiple_of(3);
        if is_window { [250, 214, 120] } else { [36, 40, 64] }
    } else {
        let sun = 100 + seed % 280;
        let (dx, dy) = (x.abs_diff(sun), height.abs_diff(80));
        if dx * dx + dy * dy < 34 * 34 { [255, 236, 190] } else { sky(height) }
    };
    if is_water { colour.map(|part| (usize::from(part) * 3 / 5) as u8) } else { colour }
}

/// From the glow at the horizon to the night above it.
fn sky(height: usize) -> Colour {
    let mix = |low: usize, high: usize| {
        let height = height.min(HORIZON);
        ((low * (HORIZON - height) + high * height) / HORIZON) as u8
    };
    [mix(244, 46), mix(150, 62), mix(110, 120)]
}

/// Writes pixels as PNG, eight bits a colour (<https://www.w3.org/TR/png-3/>).
fn png(pixels: &[Colour]) -> Vec<u8> {
    const RGB_OF_8_BITS: [u8; 5] = [8, 2, 0, 0, 0];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let sides = [WIDTH as u32, HEIGHT as u32].map(u32::to_be_bytes).concat();
    chunk(&mut file, b"IHDR", &[sides, RGB_OF_8_BITS.to_vec()].concat());
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    for row in pixels.chunks(WIDTH) {
        // Before each row stands how it is filtered: not at all.
        packed.write_all(&[0]).and_then(|()| packed.write_all(row.as_flattened())).expect("memory takes all");
    }
    chunk(&mut file, b"IDAT", &packed.finish().expect("memory takes all"));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut checksum = flate2::Crc::new();
    checksum.update(kind);
    checksum.update(data);
    file.extend_from_slice(&(data.len() as u32).to_be_bytes());
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    file.extend_from_slice(&checksum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "images")]
    #[test]
    fn every_illustration_is_a_picture_of_its_own() {
        let [hall, canal] = ["finlandia-hall", "canal-entrance"].map(|name| {
            let picture = image::load_from_memory(&illustration(name)).unwrap();
            assert_eq!((picture.width() as usize, picture.height() as usize), (WIDTH, HEIGHT));
            picture
        });
        assert_ne!(hall, canal);
    }

    #[test]
    fn an_illustration_is_small() {
        let file = illustration("finlandia-hall");
        assert!(file.starts_with(b"\x89PNG") && file.len() < 64 << 10, "{} bytes", file.len());
    }
}
