//! Which of an image's addresses is the best to fetch
//! ([srcset](https://html.spec.whatwg.org/multipage/images.html#srcset-attributes)).

/// Pixels that are wide enough for any terminal; more would only cost.
const WIDE_ENOUGH: f64 = 1200.0;
/// A density of two is taken to be so wide.
const PIXELS_AT_1X: f64 = 600.0;

/// The address of the narrowest image that is wide enough, else of the widest.
pub(super) fn best(srcset: &str) -> Option<&str> {
    let mut best: Option<(f64, &str)> = None;
    for (address, width) in candidates(srcset) {
        let better =
            best.is_none_or(
                |(held, _)| {
                    if width >= WIDE_ENOUGH { held < WIDE_ENOUGH || width < held } else { width > held }
                },
            );
        if better {
            best = Some((width, address));
        }
    }
    best.map(|(_, address)| address)
}

/// The addresses with the widths that their descriptors say. An address may hold commas, but not end in one.
fn candidates(srcset: &str) -> impl Iterator<Item = (&str, f64)> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        if address.is_empty() {
            return None;
        }
        if address.ends_with(',') {
            rest = after;
            return Some((address.trim_end_matches(','), PIXELS_AT_1X));
        }
        let (descriptor, after) = after.split_once(',').unwrap_or((after, ""));
        rest = after;
        Some((address, width_of(descriptor.trim())))
    })
}

fn width_of(descriptor: &str) -> f64 {
    let number = |unit: char| descriptor.strip_suffix(unit).and_then(|number| number.parse::<f64>().ok());
    number('w').or_else(|| Some(number('x')? * PIXELS_AT_1X)).filter(|width| width.is_finite()).unwrap_or(PIXELS_AT_1X)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_that_is_wide_enough_is_taken() {
        for (srcset, address) in [
            ("s.jpg 320w, m.jpg 1280w, l.jpg 2560w", Some("m.jpg")),
            ("l.jpg 2560w, m.jpg 1280w", Some("m.jpg")),
            ("s.jpg 320w, m.jpg 800w", Some("m.jpg")),
            ("a.jpg, b.jpg 2x, c.jpg 3x", Some("b.jpg")),
            ("w_640,c_fill/a.jpg 640w,w_900,c_fill/a.jpg 900w", Some("w_900,c_fill/a.jpg")),
            ("only.jpg", Some("only.jpg")),
            (" , ,", None),
            ("a NaNw, b -1x, c 1e999w", Some("a")),
            ("", None),
        ] {
            assert_eq!(best(srcset), address, "{srcset}");
        }
    }
}
