//! Lists: what stands before their items.

use html5ever::tokenizer::Tag;

use super::{Walker, attribute, number};
use crate::domain::Container;
use crate::text::html::markers::{Numbering, bullet};

/// A list whose end did not come yet.
pub(super) struct List {
    ordered: bool,
    numbering: Numbering,
    next: i64,
    step: i64,
    /// Its items count down to 1, and how many there are is known at its end: how many came, and where they began.
    countdown: Option<(i64, usize)>,
}

impl Walker<'_> {
    pub(super) fn open_list(&mut self, ordered: bool, tag: &Tag) {
        let start = number(tag, "start");
        let is_reversed = ordered && attribute(tag, "reversed").is_some();
        self.lists.push(List {
            ordered,
            numbering: Numbering::of(attribute(tag, "type").as_deref()),
            next: start.unwrap_or(1),
            step: if is_reversed { -1 } else { 1 },
            countdown: (is_reversed && start.is_none()).then_some((0, self.writer.blocks.len())),
        });
    }

    pub(super) fn item(&mut self, tag: &Tag) {
        let level = self.lists.len().saturating_sub(1);
        let marker = match self.lists.last_mut() {
            Some(list) if list.ordered => {
                let value = number(tag, "value").unwrap_or(list.next);
                list.next = value.saturating_add(list.step);
                if let Some((items, _)) = &mut list.countdown {
                    *items += 1;
                }
                list.numbering.marker(value)
            }
            _ => bullet(level),
        };
        self.writer.enter(Container::Item { marker: Some(marker) });
    }

    pub(super) fn end_list(&mut self, depth: usize) {
        if let Some(List { numbering, countdown: Some((items, first)), .. }) = self.lists.pop() {
            let markers = (1..=items).rev().map(|number| numbering.marker(number));
            self.writer.mark_items(first, depth, markers);
        }
    }
}
