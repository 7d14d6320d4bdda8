//! Whose a role is that is told without it: `Chairman Ann Roe` of the firm just spoken of, `the prime minister` of the
//! country that the article is about.

use crate::clause::{Construction, Proposition, Tree};
use crate::coref::{Chain, Chains};
use crate::lexicon::{self, EntityType};

/// The firm or country of a role that somebody is said to have, where the statement does not say it.
pub(super) fn holder_of(
    tree: &Tree,
    proposition: &Proposition,
    (chains, country): (&Chains, Option<&'static str>),
    holder: &Chain,
    (role, token): (&Chain, usize),
) -> Option<String> {
    let said = proposition.relation == "is"
        && matches!(
            proposition.construction,
            Construction::Title | Construction::Apposition | Construction::Copula
        );
    if !said || role.proper || role.name.contains("'s ") || role.name.contains(" of ") {
        return None;
    }
    let lemma = tree.lemma(token);
    if let Some(owner) = holder.role_of(lemma).map(|o| &chains.chains[o]).filter(|o| o.proper) {
        return Some(owner.name.clone());
    }
    // `Union president`, `Club captain`: of a body, not of the country.
    let body = |word: &str| lexicon::described_kind(&word.to_lowercase()) == Some(EntityType::Organization);
    if role.name.split(' ').any(body) {
        return None;
    }
    let national = lexicon::is("national-office", lemma)
        || lexicon::is("national-office", &role.name.to_lowercase().replace(' ', "-"));
    country.filter(|_| national).map(str::to_owned)
}
