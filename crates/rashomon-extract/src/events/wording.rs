//! Events of dictionaries of verbs: the words around a verb decide the code, and nothing changes it after.

use rashomon_annotate::{Deprel, TokenId, Upos};

use super::{Scene, arguments, arguments::Arguments, intent::Coding, matching::Match};
use crate::{
    account::Event,
    actors,
    rules::{Piece, What},
    tree::Tree,
};

/// Who a pattern says the parties are.
#[derive(Clone, Copy, Debug, Default)]
struct Roles {
    source: Option<TokenId>,
    target: Option<TokenId>,
    /// Whether the parties before the verb do it to each other.
    mutual: bool,
}

/// The rule of the longest pattern that `token` stands in.
pub(super) fn find<'r>(scene: &Scene<'r>, token: TokenId) -> Option<Match<'r>> {
    let tree = scene.tree;
    if !scene.rules.has_worded() || !matches!(tree.upos(token), Upos::Verb | Upos::Aux) {
        return None;
    }
    let lemma = tree.lemma(token).to_lowercase();
    let mut rules = scene.rules.of_worded(&lemma, tree.word(token));
    let rule = rules.find(|rule| roles(scene, rule.wording.as_ref(), token).is_some())?;
    Some(Match { rule, trigger: token, governed: None })
}

/// The event of a match; none where the dictionary says that there is none.
pub(super) fn code(scene: &Scene, matched: &Match) -> Option<Event> {
    let rule = matched.rule;
    if rule.cameo.is_empty() {
        return None;
    }
    let coding = Coding::of(rule);
    let roles = roles(scene, rule.wording.as_ref(), matched.trigger)?;
    let arguments = parties(scene, matched.trigger, roles);
    super::event(scene, matched, &coding, arguments)
}

/// Source and target: those the pattern names, or the subject and the first coded party behind the verb.
fn parties(scene: &Scene, trigger: TokenId, roles: Roles) -> Arguments {
    let tree = scene.tree;
    // "should" stands under the verb whose subject it shares
    let verb = match tree.head(trigger) {
        Some(head) if matches!(tree.rel(trigger), Deprel::Aux | Deprel::AuxPass) => head,
        _ => trigger,
    };
    let mut found = Arguments { direct: true, ..Arguments::default() };
    if let Some(source) = roles.source.or_else(|| tree.actor(verb)) {
        found.actors = arguments::participants(scene, source, false);
        found.tokens.push(source);
    }
    let target = roles.target.or_else(|| {
        let surface = tree.surface_subject(verb, 0).filter(|_| tree.is_passive(verb));
        surface.or_else(|| behind(scene, trigger, &found)).filter(|_| !roles.mutual)
    });
    if let Some(target) = target {
        found.recipients = arguments::participants(scene, target, true);
        let own = found.actors.clone();
        found.recipients.retain(|r| !own.contains(r));
        found.tokens.push(target);
    }
    found
}

/// The head of the first phrase behind the verb that names a party with a code other than the source's.
fn behind(scene: &Scene, trigger: TokenId, found: &Arguments) -> Option<TokenId> {
    let tree = scene.tree;
    let verb = if tree.is_verb(trigger) { trigger } else { tree.clause(trigger) };
    let source = codes(scene, &found.actors);
    (trigger.0 + 1..tree.subtree(verb).end).map(TokenId).find_map(|t| {
        let mention = scene.mentions.of_token(t).filter(|_| !is_beside(tree, verb, t))?;
        let coded = codes(scene, &[mention]).iter().any(|c| is_coded(c) && !source.contains(c));
        coded.then(|| tree.analysis.token_at(scene.mentions.mentions[mention.index()].head.start))
    })
}

/// Whether a token stands in a clause of time or reason, or in another sentence's, on the way up to `verb`.
fn is_beside(tree: &Tree, verb: TokenId, token: TokenId) -> bool {
    let mut at = token;
    for _ in 0..64 {
        if at == verb {
            return false;
        }
        if tree.rel(at) == Deprel::Parataxis || arguments::is_aside(tree, at) && tree.is_verb(at) {
            return true;
        }
        match tree.head(at) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

fn codes(scene: &Scene, list: &[crate::account::MentionId]) -> Vec<String> {
    actors::codes(scene.rules, scene.day, scene.tree, scene.mentions, list)
}

/// Whether a code says who it is, and not only what.
fn is_coded(code: &str) -> bool {
    !code.starts_with('-')
}

/// Whether the words around `verb` are those of a pattern, and whom it names.
fn roles(scene: &Scene, wording: Option<&crate::rules::Wording>, verb: TokenId) -> Option<Roles> {
    let wording = wording?;
    let sentence = scene.tree.analysis.sentences[scene.tree.analysis.sentence_of(verb)].tokens;
    let before = seek(scene, &wording.before, verb.0, sentence.start, false, Roles::default())?;
    seek(scene, &wording.after, verb.0 + 1, sentence.end, true, before)
}

/// Finds the pieces one after another from `at` towards `end`; going backwards `at` is the first token not free.
fn seek(
    scene: &Scene,
    mut pieces: &[Piece],
    mut at: u32,
    end: u32,
    forwards: bool,
    mut roles: Roles,
) -> Option<Roles> {
    while let Some((first, rest)) = pieces.split_first() {
        // pieces that stand side by side are found together; the first place they fit leaves the most room
        let chain = 1 + rest.iter().take_while(|p| p.tight).count();
        let room = if forwards { end.saturating_sub(at) } else { at.saturating_sub(end) };
        let steps = if first.tight { 1.min(room) } else { room };
        (at, roles) = (0..steps).find_map(|step| {
            let from = if forwards { at + step } else { at - step };
            side_by_side(scene, &pieces[..chain], from, end, forwards, roles)
        })?;
        pieces = &pieces[chain..];
    }
    Some(roles)
}

/// Pieces without a gap from `from` on: where they end.
fn side_by_side(
    scene: &Scene,
    pieces: &[Piece],
    from: u32,
    end: u32,
    forwards: bool,
    roles: Roles,
) -> Option<(u32, Roles)> {
    let Some((piece, rest)) = pieces.split_first() else { return Some((from, roles)) };
    if from == end {
        return None;
    }
    ends(scene, piece, from, end, forwards).into_iter().find_map(|(to, head)| {
        let mut roles = roles;
        match piece.what {
            What::Source => roles.source = head,
            What::Target => roles.target = head,
            What::Several => roles.mutual = !forwards,
            What::Words(_) | What::Phrase => {}
        }
        side_by_side(scene, rest, to, end, forwards, roles)
    })
}

/// Where a piece that begins at `from` may end, with the head of a phrase.
fn ends(
    scene: &Scene,
    piece: &Piece,
    from: u32,
    end: u32,
    forwards: bool,
) -> Vec<(u32, Option<TokenId>)> {
    let tree = scene.tree;
    if let What::Words(phrases) = &piece.what {
        let fits = phrases.iter().filter_map(|phrase| {
            let n = phrase.len() as u32;
            let start = if forwards { from } else { from.checked_sub(n)? };
            let inside = if forwards { start + n <= end } else { start >= end };
            let same = |(i, word): (usize, &String)| says(tree, TokenId(start + i as u32), word);
            (inside && phrase.iter().enumerate().all(same))
                .then_some((if forwards { start + n } else { start }, None))
        });
        return fits.collect();
    }
    // a noun phrase, from its first word to its head
    let heads = if forwards { from..end.min(from + 12) } else { from - 1..from };
    heads
        .map(TokenId)
        .filter_map(|head| {
            let is_head = matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Pron)
                && !matches!(tree.rel(head), Deprel::Compound | Deprel::Flat | Deprel::NmodPoss);
            let last = tree.child(head, &[Deprel::Flat]).map_or(head.0 + 1, |f| f.0 + 1);
            let start = tree.subtree(head).start;
            let fits = if forwards {
                start <= from && head.0 >= from
            } else {
                start >= end && actors::phrase_head(tree, head) == head
            };
            let party = || {
                let list = arguments::participants(scene, head, true);
                codes(scene, &list).iter().any(|c| is_coded(c))
            };
            let several = || tree.with_conjuncts(head).len() > 1 || tree.rel(head) == Deprel::Conj;
            let named = match piece.what {
                What::Source | What::Target => party(),
                What::Several => several(),
                _ => true,
            };
            (is_head && fits && named).then_some((if forwards { last } else { start }, Some(head)))
        })
        .take(1)
        .collect()
}

fn says(tree: &Tree, token: TokenId, word: &str) -> bool {
    word.eq_ignore_ascii_case(tree.word(token)) || word.eq_ignore_ascii_case(tree.lemma(token))
}

#[cfg(test)]
mod tests {
    use rashomon_annotate::Annotator;
    use rashomon_text::Article;

    use crate::{Extractor, Rules};

    const ACTORS: &str =
        "GONDIA [GON]\n+MINAS_KIR\nTHE_COAST [ARN/CAL]\nORMUND [---]\n\t[GONOPP <20100101]\n";
    const AGENTS: &str = "SOLDIER [~MIL]\nMINISTER [~GOV]\nRELIEF_BODY [NGO~]\n";
    const VERBS: &str = "&TIE\n+TIES\n+FULL RELATIONS\n\n--- RESTORE [060] ---\nRESTORE\n- * &TIE [064]\n\n--- LEFT [032:033] ---\nLEFT\n\n--- AGREE [081] ---\nAGREE\n- % * [030:030]\n\n--- FREE [066] ---\nFREE\n- + * FROM $ [067]\n\n--- TALK [---] ---\nTALK\n";

    fn check(text: &str, expect: &[&str]) {
        let files = [("actors.txt", ACTORS), ("agents.txt", AGENTS), ("verbs.txt", VERBS)];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let rules = Rules::load(&files, None).expect("dictionaries without fault");
        let article = Article::plain(text);
        let analysis = Annotator::new().annotate(&article);
        let account = Extractor::new(rules.into()).extract(article, analysis);
        let dyads = account.events.iter().flat_map(crate::account::Event::dyads);
        let got: Vec<String> =
            dyads.map(|d| format!("{} {} {}", d.source, d.target, d.cameo)).collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn the_longest_pattern_decides() {
        check("Norway restored ties with Gondia.", &["NOR GON 064"]);
        check("Norway restored the palace of Gondia.", &["NOR GON 060"]);
    }

    #[test]
    fn nothing_changes_a_code_after() {
        check("Norway will not restore full relations with Gondia.", &["NOR GON 064"]);
    }

    #[test]
    fn a_pattern_may_name_the_parties() {
        check("Soldiers of Norway were freed from Minas Kir.", &["GON NORMIL 067"]);
    }

    #[test]
    fn a_code_may_have_another_side() {
        check("Gondia's minister left for Norway.", &["GONGOV NOR 032", "NOR GONGOV 033"]);
        check("Gondia and Norway agree.", &["GON NOR 030", "NOR GON 030"]);
    }

    #[test]
    fn a_name_may_stand_for_several() {
        check("Norway restored ties with the Coast.", &["NOR ARN 064", "NOR CAL 064"]);
    }

    #[test]
    fn what_has_no_code_is_no_event() {
        check("Norway talked with Gondia.", &[]);
    }
}
