//! What the reader needs of a terminal.

use super::report::{Area, Report};
use crate::app::panes::MIN_SIZE;
use crate::config::Environment;
use crate::domain::SafeText;

/// The terminal that was found: whether there is one, and its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    pub is_there: bool,
    pub size: Option<(u16, u16)>,
}

pub(super) fn check(environment: &Environment, terminal: Terminal, report: &mut Report) {
    let variable = |name| environment.text(name).ok().flatten();
    let term = variable("TERM");
    if !terminal.is_there {
        report.good(Area::Terminal, "Standard output is no terminal: not looked at.");
        return;
    }
    match term {
        None | Some("dumb") => report.bad(
            Area::Terminal,
            SafeText::line(&format!("TERM is {}: the reader cannot draw.", term.unwrap_or("not set"))),
            "Start chancery in another terminal, or set TERM to what this one is, such as xterm-256color.",
        ),
        Some(term) => {
            let colours = colours(environment, term);
            report.good(Area::Terminal, SafeText::line(&format!("TERM is {term}, {colours}.")));
        }
    }
    // The first of them that is set decides (POSIX, "Environment Variables", 8.2).
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let is_utf8 = |locale: &str| locale.to_ascii_lowercase().replace('-', "").contains("utf8");
    if !locale.is_some_and(is_utf8) {
        let locale = locale.unwrap_or("not set");
        report.note(
            Area::Terminal,
            SafeText::line(&format!("The locale ({locale}) does not say UTF-8, which is what chancery writes.")),
            "If titles look broken, set LANG to a UTF-8 locale, such as C.UTF-8.",
        );
    }
    match terminal.size {
        Some((columns, rows)) if columns < MIN_SIZE.width || rows < MIN_SIZE.height => report.bad(
            Area::Terminal,
            SafeText::line(&format!("It has {columns}×{rows} cells, and the reader needs {MIN_SIZE}.")),
            "Make the window larger or the letters smaller.",
        ),
        Some((columns, rows)) => {
            report.good(Area::Terminal, SafeText::line(&format!("It has {columns}×{rows} cells.")));
        }
        None => {}
    }
}

fn colours(environment: &Environment, term: &str) -> &'static str {
    if environment.has("NO_COLOR") {
        return "without colours, because NO_COLOR is set";
    }
    let rich = environment.text("COLORTERM").ok().flatten().is_some_and(|depth| matches!(depth, "truecolor" | "24bit"));
    match () {
        () if rich => "in 24-bit colour",
        () if term.contains("256color") => "in 256 colours",
        () => "in the terminal's own colours",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<const N: usize>(variables: [(&str, &str); N], size: (u16, u16)) -> Vec<String> {
        let mut report = Report::default();
        let terminal = Terminal { is_there: true, size: Some(size) };
        check(&Environment::from(variables), terminal, &mut report);
        let line = |finding: super::super::report::Finding| format!("{:?} {}", finding.grade, finding.message);
        report.sorted().into_iter().map(line).collect()
    }

    #[test]
    fn a_terminal_in_order_is_described() {
        let lines = found([("TERM", "xterm-256color"), ("LANG", "de_AT.UTF-8")], (80, 24));
        assert_eq!(lines, ["Good TERM is xterm-256color, in 256 colours.", "Good It has 80×24 cells."]);
        let lines = found([("TERM", "xterm"), ("LC_ALL", "C.utf8"), ("NO_COLOR", "1")], (80, 24));
        assert!(lines[0].ends_with("because NO_COLOR is set."), "{lines:?}");
    }

    #[test]
    fn what_the_reader_cannot_do_without_is_said() {
        let lines = found([("TERM", "dumb"), ("LANG", "C.UTF-8")], (80, 24));
        assert_eq!(lines[0], "Bad TERM is dumb: the reader cannot draw.");
        let lines = found([("TERM", "xterm"), ("LANG", "C.UTF-8")], (39, 24));
        assert_eq!(lines[0], "Bad It has 39×24 cells, and the reader needs 40x10.");
    }

    #[test]
    fn a_locale_that_overrides_the_others_is_the_one_that_counts() {
        let lines = found([("TERM", "xterm"), ("LC_ALL", "C"), ("LANG", "C.UTF-8")], (80, 24));
        assert_eq!(lines[0], "Note The locale (C) does not say UTF-8, which is what chancery writes.");
    }
}
