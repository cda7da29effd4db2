//! The parse of an article, indexed for the questions extraction asks of it.

use rashomon_annotate::{Analysis, Deprel, TokenId, TokenRange, Upos, Xpos};

/// Children, subtrees and clause relations of every token.
///
/// Built once per article in time linear in tokens × depth of the trees.
pub(crate) struct Tree<'a> {
    pub analysis: &'a Analysis,
    pub text: &'a str,
    first: Vec<u32>,
    children: Vec<TokenId>,
    left: Vec<u32>,
    right: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(text: &'a str, analysis: &'a Analysis) -> Self {
        let n = analysis.len();
        let mut first = vec![0u32; n + 1];
        for t in 0..n {
            if let Some(head) = analysis.head(TokenId(t as u32)) {
                first[head.index() + 1] += 1;
            }
        }
        for t in 0..n {
            first[t + 1] += first[t];
        }
        let mut at = first.clone();
        let mut children = vec![TokenId(0); first[n] as usize];
        let mut left: Vec<u32> = (0..n as u32).collect();
        let mut right: Vec<u32> = (1..=n as u32).collect();
        for t in 0..n {
            let token = TokenId(t as u32);
            if let Some(head) = analysis.head(token) {
                children[at[head.index()] as usize] = token;
                at[head.index()] += 1;
            }
            let mut above = token;
            for _ in 0..256 {
                let Some(head) = analysis.head(above) else { break };
                let h = head.index();
                if left[h] <= token.0 && right[h] > token.0 {
                    break; // all further ancestors hold it too
                }
                left[h] = left[h].min(token.0);
                right[h] = right[h].max(token.0 + 1);
                above = head;
            }
        }
        Self { analysis, text, first, children, left, right }
    }

    /// Direct dependents, in text order.
    pub(crate) fn children(&self, token: TokenId) -> &[TokenId] {
        let range = self.first[token.index()] as usize..self.first[token.index() + 1] as usize;
        &self.children[range]
    }

    /// The first dependent with one of these relations.
    pub(crate) fn child(&self, token: TokenId, relations: &[Deprel]) -> Option<TokenId> {
        self.children(token).iter().copied().find(|&c| relations.contains(&self.rel(c)))
    }

    /// From the leftmost to the rightmost token below `token`.
    pub(crate) fn subtree(&self, token: TokenId) -> TokenRange {
        TokenRange::new(self.left[token.index()], self.right[token.index()])
    }

    pub(crate) fn rel(&self, token: TokenId) -> Deprel {
        self.analysis.deprel(token)
    }

    pub(crate) fn lemma(&self, token: TokenId) -> &'a str {
        self.analysis.lemma(token)
    }

    pub(crate) fn head(&self, token: TokenId) -> Option<TokenId> {
        self.analysis.head(token)
    }

    pub(crate) fn upos(&self, token: TokenId) -> Upos {
        self.analysis.upos(token)
    }

    pub(crate) fn word(&self, token: TokenId) -> &'a str {
        self.analysis.word(self.text, token)
    }

    /// Whether `token` is `top` or below it.
    pub(crate) fn is_under(&self, token: TokenId, top: TokenId) -> bool {
        self.subtree(top).holds(token) && self.analysis.is_under(token, top)
    }

    /// The verb's lemma with its particle, if it has one: "shut_down".
    pub(crate) fn verb_lemma(&self, token: TokenId) -> String {
        let lemma = self.lemma(token).to_lowercase();
        match self.child(token, &[Deprel::CompoundPrt]) {
            Some(particle) => format!("{lemma}_{}", self.lemma(particle).to_lowercase()),
            None => lemma,
        }
    }

    /// The preposition that marks a phrase: "with" in "with Japan", "according_to" for fixed ones.
    pub(crate) fn case(&self, token: TokenId) -> Option<String> {
        let case = self.child(token, &[Deprel::Case])?;
        let mut lemma = self.lemma(case).to_lowercase();
        let second = TokenId(case.0 + 1);
        for &part in self.children(case) {
            if self.rel(part) == Deprel::Fixed {
                lemma.push('_');
                lemma.push_str(&self.lemma(part).to_lowercase());
            }
        }
        // "out of talks", where the parse hangs both words on the noun
        if second < token && self.head(second) == Some(token) && self.rel(second) == Deprel::Case {
            lemma.push('_');
            lemma.push_str(&self.lemma(second).to_lowercase());
        }
        Some(lemma)
    }

    /// Whether a verb's clause is passive.
    pub(crate) fn is_passive(&self, verb: TokenId) -> bool {
        if self.torn_clause(verb).is_some() {
            return false;
        }
        // "condemned an attack by the guild" is active, whatever the parse hangs the guild on
        let active = || {
            self.child(verb, &[Deprel::Nsubj]).is_some_and(|s| s < verb)
                && self.child(verb, &[Deprel::Obj]).is_some_and(|o| o > verb)
        };
        self.child(verb, &[Deprel::NsubjPass, Deprel::AuxPass, Deprel::CsubjPass]).is_some()
            || self.child(verb, &[Deprel::OblAgent]).is_some() && !active()
            || (self.analysis.xpos(verb) == Xpos::Vbn
                && matches!(self.rel(verb), Deprel::Acl | Deprel::Advcl | Deprel::Amod)
                && self.child(verb, &[Deprel::Obj, Deprel::Aux]).is_none())
            || self.joins_passive(verb)
    }

    /// "was toppled and killed": the second participle is passive with the first.
    fn joins_passive(&self, verb: TokenId) -> bool {
        const OWN: [Deprel; 5] =
            [Deprel::Obj, Deprel::Aux, Deprel::Nsubj, Deprel::Cop, Deprel::Ccomp];
        self.analysis.xpos(verb) == Xpos::Vbn
            && self.rel(verb) == Deprel::Conj
            && self.child(verb, &OWN).is_none()
            && self.head(verb).is_some_and(|first| {
                first < verb
                    && self.child(first, &[Deprel::AuxPass]).is_some()
                    && self.analysis.xpos(first) == Xpos::Vbn
            })
    }

    /// Whether the token heads a clause.
    pub(crate) fn is_verb(&self, token: TokenId) -> bool {
        matches!(self.upos(token), Upos::Verb)
            || (self.upos(token) == Upos::Aux && self.rel(token) == Deprel::Root)
    }

    /// Whether the token is what a clause says: a verb, or an adjective with a subject or a copula.
    pub(crate) fn is_predicate(&self, token: TokenId) -> bool {
        self.is_verb(token) || self.upos(token) == Upos::Adj
    }

    /// The logical subject: who does what the verb says. Follows control, conjunction, participles and
    /// relative clauses; for a passive this is the agent.
    pub(crate) fn actor(&self, verb: TokenId) -> Option<TokenId> {
        self.actor_within(verb, 0)
    }

    fn actor_within(&self, verb: TokenId, depth: u8) -> Option<TokenId> {
        if depth > 6 {
            return None;
        }
        if self.is_passive(verb) {
            return self.agent(verb);
        }
        self.surface_subject(verb, depth)
    }

    /// The agent of a passive: "by Tokyo".
    pub(crate) fn agent(&self, verb: TokenId) -> Option<TokenId> {
        self.children(verb).iter().copied().find(|&c| {
            self.rel(c) == Deprel::OblAgent
                || (matches!(self.rel(c), Deprel::Obl | Deprel::Nmod)
                    && self.case(c).as_deref() == Some("by"))
        })
    }

    /// The grammatical subject, the verb's own or inherited.
    pub(crate) fn surface_subject(&self, verb: TokenId, depth: u8) -> Option<TokenId> {
        const SUBJECTS: [Deprel; 4] =
            [Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter, Deprel::Csubj];
        if depth > 6 {
            return None;
        }
        // where the parse gives two, the nearer one
        let subjects =
            || self.children(verb).iter().copied().filter(|&c| SUBJECTS.contains(&self.rel(c)));
        // … and no date: "The guild on Tuesday refused"
        let before = || subjects().filter(|&s| s < verb);
        let subject = before().rfind(|&s| !self.is_date(s)).or_else(|| before().next_back());
        if let Some(subject) = subject.or_else(|| subjects().next()) {
            // "The guild working in the port said": the parse makes the participle the subject
            let inner = self.child(subject, &[Deprel::Nsubj]);
            let inner = inner.filter(|_| self.analysis.xpos(subject) == Xpos::Vbg);
            return Some(inner.unwrap_or_else(|| self.antecedent(subject, verb)));
        }
        if let Some((subject, _)) = self.torn_clause(verb) {
            return Some(subject);
        }
        let head = self.head(verb)?;
        match self.rel(verb) {
            Deprel::Conj | Deprel::Parataxis if self.is_verb(head) => {
                if self.rel(verb) == Deprel::Parataxis && !self.is_verb(verb) {
                    return None;
                }
                self.surface_subject(head, depth + 1)
            }
            Deprel::Xcomp => {
                let object = self.child(head, &[Deprel::Obj, Deprel::Iobj]);
                object.or_else(|| self.surface_subject(head, depth + 1))
            }
            // ", denying any role": a trailing participle belongs to the finite clause, wherever the parse hung it
            Deprel::Advcl if self.is_trailing_participle(verb) && !self.is_finite(head) => {
                let mut above = head;
                for _ in 0..6 {
                    if self.is_finite(above) {
                        break;
                    }
                    above = self.head(above)?;
                }
                self.surface_subject(above, depth + 1)
            }
            Deprel::Advcl | Deprel::Ccomp | Deprel::Obl if self.is_verb(head) => {
                let mark = self
                    .child(verb, &[Deprel::Mark, Deprel::Case])
                    .map(|m| self.lemma(m).to_lowercase());
                let object = self.child(head, &[Deprel::Obj]);
                if mark.is_none()
                    && let Some(seen) = self.seen_doing(verb, head)
                {
                    return Some(seen);
                }
                match (mark.as_deref(), object) {
                    // "accused X of doing", "barred X from doing", "arrested X for doing"
                    (Some("of" | "from" | "for"), Some(object)) => Some(object),
                    // the object went astray in the parse: the noun before "of"
                    (Some("of"), None) if self.noun_before_mark(verb, head).is_some() => {
                        self.noun_before_mark(verb, head)
                    }
                    _ if self.is_passive(head) => self
                        .child(head, &[Deprel::NsubjPass])
                        .or_else(|| self.surface_subject(head, depth + 1)),
                    _ => self.surface_subject(head, depth + 1),
                }
            }
            Deprel::Acl | Deprel::AclRelcl => {
                // "Portugal's decision to sever ties", "the decision by Portugal to …", "decided … to"
                // "accused it of orchestrating", where the parse hangs the gerund on the accused
                let of = self
                    .child(verb, &[Deprel::Mark])
                    .is_some_and(|m| matches!(self.lemma(m), "of" | "from"));
                if of && self.rel(head) == Deprel::Obj {
                    return Some(head);
                }
                if self.child(verb, &[Deprel::Mark]).is_some() && !self.is_verb(head) {
                    self.owner(head).or_else(|| {
                        let above = self.head(head)?;
                        self.is_verb(above).then(|| self.actor_within(above, depth + 1))?
                    })
                } else {
                    Some(head)
                }
            }
            _ => None,
        }
    }

    /// "photographed ships selling oil", "photos of ships selling oil": who is seen doing it stands right before.
    fn seen_doing(&self, verb: TokenId, head: TokenId) -> Option<TokenId> {
        if self.analysis.xpos(verb) != Xpos::Vbg {
            return None;
        }
        let mut at = verb;
        loop {
            at = TokenId(at.0.checked_sub(1)?);
            if self.upos(at) != Upos::Adv {
                break;
            }
        }
        let mut noun = at;
        while matches!(self.rel(noun), Deprel::Flat | Deprel::Compound | Deprel::NmodDesc) {
            noun = self.head(noun).filter(|h| h.0 <= at.0)?;
        }
        let above = self.head(noun)?;
        let shown = |t: TokenId| {
            matches!(
                self.lemma(t).to_lowercase().as_str(),
                "photo"
                    | "photograph"
                    | "picture"
                    | "image"
                    | "video"
                    | "footage"
                    | "evidence"
                    | "film"
                    | "report"
            )
        };
        let sees = matches!(
            self.lemma(head).to_lowercase().as_str(),
            "see"
                | "show"
                | "catch"
                | "spot"
                | "capture"
                | "film"
                | "photograph"
                | "picture"
                | "depict"
                | "detect"
                | "observe"
                | "watch"
                | "notice"
                | "hear"
                | "find"
                | "record"
                | "spy"
        );
        let noun_is_object = above == head && self.rel(noun) == Deprel::Obj && sees;
        let of_picture = self.rel(noun) == Deprel::Nmod && shown(above);
        (matches!(self.upos(noun), Upos::Noun | Upos::Propn)
            && noun > head
            && (noun_is_object || of_picture))
            .then_some(noun)
    }

    /// The noun that stands right before the preposition of a gerund and after the verb above it.
    fn noun_before_mark(&self, verb: TokenId, head: TokenId) -> Option<TokenId> {
        let mark = self.child(verb, &[Deprel::Mark, Deprel::Case])?;
        let noun = TokenId(mark.0.checked_sub(1)?);
        (noun > head && matches!(self.upos(noun), Upos::Propn | Upos::Noun | Upos::Pron))
            .then_some(noun)
    }

    /// A verb in -ing without a conjunction, set off by a comma.
    fn is_trailing_participle(&self, verb: TokenId) -> bool {
        let start = self.subtree(verb).start;
        self.analysis.xpos(verb) == Xpos::Vbg
            && self.child(verb, &[Deprel::Mark]).is_none()
            && start > 0
            && (self.word(TokenId(start)) == "," || self.word(TokenId(start - 1)) == ",")
    }

    /// Whether a verb is finite: it has tense or an auxiliary of its own.
    fn is_finite(&self, verb: TokenId) -> bool {
        self.is_verb(verb)
            && (matches!(self.analysis.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
                || self.child(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).is_some())
    }

    /// For a relative pronoun the noun it stands for.
    fn antecedent(&self, subject: TokenId, verb: TokenId) -> TokenId {
        let relative = matches!(self.analysis.xpos(subject), Xpos::Wdt | Xpos::Wp)
            || (self.rel(verb) == Deprel::AclRelcl
                && matches!(self.lemma(subject), "that" | "which" | "who"));
        if relative {
            let mut at = verb;
            for _ in 0..6 {
                if matches!(self.rel(at), Deprel::AclRelcl | Deprel::Acl)
                    && let Some(noun) = self.head(at)
                {
                    return noun;
                }
                match self.head(at) {
                    Some(head) if self.rel(at) == Deprel::Conj => at = head,
                    _ => break,
                }
            }
        }
        subject
    }

    /// Whose a noun is: possessor, or "by X".
    pub(crate) fn owner(&self, noun: TokenId) -> Option<TokenId> {
        // "Monday's attack" is nobody's
        let owner = self.child(noun, &[Deprel::NmodPoss]).filter(|&c| !self.is_date(c));
        owner.or_else(|| {
            self.children(noun).iter().copied().find(|&c| {
                matches!(self.rel(c), Deprel::Nmod | Deprel::Obl | Deprel::OblAgent)
                    && self.case(c).as_deref() == Some("by")
            })
        })
    }

    /// The logical object: what the verb is done to.
    pub(crate) fn object(&self, verb: TokenId) -> Option<TokenId> {
        if self.is_passive(verb) {
            if let Some(subject) = self.child(verb, &[Deprel::NsubjPass]) {
                return Some(self.antecedent(subject, verb));
            }
            return match self.rel(verb) {
                Deprel::Acl | Deprel::AclRelcl | Deprel::Amod => self.head(verb),
                Deprel::Conj => self.head(verb).and_then(|h| self.object(h)),
                _ => self.surface_subject(verb, 0),
            };
        }
        if let Some((_, object)) = self.torn_clause(verb) {
            return Some(object);
        }
        // English objects follow their verb; one before it is the parse's mistake or a question's
        let objects =
            || self.children(verb).iter().copied().filter(|&c| self.rel(c) == Deprel::Obj);
        let object = objects().find(|&o| o > verb).or_else(|| objects().next());
        if object.is_some() {
            return object;
        }
        let bare = self.bare_object(verb);
        if bare.is_some() {
            return bare;
        }
        // a conjoined verb without its own object shares the last one's: "seized and inspected a ship"
        let shared = self
            .children(verb)
            .iter()
            .copied()
            .find(|&c| self.rel(c) == Deprel::Conj && self.is_verb(c))?;
        let between = self.children(verb).iter().any(|&c| {
            c > verb && matches!(self.rel(c), Deprel::Ccomp | Deprel::Xcomp | Deprel::Obl)
        });
        if between || self.is_passive(shared) { None } else { self.child(shared, &[Deprel::Obj]) }
    }

    /// "drove out more than 900 people", "took up to 16 prisoners": an object that the parse takes for an
    /// adverbial because of the words before its number.
    fn bare_object(&self, verb: TokenId) -> Option<TokenId> {
        self.children(verb).iter().copied().find(|&c| {
            c > verb
                && self.rel(c) == Deprel::Obl
                && matches!(self.upos(c), Upos::Noun | Upos::Propn)
                && match self.case(c).as_deref() {
                    None => true,
                    Some("to") => {
                        self.child(c, &[Deprel::Nummod]).is_some()
                            && self
                                .child(verb, &[Deprel::CompoundPrt, Deprel::Advmod])
                                .is_some_and(|p| self.lemma(p).eq_ignore_ascii_case("up"))
                    }
                    Some(_) => false,
                }
                && self.child(c, &[Deprel::Nummod]).is_some()
        })
    }

    /// A sentence that the parse made a noun phrase of: "Guards and police | seized | boats of the port." The
    /// participle that stands between two phrases without preposition is its verb, what stands before it the
    /// subject, what follows the object.
    fn torn_clause(&self, verb: TokenId) -> Option<(TokenId, TokenId)> {
        let a = self.analysis;
        if !matches!(a.xpos(verb), Xpos::Vbd | Xpos::Vbn)
            || !matches!(self.rel(verb), Deprel::Amod | Deprel::Acl)
            || self
                .child(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::Obj, Deprel::Nsubj])
                .is_some()
        {
            return None;
        }
        let before = TokenId(verb.0.checked_sub(1)?);
        let noun = |t: TokenId| matches!(self.upos(t), Upos::Noun | Upos::Propn);
        let sentence = a.sentences[a.sentence_of(verb)].tokens;
        if !noun(before) || !sentence.holds(before) {
            return None;
        }
        let finite =
            sentence.iter().any(|t| self.is_finite(t) && !matches!(self.rel(t), Deprel::AclRelcl));
        if finite {
            return None;
        }
        // what follows at once: the noun phrase whose first word is the next one
        let next = TokenId(verb.0 + 1);
        let object = (next.0..sentence.end.min(next.0 + 6)).map(TokenId).find(|&t| {
            noun(t) && !matches!(self.rel(t), Deprel::Compound | Deprel::Flat)
                || self.upos(t) == Upos::Adp
        })?;
        if !noun(object) {
            return None;
        }
        let mut subject = before;
        while let Some(head) = self.head(subject).filter(|&h| h < verb && sentence.holds(h)) {
            subject = head;
        }
        noun(subject).then_some((subject, object))
    }

    /// `token` with the nouns it is coordinated with.
    pub(crate) fn with_conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let mut all = vec![token];
        all.extend(self.torn_conjuncts(token));
        let mut at = 0;
        // "Norway, Sweden and Peru": the parse may hang the last on the one before
        while at < all.len() {
            let conjuncts = self.children(all[at]).iter().copied();
            all.extend(conjuncts.filter(|&c| self.rel(c) == Deprel::Conj && !self.is_verb(c)));
            at += 1;
        }
        all.sort_unstable();
        all
    }

    /// "Norway and Peru met", where the parse makes two subjects of them: those before `token` that an "and" or "or" joins.
    fn torn_conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let subject = matches!(self.rel(token), Deprel::Nsubj | Deprel::NsubjPass);
        let Some(verb) = self.head(token).filter(|_| subject) else { return Vec::new() };
        let before = (self.subtree(verb).start..token.0).rev().map(TokenId);
        let mut between = before.take_while(|&t| self.head(t) != Some(verb));
        if !between.any(|t| self.rel(t) == Deprel::Cc) {
            return Vec::new();
        }
        let siblings = self.children(verb).iter().copied().filter(|&c| c < token);
        siblings.filter(|&c| self.rel(c) == self.rel(token) && !self.is_verb(c)).collect()
    }

    /// Whether the clause or noun is negated by a word of its own.
    pub(crate) fn is_negated(&self, token: TokenId) -> bool {
        // "not only back, but …" is back
        let goes_on = |c: TokenId| {
            c.index() + 1 < self.analysis.len()
                && matches!(self.word(TokenId(c.0 + 1)), "only" | "just" | "merely" | "simply")
        };
        self.children(token).iter().filter(|&&c| !goes_on(c)).any(|&c| {
            let lemma = self.lemma(c).to_lowercase();
            match self.rel(c) {
                // "no longer"
                Deprel::Advmod if lemma == "longer" || lemma == "long" => {
                    c.0 > 0 && self.word(TokenId(c.0 - 1)).eq_ignore_ascii_case("no")
                }
                Deprel::Advmod | Deprel::Det | Deprel::Aux | Deprel::Cc => matches!(
                    lemma.as_str(),
                    "not" | "n't" | "n’t" | "never" | "no" | "neither" | "nor" | "hardly"
                ),
                _ => false,
            }
        })
    }

    /// Whether a token is part of a time expression.
    pub(crate) fn is_date(&self, token: TokenId) -> bool {
        let times = &self.analysis.times;
        let at = times.partition_point(|t| t.tokens.end <= token.0);
        times.get(at).is_some_and(|t| t.tokens.holds(token))
    }

    /// The verb of the innermost finite or non-finite clause that holds `token`.
    pub(crate) fn clause(&self, token: TokenId) -> TokenId {
        let mut at = token;
        for _ in 0..128 {
            if self.is_verb(at) {
                return at;
            }
            match self.head(at) {
                Some(head) => at = head,
                None => return at,
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// Who does what `verb` says, and to whom, in a sentence of the test notation.
    fn check(notation: &str, verb: &str, actor: Option<&str>, object: Option<&str>) {
        let (article, analysis) = testing::analysis(notation);
        let tree = Tree::new(&article.text, &analysis);
        let verb = (0..analysis.len() as u32)
            .map(TokenId)
            .find(|&t| tree.word(t) == verb)
            .expect("the verb stands in the sentence");
        let word = |t: Option<TokenId>| t.map(|t| tree.word(t));
        assert_eq!(word(tree.actor(verb)), actor, "actor in {:?}", article.text);
        assert_eq!(word(tree.object(verb)), object, "object in {:?}", article.text);
    }

    #[test]
    fn active_and_passive() {
        check(
            "Guards/NNS/2/nsubj/guard seized/VBD/0/root/seize boats/NNS/2/obj/boat ././2/punct",
            "seized",
            Some("Guards"),
            Some("boats"),
        );
        check(
            "Boats/NNS/3/nsubj:pass/boat were/VBD/3/aux:pass/be seized/VBN/0/root/seize by/IN/5/case guards/NNS/3/obl:agent/guard",
            "seized",
            Some("guards"),
            Some("Boats"),
        );
    }

    #[test]
    fn an_agent_beside_an_object_is_none() {
        // "condemned an attack by guards", where the parse hangs the guards on the verb
        check(
            "Ostia/NNP/2/nsubj condemned/VBD/0/root/condemn attacks/NNS/2/obj/attack by/IN/5/case guards/NNS/2/obl:agent/guard",
            "condemned",
            Some("Ostia"),
            Some("attacks"),
        );
    }

    #[test]
    fn two_subjects_that_an_and_joins_act_together() {
        let (article, analysis) = testing::analysis(
            "Ostia/NNP/4/nsubj and/CC/3/cc Veii/NNP/4/nsubj met/VBD/0/root/meet ././4/punct",
        );
        let tree = Tree::new(&article.text, &analysis);
        let all = tree.with_conjuncts(TokenId(2));
        assert_eq!(all, [TokenId(0), TokenId(2)]);
        let (article, analysis) =
            testing::analysis("Monday/NNP/3/nsubj Veii/NNP/3/nsubj met/VBD/0/root/meet");
        let tree = Tree::new(&article.text, &analysis);
        assert_eq!(tree.with_conjuncts(TokenId(1)), [TokenId(1)]);
    }

    #[test]
    fn control_decides_who_acts() {
        // the envoys leave, not the council
        check(
            "Council/NN/2/nsubj ordered/VBD/0/root/order envoys/NNS/2/obj/envoy to/TO/5/mark leave/VB/2/xcomp",
            "leave",
            Some("envoys"),
            None,
        );
        check(
            "Council/NN/2/nsubj decided/VBD/0/root/decide to/TO/4/mark sever/VB/2/xcomp ties/NNS/4/obj/tie",
            "sever",
            Some("Council"),
            Some("ties"),
        );
        check(
            "Guild/NN/2/nsubj accused/VBD/0/root/accuse Ostia/NNP/2/obj of/IN/5/mark hacking/VBG/2/advcl/hack ports/NNS/5/obj/port",
            "hacking",
            Some("Ostia"),
            Some("ports"),
        );
    }

    #[test]
    fn nouns_own_their_infinitives() {
        check(
            "Ostia/NNP/3/nmod:poss ’s/POS/1/case move/NN/0/root to/TO/5/mark snap/VB/3/acl ties/NNS/5/obj/tie",
            "snap",
            Some("Ostia"),
            Some("ties"),
        );
    }

    #[test]
    fn relative_clauses_reach_their_noun() {
        check(
            "ships/NNS/0/root/ship that/WDT/3/nsubj sold/VBD/1/acl:relcl/sell oil/NN/3/obj",
            "sold",
            Some("ships"),
            Some("oil"),
        );
        check(
            "attack/NN/0/root carried/VBN/1/acl/carry out/RP/2/compound:prt by/IN/5/case guards/NNS/2/obl:agent/guard",
            "carried",
            Some("guards"),
            Some("attack"),
        );
    }
}
