//! `chancery show`: an article as plain text, its links numbered and listed.

use clap::Args;
use jiff::{Timestamp, Zoned};

use super::edits;
use super::error::Error;
use super::json::{ShownArticle, ShownWithRevisions, TextOf};
use super::output::{Look, Out};
use super::session::{Feeds, Session, find};
use crate::config::{Polling, reorders};
use crate::domain::{Article, ArticleId, Document, PageFailure, SafeText, Source, TagKind, safe};
use crate::fetch::Client;
use crate::poll::{Pages, Urgency};
use crate::store::Store;
use crate::text::{Layout, Setting, best_document, document, line_text, plain_document, quote, wrap};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The article's id, or an unambiguous beginning of it
    id: String,
    /// Fetch the whole article from its page, unless it is here already
    #[arg(long, conflicts_with = "feed_text")]
    full_text: bool,
    /// Show what the feed gave, also where the whole article is here
    #[arg(long)]
    feed_text: bool,
    /// Show what its source changed in it, word by word
    #[arg(long)]
    edits: bool,
    /// Write JSON (see docs/json.md)
    #[arg(long, conflicts_with = "edits")]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    let settings = session.settings()?;
    let measure = settings.reading.measure;
    let bidi_of_terminal = reorders(&settings.reading.bidi, session.environment(), false);
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let id = find(&store, &arguments.id).await?;
        if arguments.full_text {
            fetch(session, settings.polling, &store, &feeds, id).await?;
        }
        let article = store.article(id).await?.ok_or_else(|| {
            let sentence = format!("The text of {id} is no longer kept; its star and tags are.");
            Error::usage(&sentence, "It comes back if its feed still has it: chancery refresh.")
        })?;
        let source = feeds.by_id().get(&article.headline.feed).copied();
        let best = best_document(&article);
        let text_of = if arguments.feed_text { TextOf::Feed } else { TextOf::best(&article) };
        let document = match text_of {
            TextOf::Page => best.clone(),
            TextOf::Feed => document(&article.body, article.headline.link.as_ref()),
        };
        let width = out.columns().unwrap_or(measure).min(measure);
        let revisions = store.revisions(id).await?;
        if arguments.json {
            let shown = ShownArticle::of(&article, source, &document, text_of);
            out.json(&ShownWithRevisions::of(shown, &revisions))?;
        } else if arguments.edits {
            edits::print(&article, &revisions, width, out)?;
        } else {
            head(&article, source, &best, out)?;
            // What is not a terminal gets the text as it is read.
            let reorder = out.columns().is_some() && bidi_of_terminal;
            let layout = Layout { width, setting: Setting { reorder, ..Setting::default() } };
            body(&document, layout, out)?;
            note(&article, layout, out)?;
            foot(&article, &document, out)?;
        }
        Ok(out.flush()?)
    })
}

/// Fetches the whole article, unless it is there.
async fn fetch(session: &Session, settings: Polling, store: &Store, feeds: &Feeds, id: ArticleId) -> Result<(), Error> {
    if session.offline {
        let has_page = store.article(id).await?.is_some_and(|article| article.full_text.is_some());
        let hint = "Without --offline it is fetched.";
        return if has_page { Ok(()) } else { Err(Error::usage("The whole article is not in the cache.", hint)) };
    }
    let client = Client::new(&settings).map_err(|error| Error::failed("the network cannot be used.", error))?;
    let client = client.in_folder(session.paths.feeds_folder());
    let pages = Pages::new(client, store.clone(), session.tagger()?, &settings, &feeds.0);
    let fetched = pages.fetch(id, Urgency::Now).await?;
    let no_article =
        |failure: PageFailure| Error::failed("There is no whole article.", anyhow::anyhow!(failure.line().to_string()));
    fetched.result.map(drop).map_err(no_article)
}

/// The title, who wrote it when, who did what to whom, where it stands, and the user's own tags.
fn head(article: &Article, source: Option<&Source>, document: &Document, out: &mut Out) -> Result<(), Error> {
    let headline = &article.headline;
    out.piece(Some(Look::Strong), &headline.title)?;
    out.line(&[])?;
    if let Some(former) = &article.former_title {
        out.piece(Some(Look::Faint), &safe!("was: {}", former))?;
        out.line(&[])?;
    }
    let first_seen = safe!("first seen {}", date_of(headline.arrived));
    let card = source.map(|source| &source.card);
    let facts = [
        source.map(|source| source.name.clone()),
        card.and_then(|card| card.kind.noun()).map(SafeText::from),
        card.and_then(|card| card.country).map(|code| SafeText::line(code.as_str())),
        card.map(|card| SafeText::from(card.owner.label())),
        Some(article.author.clone()),
        headline.published.map(date_of),
        article.updated.map(|updated| safe!("updated {}", date_of(updated))),
        Some(first_seen),
        headline.status.starred.then(|| "★".into()),
        article.edited.map(|edited| safe!("Δ edited {}", date_of(edited))),
        article.full_text.is_some().then(|| "full text".into()),
    ];
    let facts: Vec<SafeText> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    let joined = SafeText::line(&facts.join(" · "));
    out.piece(Some(Look::Faint), &joined)?;
    out.line(&[])?;
    let said = article.extras.line();
    if !said.is_empty() {
        out.piece(Some(Look::Faint), &said)?;
        out.line(&[])?;
    }
    if let Some(event) = article.event_line() {
        let phrase = quote(&headline.title, &document.text, event.phrase);
        out.piece(Some(Look::Faint), &safe!("{}: “{}”", event.line(), phrase))?;
        out.line(&[])?;
    }
    if let Some(link) = &headline.link {
        out.line(&[link])?;
    }
    if !headline.own_tags.is_empty() {
        let tags: Vec<String> = headline.own_tags.iter().map(|tag| format!("#{tag}")).collect();
        out.line(&[&SafeText::line(&tags.join(" "))])?;
    }
    Ok(())
}

/// In the reader's own time zone.
fn date_of(at: Timestamp) -> SafeText {
    let at = at.to_zoned(Zoned::now().time_zone().clone());
    SafeText::line(&at.strftime("%-d %B %Y %H:%M").to_string())
}

fn note(article: &Article, layout: Layout, out: &mut Out) -> Result<(), Error> {
    if article.note.is_empty() {
        return Ok(());
    }
    out.line(&[])?;
    out.piece(Some(Look::Strong), &"✎ Your note")?;
    out.line(&[])?;
    let document = plain_document(&article.note);
    for line in wrap(&document, layout) {
        out.line(&[&SafeText::block(&line_text(&line, &document))])?;
    }
    Ok(())
}

fn body(document: &Document, layout: Layout, out: &mut Out) -> Result<(), Error> {
    out.line(&[])?;
    for line in wrap(document, layout) {
        out.line(&[&SafeText::block(&line_text(&line, document))])?;
    }
    Ok(())
}

/// Where the numbered links go, the files among them, and what was found in the article; `◆` marks what it is about.
/// Then what was rejected.
fn foot(article: &Article, document: &Document, out: &mut Out) -> Result<(), Error> {
    let files = &article.extras.enclosures;
    if !document.links.is_empty() || !files.is_empty() {
        out.line(&[])?;
    }
    for (i, link) in document.links.iter().enumerate() {
        out.line(&[&"[", &(i + 1), &"] ", link])?;
    }
    for (number, file) in (document.links.len() + 1..).zip(files) {
        out.line(&[&"[", &number, &"] ", &file.url, &"  ", &file.facts()])?;
    }
    let Article { tags, rejected, .. } = article;
    if !tags.is_empty() || !rejected.is_empty() {
        out.line(&[])?;
    }
    for kind in TagKind::ALL {
        let labels: Vec<String> = tags
            .iter()
            .filter(|tag| tag.kind == kind)
            .map(|tag| if tag.main { format!("◆ {}", tag.label) } else { tag.label.to_string() })
            .collect();
        if !labels.is_empty() {
            out.line(&[&kind.label(), &": ", &SafeText::line(&labels.join(", "))])?;
        }
    }
    if !rejected.is_empty() {
        let labels: Vec<SafeText> = rejected.iter().map(|tag| tag.label.clone()).collect();
        out.line(&[&"Rejected: ", &SafeText::join(&labels, ", ")])?;
    }
    Ok(())
}
