//! What the lexicon says of a word, as one number for the network.

use rashomon_lexicon as lexicon;

/// The lists a word stands in, a bit a list; 0 for most words.
pub fn sign(word: &str) -> u64 {
    if word.len() < 2 || word.len() > 32 {
        return 0;
    }
    let folded = lexicon::fold(word);
    let folded = folded.as_str();
    let state = match lexicon::state(folded) {
        None => 0,
        Some((_, lexicon::StateForm::Name)) => 1,
        Some((_, lexicon::StateForm::Capital)) => 2,
        Some((_, lexicon::StateForm::Demonym)) => 3,
        Some((_, lexicon::StateForm::Inhabitants)) => 4,
        Some((_, lexicon::StateForm::Seat)) => 5,
    };
    let bits = [
        lexicon::city(folded).is_some(),
        lexicon::region(folded).is_some(),
        lexicon::given_name(folded).is_some(),
        lexicon::title(folded).is_some(),
        lexicon::organization(folded).is_some() || lexicon::agency(folded).is_some(),
        lexicon::outlet(folded).is_some(),
        lexicon::weekday(folded).is_some() || lexicon::month(folded).is_some(),
        lexicon::state_exact(word).is_some(),
    ];
    bits.iter().fold(state, |sum, &bit| sum << 1 | u64::from(bit))
}
