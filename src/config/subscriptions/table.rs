//! A feed as it is written: the keys of its `[[feed]]`.

use toml_edit::{Array, InlineTable, Table, TableLike, Value};

use crate::domain::{Access, Credentials, Password, Proxy, SafeText, Source, duration_text};

/// The whole table of a feed of the user's own.
pub(super) fn table(feed: &Source) -> Table {
    Table::from_iter(fields(feed))
}

/// Every key that says something of the feed, in the order of writing.
pub(super) fn fields(feed: &Source) -> Vec<(&'static str, Value)> {
    let card = &feed.card;
    let text = |text: &SafeText| Value::from(text.as_str());
    let kind = (card.kind != Default::default()).then(|| card.kind.slug().into());
    let owner = (card.owner != Default::default()).then(|| card.owner.slug().into());
    let (folder, folders) = match feed.folders.as_slice() {
        [] => (None, None),
        [one] => (Some(text(one)), None),
        several => (None, Some(several.iter().map(SafeText::as_str).collect::<Array>().into())),
    };
    let tags: Array = feed.tags.iter().map(|tag| tag.as_str()).collect();
    let fields = [
        ("name", Some(text(&feed.name))),
        ("url", Some(feed.url.as_str().into())),
        ("site", feed.site.as_ref().map(|site| site.as_str().into())),
        ("folder", folder),
        ("folders", folders),
        ("tags", (!tags.is_empty()).then(|| tags.into())),
        ("kind", kind),
        ("country", card.country.as_ref().map(|code| code.as_str().into())),
        ("region", card.region.as_ref().map(text)),
        ("language", card.language.as_ref().map(text)),
        ("owner", owner),
        ("family", card.family.as_ref().map(text)),
        ("note", card.note.as_ref().map(text)),
        ("interval", feed.interval.map(|interval| duration_text(interval).into())),
        ("full_text", feed.full_text.then(|| true.into())),
        ("disabled", feed.disabled.then(|| true.into())),
    ];
    let fields = fields.into_iter().filter_map(|(key, value)| Some((key, value?)));
    fields.chain(access(&feed.access)).collect()
}

fn access(access: &Access) -> Vec<(&'static str, Value)> {
    let mut fields: Vec<(&'static str, Value)> = Vec::new();
    fields.extend(access.user_agent.as_ref().map(|name| ("user_agent", name.as_str().into())));
    if !access.headers.is_empty() {
        let headers = access.headers.iter().map(|(name, value)| (name.as_str(), value.reveal()));
        fields.push(("headers", InlineTable::from_iter(headers).into()));
    }
    fields.extend(access.proxy.as_ref().map(|proxy| {
        let proxy = match proxy {
            Proxy::Direct => "none".to_owned(),
            Proxy::Http(url) => url.as_str().to_owned(),
            Proxy::Socks5(place) => format!("socks5://{place}"),
        };
        ("proxy", proxy.into())
    }));
    fields.extend(access.timeout.map(|timeout| ("timeout", duration_text(timeout).into())));
    match &access.credentials {
        Some(Credentials::Basic { user, password }) => {
            fields.push(("user", user.as_str().into()));
            fields.push(secret(password, "password", "password_command"));
        }
        Some(Credentials::Bearer(token)) => fields.push(secret(token, "token", "token_command")),
        None => {}
    }
    fields.extend(access.ca_file.as_ref().map(|file| ("ca_file", file.to_string_lossy().into_owned().into())));
    fields.extend(access.insecure_tls.then(|| ("insecure_tls", true.into())));
    fields
}

fn secret(password: &Password, given: &'static str, by_command: &'static str) -> (&'static str, Value) {
    match password {
        Password::Given(secret) => (given, secret.reveal().into()),
        Password::Command(command) => (by_command, command.as_str().into()),
    }
}

/// Sets a key's value, and leaves the comment on its line alone; without a value the key goes.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(|item| item.as_value_mut()) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, value.into());
        }
    }
}
