//! chancery: a terminal news reader for geopolitics.
//!
//! A poller fetches feeds ([`poll`], [`fetch`]), tags what is new ([`tagging`]) and hands it to the cache
//! ([`store`]). The interface is a pure function over messages ([`app`]) whose model is drawn by [`ui`]; the
//! [`runtime`] carries its effects out and turns every reply into a message again:
//!
//! ```text
//! terminal keys ──────────────▶┐
//! poller → fetch → tag → store ▶├▶ Message ▶ app::update(&mut Model, Message) ▶ Effects ▶ runtime ▶ task ─┐
//! replies of the store ────────▶┘                    │                                                    │
//!           ▲                                        └▶ ui::Screen(&Model), once a batch of messages      │
//!           └─────────────────────────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! Imports point down only: `domain` ← `config`, `text`, `demo` ← `export`, `tagging`, `opml`, `newsboat`, `fetch`,
//! `store`, `app` ← `poll`, `ui` ← `runtime` ← `cli`. `docs/architecture.md` tells the rest, and `tests/architecture.rs` checks it.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod export;
pub mod fetch;
pub mod newsboat;
pub mod opml;
pub mod poll;
pub mod runtime;
pub mod store;
pub mod tagging;
pub mod text;
pub mod ui;
