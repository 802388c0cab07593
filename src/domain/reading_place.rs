//! How far a long article was read.

/// The place in a text that was on top of the screen when it was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingPlace {
    /// A byte of the readable text.
    pub byte: usize,
    /// The bytes that the text had: where it has others by now, the place is as far in it.
    pub of: usize,
}

impl ReadingPlace {
    /// The byte of a text of this length that is as far in it.
    pub fn byte_in(self, length: usize) -> usize {
        if self.of == length || self.of == 0 {
            return self.byte.min(length);
        }
        let byte = self.byte as u128 * length as u128 / self.of as u128;
        usize::try_from(byte).unwrap_or(length).min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_as_far_in_a_text_of_another_length() {
        for (byte, of, length, expected) in [
            (50, 100, 100, 50),
            (50, 100, 1_000, 500),
            (50, 100, 10, 5),
            (500, 100, 100, 100),
            (7, 0, 100, 7),
            (7, 0, 0, 0),
            (usize::MAX, 1, usize::MAX, usize::MAX),
        ] {
            assert_eq!(ReadingPlace { byte, of }.byte_in(length), expected, "{byte} of {of} in {length}");
        }
    }
}
