//! What packing brought, as JSON.

use serde::Serialize;

use crate::domain::{Lacking, PackReport, SafeText};

/// What can be read without a network: `chancery pack --json`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PackJson<'a> {
    /// How many articles were asked for.
    pub asked: usize,
    /// How many of them can be read whole.
    pub readable: usize,
    /// How long it takes to read those.
    pub minutes: usize,
    /// On the wire, in this run.
    pub bytes: u64,
    /// `null` where no pictures were asked for.
    pub pictures: Option<PicturesJson>,
    /// Why it ended before everything was asked for.
    pub halt: Option<&'a SafeText>,
    pub lacking: Vec<LackingJson<'a>>,
}

/// The pictures of the articles that can be read.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PicturesJson {
    pub kept: usize,
    pub of: usize,
}

/// An article that cannot be read whole.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct LackingJson<'a> {
    pub id: String,
    pub title: &'a SafeText,
    pub why: &'static str,
    /// For the reader, with a hint.
    pub message: &'a SafeText,
}

impl<'a> From<&'a PackReport> for PackJson<'a> {
    fn from(report: &'a PackReport) -> Self {
        Self {
            asked: report.asked(),
            readable: report.readable,
            minutes: report.minutes,
            bytes: report.bytes,
            pictures: report.pictures.map(|(kept, of)| PicturesJson { kept, of }),
            halt: report.halt.as_ref(),
            lacking: report.lacking.iter().map(LackingJson::from).collect(),
        }
    }
}

impl<'a> From<&'a Lacking> for LackingJson<'a> {
    fn from(lacking: &'a Lacking) -> Self {
        let Lacking { id, title, why, sentence } = lacking;
        Self { id: id.to_string(), title, why: why.name(), message: sentence }
    }
}
