//! What speaks for a name being a person's, and how much.

use std::ops::BitOrAssign;

/// What speaks for a name being a person's; kinds, not occurrences, are weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence(u32);

impl Evidence {
    /// "President X Y", "striker X Y".
    pub const TITLE: Self = Self(1);
    /// "X Y, Sudan's army chief".
    pub const APPOSITION: Self = Self(1 << 1);
    pub const AGE: Self = Self(1 << 2);
    /// "X Y, who"
    pub const WHO: Self = Self(1 << 3);
    /// "X Y said", "said X Y".
    pub const SPEECH: Self = Self(1 << 4);
    pub const GIVEN: Self = Self(1 << 5);
    /// A given name that is another word too.
    pub const DOUBTFUL_GIVEN: Self = Self(1 << 6);
    pub const SURNAME: Self = Self(1 << 7);
    pub const DOUBTFUL_SURNAME: Self = Self(1 << 8);
    /// A last word that no list holds, behind a given name or ending like a family name.
    pub const NEW_SURNAME: Self = Self(1 << 9);
    /// "Xxx F. Yyy".
    pub const MIDDLE_INITIAL: Self = Self(1 << 10);
    /// "J.P. Yyy".
    pub const FIRST_INITIAL: Self = Self(1 << 11);
    /// "van", "bin".
    pub const PARTICLE: Self = Self(1 << 12);
    /// "Kim Jong Un", "Lee Jae-myung".
    pub const FAMILY_FIRST: Self = Self(1 << 13);
    /// "Jr", "III".
    pub const SUFFIX: Self = Self(1 << 14);
    /// "Briton X Y", "X Y (Spain)".
    pub const NATIONALITY: Self = Self(1 << 15);
    /// Capitalised, though no sentence begins with it.
    pub const WITHIN_SENTENCE: Self = Self(1 << 16);
    /// The surname stands alone elsewhere.
    pub const SURNAME_ALONE: Self = Self(1 << 17);
    /// "Mr Yyy" elsewhere.
    pub const SURNAME_TITLED: Self = Self(1 << 18);
    /// A place is part of it, and no list says that it is also a name.
    pub const PLACE: Self = Self(1 << 19);
    /// "al-"; also of places.
    pub const ARABIC_ARTICLE: Self = Self(1 << 20);
    /// "in Xxx Yyy".
    pub const LOCATED: Self = Self(1 << 21);

    /// "By Xxx Yyy", or alone above the dateline.
    pub const BYLINE: Self = Self(1 << 22);
    /// "Xxx Yyy and John Smith".
    pub const LISTED: Self = Self(1 << 23);
    /// "Ruritania's Xxx Yyy".
    pub const POSSESSED: Self = Self(1 << 24);
    /// "Xxx Yyy of the World Bank", "the World Bank's Xxx Yyy".
    pub const MEMBER: Self = Self(1 << 25);

    const WEIGHTS: [(Self, i32); 26] = [
        (Self::TITLE, 4),
        (Self::APPOSITION, 4),
        (Self::AGE, 4),
        (Self::WHO, 2),
        (Self::SPEECH, 2),
        (Self::GIVEN, 3),
        (Self::DOUBTFUL_GIVEN, 1),
        (Self::SURNAME, 2),
        (Self::DOUBTFUL_SURNAME, 1),
        (Self::NEW_SURNAME, 1),
        (Self::MIDDLE_INITIAL, 3),
        (Self::FIRST_INITIAL, 2),
        (Self::PARTICLE, 3),
        (Self::FAMILY_FIRST, 3),
        (Self::SUFFIX, 3),
        (Self::NATIONALITY, 2),
        (Self::WITHIN_SENTENCE, 1),
        (Self::SURNAME_ALONE, 1),
        (Self::SURNAME_TITLED, 4),
        (Self::PLACE, -2),
        (Self::ARABIC_ARTICLE, 2),
        (Self::LOCATED, -2),
        (Self::BYLINE, 4),
        (Self::LISTED, 2),
        (Self::POSSESSED, 1),
        (Self::MEMBER, 3),
    ];

    /// What makes a name a person's.
    const ENOUGH: i32 = 4;

    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_enough(self) -> bool {
        Self::WEIGHTS.iter().filter(|(kind, _)| self.has(*kind)).map(|(_, weight)| weight).sum::<i32>() >= Self::ENOUGH
    }
}

impl BitOrAssign for Evidence {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_adds_up_and_counts_once() {
        let mut evidence = Evidence::GIVEN;
        assert!(!evidence.is_enough());
        evidence |= Evidence::GIVEN;
        assert!(!evidence.is_enough());
        evidence |= Evidence::NEW_SURNAME;
        assert!(evidence.is_enough());
        evidence |= Evidence::LOCATED;
        assert!(!evidence.is_enough());
    }

    #[test]
    fn a_title_alone_is_enough() {
        assert!(Evidence::TITLE.is_enough());
    }
}
