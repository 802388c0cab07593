//! Links within a document: from a footnote's mark to the footnote, and back.

use std::collections::HashMap;
use std::ops::Range;

use crate::domain::{Jump, SafeText};

/// The most places that are noted.
const PLACES_MAX: usize = 5_000;
/// The most links to them.
const JUMPS_MAX: usize = 2_000;
/// The longest name of a place.
const NAME_MAX: usize = 200;

/// Where the named places of a text stand, and what links to them, while it is written.
#[derive(Default)]
pub(super) struct Places {
    named: HashMap<String, usize>,
    links: Vec<(Range<usize>, String)>,
}

impl Places {
    /// Gives what is written at a byte a name. The first place of a name is the one.
    pub fn name(&mut self, name: String, at: usize) {
        if self.named.len() < PLACES_MAX && !name.is_empty() && name.len() <= NAME_MAX {
            self.named.entry(name).or_insert(at);
        }
    }

    /// Notes that the text of a range links to the place of a name.
    pub fn link(&mut self, from: Range<usize>, name: String) {
        if self.links.len() < JUMPS_MAX && !from.is_empty() && name.len() <= NAME_MAX {
            self.links.push((from, name));
        }
    }

    /// The links whose places are in the text, without the white space around them.
    pub fn jumps(self, text: &SafeText) -> Vec<Jump> {
        let skip_space = |at: usize| Some(at + text.get(at..)?.find(|c: char| !c.is_whitespace())?);
        let jump = |(from, name): (Range<usize>, String)| {
            let to = skip_space(*self.named.get(&name)?)?;
            let start = skip_space(from.start)?;
            let end = start + text.get(start..from.end)?.trim_end().len();
            (start < end).then_some(Jump { from: start..end, to })
        };
        let mut jumps: Vec<Jump> = self.links.into_iter().filter_map(jump).collect();
        jumps.sort_by_key(|jump| jump.from.start);
        jumps
    }
}
