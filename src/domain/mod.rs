//! What a news reader is about: feeds, articles, documents, tags, views, queries and failures.
//!
//! Plain values without I/O. Everything above imports this; this imports nothing of the project.

mod access;
mod article;
mod candidate;
mod country;
mod document;
mod duration;
mod enclosure;
mod event;
mod failure;
mod feed;
mod feed_url;
mod folder;
mod full_text;
mod gazetteer;
mod health;
mod nearest;
mod poll_state;
mod query;
mod rejection;
mod revision;
mod safe_text;
mod tag;
mod view;
mod web_url;

pub use access::{Access, Credentials, Password, Proxy, Secret};
pub use article::{Article, ArticleId, Headline, Identity, Marks, NOTE_MAX_BYTES, NewArticle, Status};
pub use candidate::{Candidate, PREVIEW_MAX, Teaser};
pub use country::{CountryCode, Region};
pub use document::{Block, BlockKind, Container, Document, Emphasis, Picture, Run};
pub use duration::{INTERVAL, duration_text, parse_duration, parse_interval};
pub use enclosure::{Enclosure, Extras, Via};
pub use event::{Event, Plover};
pub use failure::{Failure, FailureKind, Verdict};
pub use feed::{Feed, FeedId, Move, Owner, Source, SourceCard, SourceKind, is_language_tag};
pub use feed_url::{Command, FeedUrl, LocalFile, NotAFeedUrl};
pub use folder::{folder_name, path_of_folder};
pub use full_text::{FullText, NoArticle, PageFailure};
pub use gazetteer::{UserGazetteer, UserName};
pub use health::{FeedReport, FeedSort, Health, HealthState, Held};
pub use nearest::nearest;
pub use poll_state::{Moving, Pace, PollState};
pub use query::{Field, Names, QUERY_MAX_CHARS, Query, QueryError, Term};
pub use rejection::{Judged, Rejection, Rejections};
pub use revision::{Edit, Origin, Revision};
pub use safe_text::{BLOCK_MAX_BYTES, LINE_MAX_CHARS, Safe, SafeText, SafeTextBuilder};
pub(crate) use safe_text::{is_safe, safe};
pub use tag::{NotATag, OwnTag, Span, Tag, TagKind, TagRef};
pub use view::{Counts, Edge, Page, SavedView, Scope, View, Window};
pub use web_url::{NotAWebUrl, URL_MAX_BYTES, WebUrl};
