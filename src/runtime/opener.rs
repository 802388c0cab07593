//! The one place where a link leaves the program.

use anyhow::Context;

use crate::domain::WebUrl;

/// Opens an address in the user's browser, detached: argument vector, no shell. That it is http or https was
/// checked when the [`WebUrl`] was made.
///
/// # Errors
/// When no opener is found or none starts; the sentence has a hint.
pub fn open(link: &WebUrl) -> anyhow::Result<()> {
    open::that_detached(link.as_str()).context("no program opens links here; y copies the link")
}
