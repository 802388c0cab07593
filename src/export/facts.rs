//! What is known of an article beside its text.

use jiff::Timestamp;

use super::Item;
use crate::domain::{SafeText, Source, SourceKind, safe};

/// The last line of what is written.
pub(super) const IMPRINT: &str = "Retrieved with chancery";

/// What is known of an article, each with its name; what is unknown is left out. The address and the note have places
/// of their own.
pub(super) fn facts(item: &Item) -> Vec<(&'static str, SafeText)> {
    let Item { article, source, .. } = item;
    let headline = &article.headline;
    let main = article.tags.iter().filter(|tag| tag.main).map(|tag| tag.label.clone());
    let mentioned = article.tags.iter().filter(|tag| !tag.main).map(|tag| tag.label.clone());
    let own: Vec<SafeText> = headline.own_tags.iter().map(|tag| safe!("#{}", tag)).collect();
    let byline = article.full_text.as_ref().map(|full_text| full_text.byline.clone()).unwrap_or_default();
    let all = [
        ("Source", source.as_ref().map_or_else(|| item.source_name(), card)),
        ("Author", if article.author.is_empty() { byline } else { article.author.clone() }),
        ("Published", headline.published.map(time).unwrap_or_default()),
        ("First seen", time(headline.arrived)),
        ("Retrieved", time(item.retrieved())),
        ("About", SafeText::join(&main.collect::<Vec<_>>(), ", ")),
        ("Mentions", SafeText::join(&mentioned.collect::<Vec<_>>(), ", ")),
        ("Own tags", SafeText::join(&own, " ")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Whose voice it is: "Kyiv Independent · regional press · UA · independent".
fn card(source: &Source) -> SafeText {
    let card = &source.card;
    let known = [
        Some(source.name.clone()),
        (card.kind != SourceKind::Unknown).then(|| SafeText::line(&card.kind.slug().replace('-', " "))),
        card.country.map(|country| safe!("{}", country)),
        Some(card.owner.label().into()),
    ];
    SafeText::join(&known.into_iter().flatten().collect::<Vec<_>>(), " · ")
}

/// A moment in UTC, to the minute.
fn time(at: Timestamp) -> SafeText {
    SafeText::line(&at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
