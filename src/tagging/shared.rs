//! The handle by which the program's parts share one tagger.

use std::sync::{Arc, OnceLock};

use super::{Tagger, user};
use crate::domain::{CountryCode, Names, SafeText, UserGazetteer};

/// A tagger with the user's gazetteer, built when it is first used. Cheap to clone; all clones are one tagger.
#[derive(Clone, Debug, Default)]
pub struct SharedTagger(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    user: UserGazetteer,
    tagger: OnceLock<Tagger>,
}

impl SharedTagger {
    /// A handle; nothing is built yet.
    pub fn new(user: UserGazetteer) -> Self {
        Self(Arc::new(Shared { user, tagger: OnceLock::new() }))
    }

    /// The tagger; built at the first call, on the calling thread.
    pub fn get(&self) -> &Tagger {
        let Shared { user, tagger } = &*self.0;
        if user.is_empty() {
            return Tagger::embedded();
        }
        tagger.get_or_init(|| Tagger::new(user).expect("a test builds the tagger from the tables in the binary"))
    }

    /// [`Tagger::version`], without building the tagger.
    pub fn version(&self) -> u32 {
        user::version(&self.0.user)
    }
}

/// The names that queries use; the tagger is built when the first is asked for.
impl Names for SharedTagger {
    fn country(&self, name: &str) -> Option<CountryCode> {
        self.get().country(name)
    }

    fn topics(&self) -> Vec<SafeText> {
        self.get().topics()
    }

    fn countries(&self) -> Vec<SafeText> {
        self.get().countries()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_one_tagger_whose_version_is_known_before_it_is_built() {
        let shared = SharedTagger::new(UserGazetteer { masks: vec!["Georgia Tech".into()], names: Vec::new() });
        let version = shared.version();
        assert!(shared.0.tagger.get().is_none());
        assert!(std::ptr::eq(shared.clone().get(), shared.get()));
        assert_eq!(shared.get().version(), version);
    }
}
