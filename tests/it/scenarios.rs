//! One fetch after the other against servers that do as the files in `scenarios/` say, and worse than any real one.

use std::path::{Path, PathBuf};

use tokio::task::JoinSet;

use crate::support::scenario::play;

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_comes_out_as_it_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/scenarios");
    let files: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 20, "the scenarios were not found in {}", folder.display());
    let mut playing = JoinSet::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let played = tokio::spawn(async move { play(&file).await });
        playing.spawn(async move { (name, played.await) });
    }
    let ended = playing.join_all().await;
    let failed = ended.into_iter().filter_map(|(name, played)| Some((name, played.err()?.into_panic())));
    let failed: Vec<String> = failed.map(|(name, panic)| format!("{name}: {}", words(&*panic))).collect();
    assert!(failed.is_empty(), "{} came out otherwise:\n{}", failed.len(), failed.join("\n"));
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words").to_owned()
}
