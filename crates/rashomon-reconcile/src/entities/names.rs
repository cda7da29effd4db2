//! Names as words: folding, keys, acronyms and the likeness of spellings.
//!
//! Everything here looks at the letters alone; whether two bearers of like names are one is
//! decided in [`super`].

use std::sync::LazyLock;

use rashomon_lexicon::fold;

use super::spelling::{self, Letters};

/// Words that carry no difference between two names of one bearer: articles, conjunctions and
/// prepositions of English and the particles of names in other languages.
const SMALL: &[&str] = &[
    "the", "a", "an", "of", "for", "and", "in", "on", "to", "at", "e", "i", "y", "de", "du", "des",
    "da", "do", "dos", "del", "della", "di", "la", "le", "les", "el", "al", "ul", "ud", "ad", "as",
    "an", "ur", "bin", "ibn", "ben", "von", "van", "der", "den",
];

/// Forms of address and ranks of honour before a person's name.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "sheikh",
    "sheik",
    "shaykh",
    "ayatollah",
    "imam",
    "mullah",
    "haji",
    "hajj",
    "rev",
    "fr",
    "hon",
];

/// Words that say what sort of body a name names and that are left out or exchanged freely.
const GENERIC: &[&str] = &[
    "organization",
    "organisation",
    "organizations",
    "group",
    "movement",
    "inc",
    "ltd",
    "llc",
    "plc",
    "corp",
    "corporation",
    "company",
    "co",
    "agency",
    "news",
    "newspaper",
    "daily",
    "network",
    "foundation",
    "association",
    "front",
    "party",
    "forces",
    "force",
    "province",
    "city",
    "district",
    "region",
    "county",
    "state",
    "republic",
    "camp",
];

/// Words that by themselves name an office that every state or town has one of: a body whose name
/// holds nothing else is one only together with its state.
const OFFICE: &[&str] = &[
    "administration",
    "affairs",
    "agency",
    "air",
    "airport",
    "army",
    "assembly",
    "authority",
    "bank",
    "board",
    "border",
    "bureau",
    "cabinet",
    "central",
    "chief",
    "city",
    "civil",
    "coast",
    "command",
    "commission",
    "committee",
    "congress",
    "constitutional",
    "consulate",
    "council",
    "court",
    "customs",
    "defence",
    "defense",
    "delegation",
    "department",
    "education",
    "election",
    "electoral",
    "embassy",
    "external",
    "federal",
    "finance",
    "fire",
    "force",
    "forces",
    "foreign",
    "general",
    "government",
    "guard",
    "guards",
    "health",
    "high",
    "hospital",
    "house",
    "immigration",
    "information",
    "intelligence",
    "interior",
    "internal",
    "joint",
    "justice",
    "labor",
    "labour",
    "law",
    "local",
    "lower",
    "marine",
    "marines",
    "military",
    "ministry",
    "mission",
    "national",
    "navy",
    "office",
    "opposition",
    "parliament",
    "police",
    "presidency",
    "president",
    "prison",
    "prosecutor",
    "prosecutors",
    "public",
    "regional",
    "republican",
    "rescue",
    "reserve",
    "royal",
    "secret",
    "security",
    "senate",
    "service",
    "services",
    "special",
    "staff",
    "state",
    "supreme",
    "transport",
    "treasury",
    "troops",
    "upper",
    "university",
    "war",
];

/// A name taken apart into folded words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Words with a letter or digit, lower-case, marks and full stops gone, without small words and
    /// forms of address.
    pub words: Vec<String>,
}

impl Name {
    /// Takes a name apart. `person` says whether forms of address are to go.
    ///
    /// A name that is nothing but small words keeps them.
    pub fn new(text: &str, person: bool) -> Self {
        let folded = fold(text).replace("'s ", " ").replace("s' ", "s ");
        let folded = folded.strip_suffix("'s").unwrap_or(&folded);
        let all: Vec<String> = folded
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '(' | ')' | '"'))
            .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
            .filter(|word| !word.is_empty())
            .collect();
        let mut words = all.clone();
        if person {
            let titles = words.iter().take_while(|w| HONORIFICS.contains(&w.as_str())).count();
            if titles < words.len() {
                words.drain(..titles);
            }
        }
        let carries = |word: &String| !SMALL.contains(&word.as_str());
        if words.iter().any(carries) {
            // a particle that opens a person's name is part of it ("Le Pen", "Al Saud")
            let first = usize::from(person && words.len() > 1);
            let mut n = 0;
            words.retain(|word| {
                n += 1;
                carries(word) || (n <= first && word != "the")
            });
        } else {
            words = all;
        }
        Self { words }
    }

    /// The words run together: "First Group" and "FirstGroup" have one key.
    pub fn key(&self) -> String {
        self.words.concat()
    }

    /// Whether there is more than one word.
    pub fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// The last word: a person's surname in most languages, a body's head noun.
    pub fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// The same name without words that only say what sort of body it is, unless that leaves
    /// fewer than two words.
    pub fn without_generic(&self) -> Self {
        let words: Vec<String> =
            self.words.iter().filter(|w| !GENERIC.contains(&w.as_str())).cloned().collect();
        if words.len() >= 2 { Self { words } } else { self.clone() }
    }

    /// Whether the name is that of an office which every state may have ("foreign ministry").
    pub fn is_office(&self) -> bool {
        self.words.iter().all(|word| OFFICE.contains(&word.as_str()))
    }

    /// Whether the last word says that it is an institution with a house of its own.
    pub fn names_an_institution(&self) -> bool {
        const HOUSES: &[&str] = &[
            "hospital",
            "university",
            "college",
            "school",
            "embassy",
            "consulate",
            "court",
            "museum",
            "airport",
            "church",
            "mosque",
            "prison",
            "hotel",
            "station",
            "clinic",
            "bank",
            "zoo",
            "centre",
            "center",
            "headquarters",
            "institute",
            "academy",
            "laboratory",
            "library",
        ];
        HOUSES.contains(&self.last())
    }

    /// First letters of the words.
    pub fn initials(&self) -> String {
        self.words.iter().filter_map(|word| word.chars().next()).collect()
    }

    /// Digits in the name, in order: "Ashford 3" and "Ashford 4" are two camps.
    pub fn digits(&self) -> String {
        self.words.iter().flat_map(|w| w.chars()).filter(char::is_ascii_digit).collect()
    }

    /// Whether `self` is `other` without its beginning, or without words in its middle that only say
    /// what sort of body it is.
    pub fn is_head_of(&self, other: &Self) -> bool {
        let Some(more) = other.words.len().checked_sub(self.words.len()) else { return false };
        let like = |(mine, theirs): (&String, &String)| alike(mine, theirs);
        if self.words.iter().zip(&other.words[more..]).all(like) {
            return true;
        }
        let front = self.words.iter().zip(&other.words).take_while(|pair| like(*pair)).count();
        let (skipped, rest) = other.words[front..].split_at(more);
        front > 0
            && self.words[front..].iter().zip(rest).all(like)
            && skipped.iter().all(|word| OFFICE.contains(&word.as_str()) || is_generic(word))
    }

    /// Whether the words of `self` stand in `other` in the same order, every one by its like.
    pub fn is_within(&self, other: &Self) -> bool {
        let mut rest = other.words.iter();
        self.words.iter().all(|word| rest.any(|theirs| alike(word, theirs)))
    }

    /// Whether the two are spellings of one person's full name: [`Name::is_spelling_of`], or as many words, each
    /// [`transcribed`] from its counterpart.
    pub fn is_transcription_of(&self, other: &Self) -> bool {
        let pairs = || self.words.iter().zip(&other.words);
        self.is_spelling_of(other)
            || self.is_full()
                && self.words.len() == other.words.len()
                && self.digits() == other.digits()
                && pairs().all(|(a, b)| transcribed(a, b))
    }

    /// Whether the two are spellings of one name: as many words, each like its counterpart, or the
    /// words run together differently.
    pub fn is_spelling_of(&self, other: &Self) -> bool {
        if self.digits() != other.digits() {
            return false;
        }
        if self.words.len() == other.words.len() {
            return self.words.iter().zip(&other.words).all(|(a, b)| alike(a, b));
        }
        let (a, b) = (self.key(), other.key());
        a.len().min(b.len()) >= 6 && alike(&a, &b)
    }
}

/// Whether a folded word only says what sort of body a name names.
pub fn is_generic(word: &str) -> bool {
    GENERIC.contains(&word)
}

/// Likeness above which two words are taken for spellings of one name.
pub const ALIKE: f32 = 0.84;

/// Whether two folded words are likely spellings of one name.
///
/// Words of fewer than four letters must be the same: three letters leave too little to compare. The name of
/// a man and that of a woman formed from it are two: "Martin" and "Martina", "Volkov" and "Volkova".
pub fn alike(a: &str, b: &str) -> bool {
    a == b
        || a.len().min(b.len()) >= 4
            && !differ_by_gender(a, b)
            && likeness_from(ALIKE, a, b) >= ALIKE
}

/// Whether two folded words of persons' names are [`alike`] or, having five letters or more, spellings of one
/// name by what is learnt of letters ([`spelling`]): "Gorbunchev" and "Gorbuntschew".
pub fn transcribed(a: &str, b: &str) -> bool {
    alike(a, b)
        || a.len().min(b.len()) >= 5
            && !differ_by_gender(a, b)
            && Letters::embedded().score(a, b) >= spelling::SURE
}

/// Whether one word is the other with an a behind it or in place of a last o.
fn differ_by_gender(a: &str, b: &str) -> bool {
    let formed = |her: &str, his: &str| {
        her.strip_suffix('a').is_some_and(|stem| stem == his.strip_suffix('o').unwrap_or(his))
    };
    formed(a, b) || formed(b, a)
}

/// How alike two folded words are as spellings of one name in Latin letters, 0 to 1.
///
/// An edit distance in which what transcription varies costs little: vowels among each other,
/// doubled letters, a silent h, and consonants that stand for one sound (k, q, c, kh; s, z; y, i, j;
/// v, w, f). One minus the cost over the length of the longer word. Quadratic in the words' lengths.
pub fn likeness(a: &str, b: &str) -> f32 {
    likeness_from(0.0, a, b)
}

/// [`likeness`] where it is `least` or more, or else 0: what cannot reach it is not compared to the end.
fn likeness_from(least: f32, a: &str, b: &str) -> f32 {
    let (a, b) = (sounds(a), sounds(b));
    if a.is_empty() || b.is_empty() {
        return f32::from(u8::from(a == b));
    }
    let length = a.len().max(b.len()) as f32;
    // costs only rise along the way; the margin is for what rounding takes away
    let most = (1.0 - least) * length + 0.01;
    let theirs: Vec<(char, Option<usize>, f32)> =
        b.iter().enumerate().map(|(j, &letter)| (letter, sign(letter), gap(&b, j))).collect();
    let mut row: Vec<f32> = Vec::with_capacity(b.len() + 1);
    row.push(0.0);
    for (_, _, gap) in &theirs {
        row.push(row[row.len() - 1] + gap);
    }
    for (i, &letter) in a.iter().enumerate() {
        let (mine, own) = ((letter, sign(letter)), gap(&a, i));
        let mut diagonal = row[0];
        row[0] += own;
        let mut cheapest = row[0];
        for (j, &(other, sign, gap)) in theirs.iter().enumerate() {
            let exchanged = diagonal + exchange(mine, (other, sign));
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j + 1] + own).min(row[j] + gap);
            cheapest = cheapest.min(row[j + 1]);
        }
        if cheapest > most {
            return 0.0;
        }
    }
    1.0 - row[b.len()] / length
}

/// Letters with the digraphs of transcription as one sign.
fn sounds(word: &str) -> Vec<char> {
    let letters: Vec<char> = word.chars().collect();
    let mut out = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let pair = (letters[at], letters.get(at + 1).copied().unwrap_or(' '));
        let (sign, taken) = match pair {
            ('k', 'h') => ('x', 2),
            ('s', 'h') => ('ş', 2),
            ('c', 'h') => ('ç', 2),
            ('t', 'h') => ('þ', 2),
            ('d', 'h') => ('ð', 2),
            ('g', 'h') => ('ğ', 2),
            ('z', 'h') => ('ž', 2),
            ('p', 'h') => ('f', 2),
            ('c', 'k') => ('k', 2),
            ('o', 'u') => ('u', 2),
            ('e', 'e') => ('i', 2),
            ('o', 'o') => ('u', 2),
            ('x', _) => ('ẋ', 1),
            (letter, _) => (letter, 1),
        };
        out.push(sign);
        at += taken;
    }
    out
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Cost of leaving out `word[at]`.
fn gap(word: &[char], at: usize) -> f32 {
    let letter = word[at];
    if at > 0 && word[at - 1] == letter {
        0.15
    } else if is_vowel(letter) {
        if at == 0 { 0.8 } else { 0.4 }
    } else if letter == 'h' || letter == 'y' || letter == 'w' {
        0.4
    } else {
        1.0
    }
}

/// Cost of one letter for another, each with its [`sign`].
fn exchange((a, mine): (char, Option<usize>), (b, theirs): (char, Option<usize>)) -> f32 {
    static COSTS: LazyLock<Vec<[f32; SIGNS.len()]>> = LazyLock::new(|| {
        SIGNS.iter().map(|&a| std::array::from_fn(|at| cost(a, SIGNS[at]))).collect()
    });
    match (mine, theirs) {
        (Some(a), Some(b)) => COSTS[a][b],
        _ => f32::from(u8::from(a != b)),
    }
}

/// Letters that may be exchanged for less than the whole: those of English, then signs for digraphs.
const SIGNS: &[char] = &[
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
    't', 'u', 'v', 'w', 'x', 'y', 'z', 'ç', 'ð', 'þ', 'ğ', 'ş', 'ž',
];

/// The place of a letter among [`SIGNS`].
fn sign(letter: char) -> Option<usize> {
    match letter {
        'a'..='z' => Some(letter as usize - 'a' as usize),
        _ if letter.is_ascii() => None,
        _ => SIGNS[26..].iter().position(|sign| *sign == letter).map(|at| at + 26),
    }
}

/// [`exchange`], worked out.
fn cost(a: char, b: char) -> f32 {
    const SAME_SOUND: &[&[char]] = &[
        &['k', 'q', 'c', 'x', 'g', 'ğ'],
        &['s', 'z', 'ş', 'þ', 'c'],
        &['d', 'ð', 'z', 't', 'þ'],
        &['j', 'y', 'i', 'ž', 'g'],
        &['v', 'w', 'f', 'u'],
        &['ç', 'ş', 'j'],
        &['x', 'h'],
        &['b', 'v'],
    ];
    const NEAR_VOWELS: &[&[char]] = &[&['a', 'e'], &['e', 'i', 'y'], &['o', 'u'], &['a', 'o']];
    let together = |groups: &[&[char]]| groups.iter().any(|g| g.contains(&a) && g.contains(&b));
    if a == b {
        0.0
    } else if is_vowel(a) && is_vowel(b) {
        if together(NEAR_VOWELS) { 0.25 } else { 0.9 }
    } else if together(SAME_SOUND) {
        0.35
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(a: &str, b: &str, same: bool) {
        let (x, y) = (Name::new(a, true), Name::new(b, true));
        assert_eq!(x.is_transcription_of(&y), same, "{a} / {b}");
        assert_eq!(y.is_transcription_of(&x), same, "{b} / {a}");
    }

    #[test]
    fn costs_looked_up_are_those_worked_out() {
        for a in ('a'..='z').chain("çðþğşžẋéß9".chars()) {
            for b in ('a'..='z').chain("çðþğşžẋéß9".chars()) {
                assert_eq!(exchange((a, sign(a)), (b, sign(b))), cost(a, b), "{a} {b}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_not_compared_to_the_end_is_not_alike(a in "[abdeikst]{1,9}", b in "[abdeikst]{1,9}") {
            let whole = likeness(&a, &b);
            prop_assert_eq!(likeness_from(ALIKE, &a, &b) >= ALIKE, whole >= ALIKE);
        }
    }

    #[test]
    fn spellings_of_one_name() {
        check("Nasir Barzani", "Nassir Barzaani", true);
        check("Mohammad Faris", "Muhammed Fares", true);
        check("Kaliyeva", "Kalieva", true);
        check("Al-Nouri", "Al Nuri", true);
        check("Qasim", "Kassem", true);
        check("Redford Bus Group", "RedfordBus Group", true);
        check("Dmitri Zhukov", "Dmitry Zhukow", true);
        check("Pavel Chebrishchev", "Pavel Tschebrischtschew", true);
        check("Djalil Nouri", "Jalil Nouri", true);
    }

    #[test]
    fn names_of_two() {
        check("Hassan", "Hussein", false);
        check("Karimi", "Rahimi", false);
        check("Anna Berg", "Anna Borg", false);
        check("Marten", "Morton", false);
        check("Camp Ashford 3", "Camp Ashford 4", false);
        check("Li Na", "Li Nu", false);
        check("Martin Holm", "Martina Holm", false);
        check("A. Volkov", "A. Volkova", false);
        check("Mario Lund", "Maria Lund", false);
        check("Peter Harris", "Peter Harrison", false);
        check("Ali Hassan", "Ali Hussein", false);
    }

    #[test]
    fn words_without_furniture() {
        let words = |text, person| Name::new(text, person).words.join(" ");
        assert_eq!(words("Mr. Tolland", true), "tolland");
        assert_eq!(words("the People’s Front of Ardovia", false), "people front ardovia");
        assert_eq!(words("U.N. Security Council", false), "un security council");
        assert_eq!(words("Mazur-e-Khalid", false), "mazur khalid");
        assert_eq!(words("The", false), "the");
    }

    #[test]
    fn parts_and_initials() {
        let name = |text| Name::new(text, false);
        assert!(name("Harbour Council").is_within(&name("Ardovian Harbour Council")));
        assert!(!name("Council Harbour").is_within(&name("Ardovian Harbour Council")));
        assert!(name("Harbour Council").is_head_of(&name("Ardovian Harbour Council")));
        assert!(
            name("Saint Brun’s Hospital").is_head_of(&name("Saint Brun’s University Hospital"))
        );
        assert!(!name("National Space Agency").is_head_of(&name("National Sea and Space Agency")));
        assert_eq!(name("National Union of Carters").initials(), "nuc");
    }

    proptest::proptest! {
        #[test]
        fn likeness_is_symmetric_and_at_most_one(a in "[a-z]{1,12}", b in "[a-z]{1,12}") {
            let (forth, back) = (likeness(&a, &b), likeness(&b, &a));
            proptest::prop_assert!((forth - back).abs() < 1e-5);
            proptest::prop_assert!(forth <= 1.0);
            proptest::prop_assert_eq!(likeness(&a, &a), 1.0);
        }
    }
}
