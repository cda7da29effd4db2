use crate::Failure;

/// What happens on the way.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many pages are wanted, as far as is known by now.
    Wanted(usize),
    /// A page is stored, or found unchanged, or was there before.
    Done(&'a str),
    /// A page is given up.
    Failed(&'a Failure),
    /// Something worth knowing of a page or a file: what, and where.
    Note(&'a str, &'a str),
}

/// What became of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages stored.
    pub stored: usize,
    /// Pages that have not changed since an earlier file.
    pub unchanged: usize,
    /// Pages that were in the file before ([`Options::resume`](crate::Options::resume)).
    pub before: usize,
    /// Of the pages, how many are feeds, OPML files or sitemaps.
    pub lists: usize,
    /// Of the pages, how many are not whole.
    pub truncated: usize,
    /// Pages given up.
    pub failures: Vec<Failure>,
    /// Pages not come to before the run was stopped.
    pub left: usize,
    /// Size of the file, in bytes.
    pub bytes: u64,
}

impl Summary {
    /// Whether the file holds a page.
    pub fn is_usable(&self) -> bool {
        self.stored + self.unchanged + self.before > 0
    }
}
