//! What the user means: a key or a palette line resolves to an [`Action`].
//!
//! One table gives each action its name (in the config file and the palette), its line in the help, and its
//! keys in both presets, so that none of them can disagree.

/// Where the help lists an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Moving,
    Reading,
    Marking,
    Finding,
    Links,
    Views,
    /// The article's own, while it has the focus: their keys mean something else elsewhere.
    Article,
    /// The own of the list of links that wait: their keys mean something else elsewhere.
    Queue,
    /// The article's, while it has the whole screen.
    Zen,
    /// The feeds screen's own: their keys mean something else elsewhere.
    Feeds,
    Program,
}

impl Group {
    /// Every group, in the help's order.
    pub const ALL: [Self; 11] = [
        Self::Moving,
        Self::Reading,
        Self::Marking,
        Self::Finding,
        Self::Links,
        Self::Views,
        Self::Article,
        Self::Queue,
        Self::Zen,
        Self::Feeds,
        Self::Program,
    ];

    /// The heading in the help.
    pub fn label(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Reading => "Reading",
            Self::Marking => "Marking and tagging",
            Self::Finding => "Finding",
            Self::Links => "Links",
            Self::Views => "Views and feeds",
            Self::Article => "In the article",
            Self::Queue => "In the list of links that wait",
            Self::Zen => "In the article on the whole screen",
            Self::Feeds => "On the feeds screen",
            Self::Program => "Program",
        }
    }
}

macro_rules! actions {
    ($($variant:ident, $name:literal, $group:ident, $help:literal, $keys:expr, $newsboat:expr;)*) => {
        /// An action, by its name in code. [`Action::name`] is its name everywhere else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $help] $variant,)*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the config file and the command palette.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Its line in the help.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }

            /// Where the help lists it.
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }

            /// Its keys in the default preset.
            pub fn default_keys(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$keys,)* }
            }

            /// Its keys in the newsboat preset.
            pub fn newsboat_keys(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$newsboat,)* }
            }
        }
    };
}

actions! {
    MoveDown, "move-down", Moving, "Move down", ["j", "Down"], ["j", "Down"];
    MoveUp, "move-up", Moving, "Move up", ["k", "Up"], ["k", "Up"];
    HalfPageDown, "half-page-down", Moving, "Move half a page down", ["Ctrl-d"], ["Ctrl-d"];
    HalfPageUp, "half-page-up", Moving, "Move half a page up", ["Ctrl-u"], ["Ctrl-u"];
    PageDown, "page-down", Moving, "Move a page down", ["PageDown"], ["PageDown", "Ctrl-f"];
    PageUp, "page-up", Moving, "Move a page up", ["PageUp"], ["PageUp", "Ctrl-b"];
    GoToTop, "go-to-top", Moving, "Go to the beginning", ["gg", "Home"], ["Home", "gg"];
    GoToEnd, "go-to-end", Moving, "Go to the end", ["G", "End"], ["End"];
    NextPane, "next-pane", Moving, "Go to the next pane", ["Tab", "l", "Right"], ["Tab", "Right"];
    PreviousPane, "previous-pane", Moving, "Go to the previous pane", ["Shift-Tab", "h", "Left"], ["Shift-Tab", "Left"];
    Open, "open", Reading, "Open what the cursor is on", ["Enter"], ["Enter"];
    Back, "back", Reading, "Go back: close, widen, or stop long work", ["q", "Esc"], ["q", "Esc"];
    ReadOn, "read-on", Reading, "Read on, then the next unread; in the views: fold", ["Space"], ["Space"];
    NextUnread, "next-unread", Reading, "Go to the next unread (while finding: match)", ["n"], ["n"];
    PreviousUnread, "previous-unread", Reading, "Go to the previous unread (or match)", ["N"], ["p"];
    Zen, "zen", Reading, "Give the article the whole screen, or take it back", ["z"], ["z"];
    Outline, "outline", Reading, "List the article's headings", ["gO"], ["gO"];
    HistoryBack, "history-back", Reading, "Go back to the article before", ["["], ["["];
    HistoryForward, "history-forward", Reading, "Go forward again", ["]"], ["]"];
    FullText, "full-text", Reading, "Read the whole article, or the feed's text again", ["x"], ["x"];
    ShowEdits, "show-edits", Reading, "Show what its source changed in the article (Δ)", ["gD"], ["gD"];
    ToggleStar, "toggle-star", Marking, "Star, or take the star away", ["s"], ["s"];
    ToggleRead, "toggle-read", Marking, "Mark as read or unread", ["m"], ["N"];
    MarkAllRead, "mark-all-read", Marking, "Mark the whole view as read", ["A"], ["A"];
    AddTag, "add-tag", Marking, "Put a tag of your own on the article", ["t"], ["Ctrl-t"];
    RemoveTag, "remove-tag", Marking, "Take a tag of your own off the article", ["T"], ["T"];
    RejectTag, "reject-tag", Marking, "Reject the tag under the cursor, or take that back", ["X"], ["X"];
    Undo, "undo", Marking, "Undo the last change of state", ["Ctrl-z"], ["Ctrl-z"];
    Search, "search", Finding, "Search all titles and texts", ["/"], ["/"];
    Filter, "filter", Finding, "Narrow this list", ["f"], ["F"];
    BringIn, "bring-in", Finding, "Bring in what has arrived since", ["i"], ["i"];
    OpenInBrowser, "open-in-browser", Links, "Open the article in the browser", ["o"], ["o"];
    OpenInBrowserRead, "open-in-browser-read", Links, "Open in the browser and mark as read", ["O"], ["O"];
    ListLinks, "list-links", Links, "List the article's links", ["u"], ["u"];
    OpenLink1, "open-link-1", Links, "Open link 1", ["1"], ["1"];
    OpenLink2, "open-link-2", Links, "Open link 2", ["2"], ["2"];
    OpenLink3, "open-link-3", Links, "Open link 3", ["3"], ["3"];
    OpenLink4, "open-link-4", Links, "Open link 4", ["4"], ["4"];
    OpenLink5, "open-link-5", Links, "Open link 5", ["5"], ["5"];
    OpenLink6, "open-link-6", Links, "Open link 6", ["6"], ["6"];
    OpenLink7, "open-link-7", Links, "Open link 7", ["7"], ["7"];
    OpenLink8, "open-link-8", Links, "Open link 8", ["8"], ["8"];
    OpenLink9, "open-link-9", Links, "Open link 9", ["9"], ["9"];
    LinkHints, "link-hints", Links, "Open a link on the screen by letters", [";"], [";"];
    CopyLink, "copy-link", Links, "Copy the article's link", ["y"], ["y"];
    CopyTitleAndLink, "copy-title-and-link", Links, "Copy title and link", ["Y"], ["Y"];
    Pipe, "pipe", Links, "Give the article to a command of the shell", ["|"], ["|"];
    Export, "export", Links, "Export the article, or the whole view", ["e"], ["e"];
    QueuedLinks, "queued-links", Links, "List the links that wait for a network", ["gq"], ["gq"];
    Refresh, "refresh", Views, "Refresh the feeds of this view", ["r"], ["r"];
    RefreshAll, "refresh-all", Views, "Refresh all feeds", ["R"], ["R"];
    GoToUnread, "go-to-unread", Views, "Show what is unread", ["gu"], ["gu"];
    GoToAll, "go-to-all", Views, "Show everything", ["ga"], ["ga"];
    GoToStarred, "go-to-starred", Views, "Show what is starred", ["gs"], ["gs"];
    GoToFeeds, "go-to-feeds", Views, "Show all feeds and how they do", ["gf"], ["gf"];
    AddFeed, "add-feed", Views, "Add a feed: its address, or its site's", ["a"], ["a"];
    EditFeed, "edit-feed", Views, "Edit this feed: name, folders, tags and more", ["E"], ["E"];
    RemoveFeed, "remove-feed", Views, "Remove this feed; starred articles stay", ["dd"], ["dd"];
    FindInArticle, "find-in-article", Article, "Find words in the article", ["/"], ["/"];
    OpenAllQueued, "open-all-queued", Queue, "Open all of them", ["a"], ["a"];
    DropQueued, "drop-queued", Queue, "Drop this one", ["d"], ["d"];
    TogglePictures, "toggle-pictures", Article, "Show the article's pictures, or hide them", ["i"], ["i"];
    OlderEdit, "older-edit", Article, "Among edits: show the one before", ["<"], ["<"];
    NewerEdit, "newer-edit", Article, "Among edits: show the next", [">"], [">"];
    Note, "note", Zen, "Write a note on the article in $EDITOR (✎)", ["N"], ["N"];
    FoldRepeated, "fold-repeated", Article, "Show or fold what the source repeats", ["."], ["."];
    SortFeeds, "sort-feeds", Feeds, "Sort the feeds: trouble, name, newest, volume", ["s"], ["s"];
    Pack, "pack", Program, "Pack this view for reading without a network", [], [];
    PackWithPictures, "pack-with-pictures", Program, "Pack this view and its pictures", [], [];
    PackReport, "pack-report", Program, "List what the last packing left out, and why", [], [];
    Help, "help", Program, "Show the keys of this screen", ["?"], ["?"];
    Palette, "palette", Program, "Find an action by name", [":"], [":"];
    Suspend, "suspend", Program, "Suspend the program; `fg` brings it back", [], [];
    Redraw, "redraw", Program, "Draw the whole screen again", ["Ctrl-l"], ["Ctrl-l"];
    Quit, "quit", Program, "Quit", ["Q", "Ctrl-c"], ["Q", "Ctrl-c"];
}

impl Action {
    /// The action with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// The number of the link that a link action opens, from 1.
    pub fn link_number(self) -> Option<usize> {
        self.name().strip_prefix("open-link-")?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        let names: HashSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for &action in Action::ALL {
            assert_eq!(Action::named(action.name()), Some(action));
        }
    }

    #[test]
    fn every_line_of_the_help_fits_its_column() {
        for action in Action::ALL {
            assert!(action.help().len() <= 50, "{}", action.name());
        }
    }

    #[test]
    fn link_actions_know_their_number() {
        assert_eq!(Action::OpenLink7.link_number(), Some(7));
        assert_eq!(Action::Open.link_number(), None);
    }
}
