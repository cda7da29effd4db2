//! Reading the lists: tab-separated rows, `#` comments, several words of one row parted by `;`.

use rustc_hash::FxHashMap;

/// A table from folded words to what the list says of them.
pub(crate) type Table<T> = FxHashMap<&'static str, T>;

/// The rows of a list, each split into its cells.
pub(crate) fn rows(list: &'static str) -> impl Iterator<Item = Row> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| Row { cells: line })
}

/// One row of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    cells: &'static str,
}

impl Row {
    /// Cell `at`, empty where the row is shorter.
    pub(crate) fn cell(self, at: usize) -> &'static str {
        self.cells.split('\t').nth(at).unwrap_or("")
    }

    /// The words of cell `at`.
    pub(crate) fn words(self, at: usize) -> impl Iterator<Item = &'static str> {
        self.cell(at).split(';').map(str::trim).filter(|word| !word.is_empty())
    }

    /// Cell `at`, `None` where it is empty.
    pub(crate) fn optional(self, at: usize) -> Option<&'static str> {
        Some(self.cell(at)).filter(|cell| !cell.is_empty())
    }
}

/// An empty table with room for the rows of `list`, so that reading it grows nothing.
pub(crate) fn with_room_for<T>(list: &str) -> Table<T> {
    let rows = list.bytes().filter(|&byte| byte == b'\n').count();
    Table::with_capacity_and_hasher(rows, rustc_hash::FxBuildHasher)
}

/// The table of a list whose cell 0 holds the words and whose other cells `value` reads.
///
/// A word that stands in two rows keeps the first.
pub(crate) fn table<T: Copy>(list: &'static str, value: impl Fn(Row) -> T) -> Table<T> {
    let mut table = with_room_for(list);
    for row in rows(list) {
        let value = value(row);
        for word in row.words(0) {
            table.entry(word).or_insert(value);
        }
    }
    table
}

/// Looks `$key` up in the list `data/$file`, read on first use.
macro_rules! look_up {
    ($file:literal, $type:ty, $read:expr, $key:expr) => {{
        static TABLE: std::sync::OnceLock<$crate::table::Table<$type>> = std::sync::OnceLock::new();
        TABLE
            .get_or_init(|| $crate::table::table(include_str!(concat!("../data/", $file)), $read))
            .get($key)
            .copied()
    }};
}
pub(crate) use look_up;
