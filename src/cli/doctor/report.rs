//! What the doctor found, and how it is told.

use std::io;

use serde::Serialize;

use crate::cli::output::{Look, Out, say};
use crate::domain::SafeText;

/// How much something matters; what matters most comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum Grade {
    /// It has to be mended.
    Bad,
    /// It is worth knowing.
    Note,
    /// It is in order.
    Good,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum Area {
    Settings,
    Folders,
    Store,
    Terminal,
    Network,
    Clock,
    Feeds,
}

impl Area {
    fn label(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Folders => "folders",
            Self::Store => "store",
            Self::Terminal => "terminal",
            Self::Network => "network",
            Self::Clock => "clock",
            Self::Feeds => "feeds",
        }
    }
}

/// One thing that was found: an element of `chancery doctor --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::cli) struct Finding {
    pub grade: Grade,
    pub area: Area,
    /// What it is about: a file, a feed's address.
    pub subject: Option<SafeText>,
    /// A sentence for the reader.
    pub message: SafeText,
    /// How to mend it; empty when there is nothing to mend.
    pub remedy: SafeText,
}

/// All that was found.
#[derive(Debug, Default)]
pub(in crate::cli) struct Report(Vec<Finding>);

impl Report {
    pub fn good(&mut self, area: Area, message: impl Into<SafeText>) {
        self.add(Grade::Good, area, None, message.into(), SafeText::default());
    }

    pub fn note(&mut self, area: Area, message: impl Into<SafeText>, remedy: impl Into<SafeText>) {
        self.add(Grade::Note, area, None, message.into(), remedy.into());
    }

    pub fn bad(&mut self, area: Area, message: impl Into<SafeText>, remedy: impl Into<SafeText>) {
        self.add(Grade::Bad, area, None, message.into(), remedy.into());
    }

    pub fn add(&mut self, grade: Grade, area: Area, subject: Option<SafeText>, message: SafeText, remedy: SafeText) {
        self.0.push(Finding { grade, area, subject, message, remedy });
    }

    /// Whether something has to be mended.
    pub fn is_bad(&self) -> bool {
        self.0.iter().any(|finding| finding.grade == Grade::Bad)
    }

    /// Whether something of an area has to be mended.
    pub fn is_bad_in(&self, area: Area) -> bool {
        self.0.iter().any(|finding| finding.grade == Grade::Bad && finding.area == area)
    }

    /// The findings, what matters most first.
    pub fn sorted(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| (finding.grade, finding.area));
        self.0
    }
}

/// Tells people.
pub(super) fn tell(findings: &[Finding], out: &mut Out) -> io::Result<()> {
    for finding in findings {
        let (sign, look): (&'static str, _) = match finding.grade {
            Grade::Bad => ("✗", Some(Look::Problem)),
            Grade::Note => ("!", Some(Look::Star)),
            Grade::Good => ("✓", Some(Look::Faint)),
        };
        out.piece(look, &sign)?;
        out.piece(Some(Look::Faint), &SafeText::block(&format!(" {:<9} ", finding.area.label())))?;
        if let Some(subject) = &finding.subject {
            out.piece(Some(Look::Strong), subject)?;
            out.piece(None, &": ")?;
        }
        out.line(&[&finding.message])?;
        if !finding.remedy.is_empty() {
            out.line(&[&"            → ", &finding.remedy])?;
        }
    }
    out.flush()?;
    let count = |grade| findings.iter().filter(|finding| finding.grade == grade).count();
    match (count(Grade::Bad), count(Grade::Note)) {
        (0, 0) => say(&[&"All is well."]),
        (0, notes) => say(&[&"Nothing has to be mended; ", &notes, &" worth knowing."]),
        (bad, notes) => say(&[&bad, &" to mend, ", &notes, &" worth knowing."]),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_comes_first_and_else_the_order_of_the_checks() {
        let mut report = Report::default();
        report.good(Area::Settings, "one");
        report.note(Area::Store, "two", "");
        assert!(!report.is_bad());
        report.bad(Area::Feeds, "three", "mend it");
        report.bad(Area::Network, "four", "");
        assert!(report.is_bad());
        let messages: Vec<_> = report.sorted().into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, ["four", "three", "two", "one"]);
    }
}
