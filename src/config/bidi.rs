//! Whether the terminal puts text that is read from right to left in order by itself.

use super::Environment;

/// What `reading.bidi` may be.
pub const BIDI: &[&str] = &["auto", "on", "off"];

/// Whether chancery is to put such text in the order in which it is seen: as the setting says, else where the terminal
/// does not, or stops doing so when it is `told` to.
///
/// A program that draws panes must do it itself, for a terminal sees rows only and mixes neighbouring panes up. So
/// the reader asks for this ([`CSI 8 l`](https://terminal-wg.pages.freedesktop.org/bidi/recommendation/escape-sequences.html)),
/// which the terminals on VTE and mintty obey. Those here do not: [Konsole, mlterm, PuTTY and Terminal.app](https://terminal-wg.pages.freedesktop.org/bidi/prior-work/terminals.html);
/// nor does what is asked reach the terminal through tmux or screen. Others write cells as they come.
pub fn reorders(setting: &str, environment: &Environment, told: bool) -> bool {
    let text = |name| environment.text(name).ok().flatten().unwrap_or_default();
    match setting {
        "on" => return true,
        "off" => return false,
        _ => {}
    }
    let term = text("TERM");
    let is_multiplexed = environment.has("TMUX")
        || environment.has("STY")
        || ["tmux", "screen"].iter().any(|name| term.starts_with(name));
    // VTE reorders since 0.58.
    let is_vte = text("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5800);
    let reorders_always = environment.has("KONSOLE_VERSION")
        || environment.has("MLTERM")
        || term.starts_with("mlterm")
        || term.starts_with("putty")
        || text("TERM_PROGRAM") == "Apple_Terminal";
    let reorders_unless_told = is_vte || text("TERM_PROGRAM") == "mintty";
    !(reorders_always || reorders_unless_told && (is_multiplexed || !told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_reordered_where_the_terminal_does_not() {
        const XTERM: (&str, &str) = ("TERM", "xterm-256color");
        for (setting, variables, reordered) in [
            ("auto", [XTERM, ("TERM_PROGRAM", "")], true),
            ("auto", [("TERM", "xterm-kitty"), ("KITTY_WINDOW_ID", "1")], true),
            ("auto", [("TERM", "alacritty"), ("COLORTERM", "truecolor")], true),
            ("auto", [XTERM, ("TERM_PROGRAM", "WezTerm")], true),
            ("auto", [XTERM, ("TERM_PROGRAM", "iTerm.app")], true),
            ("auto", [XTERM, ("TERM_PROGRAM", "Apple_Terminal")], false),
            ("auto", [XTERM, ("KONSOLE_VERSION", "230804")], false),
            ("auto", [("TERM", "mlterm-256color"), ("MLTERM", "3.9.3")], false),
            ("auto", [("TERM", "putty-256color"), ("LANG", "fa")], false),
            // Told to leave it, these do; but not from within a multiplexer. Before 0.58 VTE did not reorder.
            ("auto", [XTERM, ("VTE_VERSION", "7402")], true),
            ("auto", [("TERM", "tmux-256color"), ("VTE_VERSION", "7402")], false),
            ("auto", [("TERM", "screen"), ("VTE_VERSION", "5402")], true),
            ("auto", [("TMUX", "/tmp/tmux-1000/default,1,0"), ("VTE_VERSION", "5800")], false),
            ("auto", [XTERM, ("TERM_PROGRAM", "mintty")], true),
            ("on", [XTERM, ("KONSOLE_VERSION", "230804")], true),
            ("off", [("TERM", "xterm-kitty"), ("KITTY_WINDOW_ID", "1")], false),
        ] {
            assert_eq!(reorders(setting, &Environment::from(variables), true), reordered, "{setting} {variables:?}");
        }
        for (variables, reordered) in [([XTERM, ("VTE_VERSION", "7402")], false), ([XTERM, ("LANG", "fa")], true)] {
            assert_eq!(reorders("auto", &Environment::from(variables), false), reordered, "untold {variables:?}");
        }
    }
}
