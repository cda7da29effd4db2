//! Tag sets: universal and Penn parts of speech, Universal Dependencies relations.

macro_rules! tag_set {
    ($(#[$doc:meta])* $name:ident, unknown $unknown:ident: $($variant:ident = $string:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every tag, in the order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The tag as treebanks write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $string),+ }
            }

            /// The tag that treebanks write so; an unknown one gives the catch-all tag.
            pub fn parse(string: &str) -> Self {
                match string { $($string => Self::$variant,)+ _ => Self::$unknown }
            }

            /// Number of tags.
            pub const COUNT: usize = Self::ALL.len();
        }

        impl Default for $name {
            fn default() -> Self { Self::$unknown }
        }
    };
}

tag_set! {
    /// Universal part of speech.
    Upos, unknown X:
    Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
    Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
    Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
}

tag_set! {
    /// Penn Treebank tag, as UD English EWT and GUM use them.
    Xpos, unknown Fw:
    Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", In = "IN", Jj = "JJ", Jjr = "JJR",
    Jjs = "JJS", Ls = "LS", Md = "MD", Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS",
    Pdt = "PDT", Pos = "POS", Prp = "PRP", PrpPoss = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS",
    Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN",
    Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP", WpPoss = "WP$", Wrb = "WRB",
    Comma = ",", Colon = ":", Period = ".", OpenQuote = "``", CloseQuote = "''",
    Lrb = "-LRB-", Rrb = "-RRB-", Hyph = "HYPH", Nfp = "NFP", Add = "ADD", Afx = "AFX", Gw = "GW",
    Xx = "XX", Dollar = "$", Hash = "#",
}

tag_set! {
    /// Universal Dependencies relation, with English's subtypes.
    Deprel, unknown Dep:
    Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
    Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass",
    Case = "case", Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound",
    CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj",
    CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep", Det = "det",
    DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated", Expl = "expl",
    Fixed = "fixed", Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list",
    Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc", NmodPoss = "nmod:poss",
    NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
    NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
    OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
    Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_round() {
        for &tag in Xpos::ALL {
            assert_eq!(Xpos::parse(tag.as_str()), tag);
        }
        for &tag in Deprel::ALL {
            assert_eq!(Deprel::parse(tag.as_str()), tag);
        }
        assert_eq!(Upos::parse("PROPN"), Upos::Propn);
    }
}
