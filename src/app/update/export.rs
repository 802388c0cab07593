//! Articles are exported: as what, then where to.

use tui_input::Input;

use super::super::effect::{Effect, Effects, Exported};
use super::super::model::{Model, Prompt, PromptKind};
use super::super::prompt::ExportWhat;
use super::super::views;
use super::prompt;
use crate::domain::{ExportFormat, SafeText, safe};
use crate::text::file_stem;

/// Asks as what to export.
pub fn ask(model: &mut Model) -> Effects {
    let asking = Prompt::new(PromptKind::ExportFormat);
    if asking.offers(model).is_empty() {
        model.say_nothing_is_selected();
        return Effects::none();
    }
    model.prompt = Some(asking);
    Effects::none()
}

/// Asks where to, with a name that says when, from whom and what.
pub fn ask_for_file(model: &mut Model, what: ExportWhat, format: ExportFormat) -> Effects {
    let stem = match what {
        ExportWhat::Article(_) => match model.subject() {
            Some(headline) => {
                let source = model.feed(headline.feed).map(|feed| feed.source.name.clone()).unwrap_or_default();
                file_stem(headline.at(), &[&source, &headline.title])
            }
            None => file_stem(model.now.timestamp(), &[]),
        },
        ExportWhat::List => file_stem(model.now.timestamp(), &[&views::list_label(model)]),
    };
    let folder = &model.options.export_folder;
    let between = if folder.is_empty() || folder.ends_with('/') { "" } else { "/" };
    let file = safe!("{}{}{}.{}", folder, between, stem, format.extension());
    let mut asking = Prompt::new(PromptKind::ExportFile(what, format));
    asking.input = Input::new(file.to_string());
    model.prompt = Some(asking);
    Effects::none()
}

/// Exports to the file.
pub fn export(model: &mut Model, what: ExportWhat, format: ExportFormat, file: SafeText) -> Effects {
    if file.is_empty() {
        return prompt::refuse(model, "a file's name is needed here".into());
    }
    model.prompt = None;
    let (what, title) = match what {
        ExportWhat::Article(id) => (Exported::Article(id), SafeText::default()),
        ExportWhat::List => (Exported::List(model.list.scope.clone()), views::list_label(model)),
    };
    model.say("exporting …");
    Effect::Export { what, format, file, title, feeds: model.feeds.clone() }.into()
}
