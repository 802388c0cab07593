//! The line of input, and what it offers for what is typed.

use std::collections::BTreeSet;

use tui_input::Input;

use super::action::Action;
use super::effect::{ChangeId, RequestId};
use super::form::{FeedField, Way};
use super::key::Key;
use super::model::Model;
use super::panes::Pane;
use super::views;
use crate::domain::{
    ArticleId, Candidate, CommandInput, ExportFormat, FeedId, OwnTag, QueryError, SafeText, UserCommand,
};

/// A line of input at the bottom of the screen.
#[derive(Clone, Debug)]
pub struct Prompt {
    pub kind: PromptKind,
    pub input: Input,
    /// The mistake in what was typed.
    pub error: Option<QueryError>,
    /// The line of the completions that is chosen.
    pub chosen: usize,
    /// Whether the user went to that line; until then what is typed counts, where it can.
    pub picked: bool,
    /// The query that is being read.
    pub waiting: Option<RequestId>,
    /// The change that is being saved.
    pub saving: Option<ChangeId>,
    /// Keys pressed meanwhile: they are meant for what comes after.
    pub held: Vec<Key>,
}

/// What a prompt asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptKind {
    Search,
    Filter,
    AddTag(ArticleId),
    RemoveTag(ArticleId, Vec<OwnTag>),
    /// Words of feeds.
    Feeds,
    /// The address of a feed or of a site.
    AddFeed,
    /// The folders for a feed that is to be subscribed to.
    Folders(Box<Candidate>),
    /// What a field of a feed shall say.
    FeedField(FeedId, FeedField),
    Palette,
    /// The line of the shell that reads the article, in this form.
    Pipe(CommandInput),
    /// What is exported, and as what.
    ExportFormat,
    /// The file that it is written to.
    ExportFile(ExportWhat, ExportFormat),
    /// Words of the open article; `from` is the line that was on top.
    Find {
        from: usize,
    },
}

/// What is exported from where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportWhat {
    Article(ArticleId),
    /// The list, as it is narrowed.
    List,
}

/// A line that a prompt offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    Action(Action),
    Tag(OwnTag),
    /// It stands for all that is typed, or for the last part of a list.
    Word(SafeText),
    /// A command of the user's own, by its place.
    Command(usize),
    Export(ExportWhat, ExportFormat),
}

impl PromptKind {
    /// Whether several things are typed, with commas between them.
    pub fn is_list(&self) -> bool {
        match self {
            Self::Folders(_) => true,
            Self::FeedField(_, field) => field.way() == Way::List,
            _ => false,
        }
    }
}

impl Prompt {
    /// An empty prompt.
    pub fn new(kind: PromptKind) -> Self {
        Self {
            kind,
            input: Input::default(),
            error: None,
            chosen: 0,
            picked: false,
            waiting: None,
            saving: None,
            held: Vec::new(),
        }
    }

    /// The offer that Enter takes, if it takes one.
    pub fn taken(&self) -> Option<usize> {
        match self.kind {
            PromptKind::Palette | PromptKind::RemoveTag(..) | PromptKind::ExportFormat => Some(self.chosen),
            PromptKind::FeedField(_, field) if field.way() == Way::Choice => Some(self.chosen),
            _ => self.picked.then_some(self.chosen),
        }
    }

    /// What it offers for what is typed so far: names of actions, tags, or words.
    pub fn offers(&self, model: &Model) -> Vec<Offer> {
        let typed = self.input.value().trim().to_lowercase();
        match &self.kind {
            PromptKind::Search
            | PromptKind::Filter
            | PromptKind::Feeds
            | PromptKind::AddFeed
            | PromptKind::ExportFile(..)
            | PromptKind::Find { .. } => Vec::new(),
            PromptKind::Palette => matching_commands(model, &typed),
            PromptKind::Pipe(_) => matching_words(model.piped.iter().cloned(), &typed),
            PromptKind::ExportFormat => matching_exports(model, &typed),
            PromptKind::AddTag(_) => {
                let known = model.counts.own_tags.iter().map(|(tag, _)| tag);
                matching_tags(known, typed.trim_start_matches('#'))
            }
            PromptKind::RemoveTag(_, tags) => matching_tags(tags.iter(), typed.trim_start_matches('#')),
            PromptKind::Folders(_) => matching_words(views::folders(model), last_part(&typed)),
            PromptKind::FeedField(_, field) => match field.way() {
                Way::Choice => matching_words(field.choices().into_iter().map(SafeText::from), &typed),
                Way::List => matching_words(words_of(model, *field), last_part(&typed)),
                _ => matching_words(words_of(model, *field), &typed),
            },
        }
    }
}

/// The actions and the user's own commands; a command that is named so comes first. The mark that makes its answer anew
/// is not part of its name.
fn matching_commands(model: &Model, typed: &str) -> Vec<Offer> {
    let typed = typed.trim_end_matches('!');
    let named = |(_, command): &(usize, &UserCommand)| {
        let line = format!("{} {}", command.name, command.run.to_lowercase());
        typed.split_whitespace().all(|word| line.contains(word))
    };
    let mut offers = matching_actions(typed);
    let is_begun = |command: &UserCommand| !typed.is_empty() && command.name.starts_with(typed);
    for (place, command) in model.keymap.commands().iter().enumerate().filter(named) {
        let at = if is_begun(command) { 0 } else { offers.len() };
        offers.insert(at, Offer::Command(place));
    }
    offers
}

/// What can be exported from where the reader stands: in the list, the list as well.
fn matching_exports(model: &Model, typed: &str) -> Vec<Offer> {
    let article = model.subject().map(|headline| ExportWhat::Article(headline.id));
    let list = (model.focus == Pane::Headlines && !model.list.rows.is_empty()).then_some(ExportWhat::List);
    let whats = article.into_iter().chain(list);
    let all = whats.flat_map(|what| ExportFormat::ALL.map(|format| (what, format)));
    let words: Vec<&str> = typed.split_whitespace().collect();
    all.filter(|(what, format)| {
        let line = format!("{} {}", what.label(), format.label()).to_lowercase();
        words.iter().all(|word| line.contains(word))
    })
    .map(|(what, format)| Offer::Export(what, format))
    .collect()
}

impl ExportWhat {
    /// What it is called among the offers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Article(_) => "this article",
            Self::List => "the whole list",
        }
    }
}

fn matching_actions(typed: &str) -> Vec<Offer> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let matches = |action: &Action| {
        let line = format!("{} {}", action.name(), action.help().to_lowercase());
        words.iter().all(|word| line.contains(word))
    };
    let mut found: Vec<Action> = Action::ALL.iter().copied().filter(matches).collect();
    // Enter takes the first: an action that is named so comes before those that only speak of it.
    let words = words.join("-");
    found.sort_by_key(|action| (action.name() != words, !action.name().starts_with(&words)));
    found.into_iter().map(Offer::Action).collect()
}

fn matching_tags<'a>(tags: impl Iterator<Item = &'a OwnTag>, typed: &str) -> Vec<Offer> {
    tags.filter(|tag| tag.as_str().contains(typed)).cloned().map(Offer::Tag).collect()
}

/// Words that hold what is typed; what is whole already is not offered again.
fn matching_words(words: impl IntoIterator<Item = SafeText>, typed: &str) -> Vec<Offer> {
    let matches = |word: &SafeText| {
        let word = word.to_lowercase();
        word.contains(typed) && word != typed
    };
    words.into_iter().filter(matches).map(Offer::Word).collect()
}

fn last_part(typed: &str) -> &str {
    typed.rsplit(',').next().unwrap_or_default().trim()
}

/// What a field says of other feeds, where it is likely to say the same of this one.
fn words_of(model: &Model, field: FeedField) -> BTreeSet<SafeText> {
    let of_sources = || model.feeds.iter().map(|feed| field.value(&feed.source)).filter(|word| !word.is_empty());
    match field {
        FeedField::Folders => views::folders(model).into_iter().collect(),
        FeedField::Tags => {
            let of_feeds = model.feeds.iter().flat_map(|feed| &feed.source.tags);
            let of_articles = model.counts.own_tags.iter().map(|(tag, _)| tag);
            of_feeds.chain(of_articles).map(|tag| tag.text().clone()).collect()
        }
        FeedField::Country | FeedField::Region | FeedField::Language | FeedField::Family => of_sources().collect(),
        _ => BTreeSet::new(),
    }
}
