//! Imports point down only, and each foreign crate has a home. See `docs/architecture.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may import, itself aside. `cli` and the tests stand on top and may import all.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("config", &["domain"]),
    ("text", &["domain"]),
    ("demo", &["domain"]),
    ("export", &["domain", "text"]),
    ("tagging", &["domain", "text"]),
    ("opml", &["domain", "text"]),
    ("newsboat", &["domain"]),
    ("fetch", &["domain", "text", "config"]),
    ("store", &["domain", "text"]),
    ("poll", &["domain", "text", "config", "fetch", "tagging", "store"]),
    ("app", &["domain", "text"]),
    ("ui", &["domain", "text", "app"]),
    ("runtime", &["domain", "text", "export", "config", "fetch", "tagging", "store", "poll", "app", "ui"]),
    (
        "cli",
        &[
            "domain", "text", "export", "config", "demo", "tagging", "opml", "newsboat", "fetch", "store", "poll",
            "app", "ui", "runtime",
        ],
    ),
];

/// Where a foreign crate may be named: folders or files under `src/`.
const HOMES: &[(&str, &[&str])] = &[
    ("reqwest", &["fetch/"]),
    ("rustls", &["fetch/"]),
    ("feed_rs", &["fetch/parse"]),
    ("chrono", &["fetch/parse/model.rs"]),
    ("rusqlite", &["store/"]),
    ("crossterm", &["runtime/", "app/key.rs"]),
    (
        "ratatui",
        &[
            "ui/",
            "runtime/",
            "app/effect.rs",
            "app/panes.rs",
            "app/pictures.rs",
            "app/model.rs",
            "app/model/measures.rs",
            "app/update/",
            "text/width.rs",
        ],
    ),
    ("ratatui_image", &["ui/pictures/"]),
    // The demo's only looks at what it drew.
    ("image", &["ui/pictures/", "demo/picture.rs"]),
    // For repair it is only its table of references.
    ("html5ever", &["text/", "fetch/repair/", "fetch/extract/tree.rs"]),
    ("dom_query", &["fetch/extract/"]),
    ("dom_smoothie", &["fetch/extract/"]),
    ("imagesize", &["fetch/picture.rs"]),
    ("icu_segmenter", &["text/"]),
    ("unicode_bidi", &["text/"]),
    ("encoding_rs", &["fetch/repair/", "opml/decode.rs"]),
    ("aho_corasick", &["tagging/", "fetch/parse/outline.rs", "fetch/parse/supplement.rs"]),
    ("imara_diff", &["text/edits/"]),
    ("hyper", &["demo/", "fetch/"]),
    ("clap", &["cli/"]),
    ("open", &["runtime/opener.rs"]),
    ("notify", &["runtime/watch.rs"]),
    ("zip", &["export/epub.rs"]),
    ("toml_edit", &["config/subscriptions/"]),
];

fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(&root).unwrap().to_owned(), without_comments(&text));
            }
        }
    }
    found
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first words that follow `prefix::` in a text: what is imported from there. Braced groups are opened.
fn named_after(text: &str, prefix: &str) -> Vec<String> {
    let marker = format!("{prefix}::");
    let mut names = Vec::new();
    for (at, _) in text.match_indices(&marker) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &text[at + marker.len()..];
        let group = rest.strip_prefix('{').and_then(|group| group.split_once('}')).map(|(group, _)| group);
        let list = group.unwrap_or(rest);
        let parts = list.split(if group.is_some() { ',' } else { '\0' });
        let word = |part: &str| part.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        names.extend(parts.map(word));
    }
    names
}

fn layer_of(path: &Path) -> String {
    let first = path.iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn imports_point_down_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let layer = layer_of(&path);
        if layer == "main" || layer == "lib" {
            continue;
        }
        let allowed = LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            wrong.push(format!("{} is of no known layer", path.display()));
            continue;
        };
        for name in named_after(&text, "crate") {
            let is_layer = LAYERS.iter().any(|(layer, _)| *layer == name);
            if is_layer && name != layer && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_foreign_crate_stays_at_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let place = path.to_string_lossy().replace('\\', "/");
        for (name, homes) in HOMES {
            let at_home = homes.iter().any(|home| place.starts_with(home));
            if !at_home && !named_after(&text, name).is_empty() {
                wrong.push(format!("{place} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_sees_an_import_when_there_is_one() {
    let text = "use crate::{store::Store, domain};\nuse crate::fetch::Client;\nlet x = crate::poll::once();\nmycrate::nothing();";
    assert_eq!(named_after(text, "crate"), ["store", "domain", "fetch", "poll"]);
}
