//! The network behind tags, parses and names: word features, a stack of gated two-way recurrences, and
//! one linear layer a task.
//!
//! A word's input is the sum of rows of a hashed table (word, endings, beginning, shape) and a
//! projection of its distilled vector. Each layer is a pair of recurrences, left to right and right
//! to left, whose gates depend on the layer's input only (Bradbury et al. 2017; Lei et al. 2018), so
//! that all products are over whole sentences; the first layer also sees both neighbours. Arcs are
//! scored word by word (Dozat and Manning 2017), names by a linear chain (Lample et al. 2016).

use pulp::{Arch, Simd, WithSimd};
use rustc_hash::FxHashMap;

use crate::form::Form;
use crate::hash::{feature, mix};
use crate::math::gated;
use crate::pack::{Reader, Writer};
use crate::quant::Dense;

/// Rows of the feature table summed for one word.
pub const FEATURES: usize = 8;

/// Sizes of the parts of the feature table, as powers of two.
const BITS: [u32; FEATURES] = [14, 14, 12, 12, 12, 13, 10, 10];

/// Rows of the feature table.
pub const TABLE_ROWS: usize = {
    let (mut sum, mut i) = (0, 1);
    while i < FEATURES {
        sum += 1 << BITS[i];
        i += 1;
    }
    sum
};

/// Buckets of the distance between a word and its head.
pub const DISTANCES: usize = 32;

/// Classes of the name chain: outside, then begin, inside, last and single of each of nine kinds.
pub const CHAIN: usize = 37;

/// Width of a layer of [`CHAIN`] classes.
pub const CHAIN_WIDTH: usize = 48;

/// The number of each feature's row in the table.
pub fn rows(form: &Form, sign: u64) -> [u32; FEATURES] {
    let values = [
        feature(31, &[form.lower]),
        feature(32, &[form.lower]),
        feature(33, &[form.ends[1]]),
        feature(34, &[form.ends[2]]),
        feature(35, &[form.begins[2]]),
        feature(36, &[form.ends[3]]),
        feature(37, &[form.shape]),
        feature(38, &[sign]),
    ];
    let mut out = [0; FEATURES];
    let mut base = 0;
    for (i, (out, value)) in out.iter_mut().zip(values).enumerate() {
        *out = base + (value >> (64 - BITS[i])) as u32;
        // the first two share one part: two rows a word
        if i > 0 {
            base += 1 << BITS[i];
        }
    }
    out
}

/// Which bucket a head's distance falls into; `to` and `from` are numbers of words.
pub fn distance(from: usize, to: usize) -> usize {
    let gap = from.abs_diff(to);
    let bucket = match gap {
        0..=8 => gap,
        9..=10 => 9,
        11..=13 => 10,
        14..=17 => 11,
        18..=24 => 12,
        25..=36 => 13,
        37..=60 => 14,
        _ => 15,
    };
    if to < from { bucket } else { 16 + bucket }
}

/// Whether class `to` may follow class `from` in the name chain; `None` is the edge of the sentence.
pub fn may_follow(from: Option<usize>, to: Option<usize>) -> bool {
    // within a kind: 1 begin, 2 inside, 3 last, 4 single
    let part =
        |class: usize| if class == 0 { (0, 0) } else { ((class - 1) % 4 + 1, (class - 1) / 4) };
    let (from, to) = (from.map_or((0, 0), part), to.map_or((0, 0), part));
    let open = matches!(from.0, 1 | 2);
    let goes_on = matches!(to.0, 2 | 3);
    open == goes_on && (!open || from.1 == to.1)
}

/// Distilled vectors of common words (MiniLM, see the model card), found by hash.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    /// Numbers a word.
    pub dim: usize,
    rows: FxHashMap<u32, u32>,
    keys: Vec<u32>,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Vectors {
    /// From keys, rows in 8 bits and the scale of each column.
    pub fn new(keys: Vec<u32>, values: Vec<i8>, scales: Vec<f32>) -> Self {
        let rows = keys.iter().enumerate().map(|(row, &key)| (key, row as u32)).collect();
        Self { dim: scales.len(), rows, keys, values, scales }
    }

    /// The key of a lower-case word, given its hash.
    pub fn key(lower: u64) -> u32 {
        (mix(lower, 0x56) >> 32) as u32
    }

    /// Writes the vector of a word to `out`; zeros and `false` if there is none.
    pub fn get(&self, lower: u64, out: &mut [f32]) -> bool {
        let Some(&row) = self.rows.get(&Self::key(lower)) else {
            out.fill(0.0);
            return false;
        };
        let row = &self.values[row as usize * self.dim..][..self.dim];
        for ((out, &value), &scale) in out.iter_mut().zip(row).zip(&self.scales) {
            *out = f32::from(value) * scale;
        }
        true
    }

    /// Writes the vectors.
    pub fn write(&self, writer: &mut Writer) {
        writer.u32s("vectors.keys", &self.keys);
        writer.f32s("vectors.scales", &self.scales);
        writer.bytes("vectors.values", self.values.iter().map(|&v| v as u8).collect());
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(reader: &Reader<'_>) -> Self {
        let (mut keys, scales) = (reader.u32s("vectors.keys"), reader.f32s("vectors.scales"));
        let values: Vec<i8> = reader.bytes("vectors.values").iter().map(|&b| b as i8).collect();
        keys.truncate(values.len() / scales.len().max(1));
        Self::new(keys, values, scales)
    }
}

/// A table of rows in 8 bits, with a scale a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Numbers a row.
    dim: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Table {
    /// The nearest table to these rows of `dim` numbers.
    pub fn pack(values: &[f32], dim: usize) -> Self {
        let mut out = Self { dim, ..Self::default() };
        for row in values.chunks_exact(dim) {
            let top = row.iter().fold(0.0f32, |top, v| top.max(v.abs()));
            let scale = if top == 0.0 { 1.0 } else { top / 127.0 };
            out.scales.push(scale);
            out.values.extend(row.iter().map(|v| (v / scale).round() as i8));
        }
        out
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Adds to each row of `out` the rows of the table that stand in its place in `rows`.
    pub fn add<const N: usize>(&self, arch: Arch, rows: &[[u32; N]], out: &mut [f32]) {
        arch.dispatch(Add { table: self, rows, out });
    }

    /// Writes rows and scales under these two names.
    pub fn write(&self, writer: &mut Writer, [rows, scales]: [&str; 2]) {
        writer.bytes(rows, self.values.iter().map(|&v| v as u8).collect());
        writer.f32s(scales, &self.scales);
    }

    /// Reads what [`Self::write`] wrote: rows of `dim` numbers.
    pub fn read(reader: &Reader<'_>, [rows, scales]: [&str; 2], dim: usize) -> Self {
        let mut scales = reader.f32s(scales);
        let values: Vec<i8> = reader.bytes(rows).iter().map(|&b| b as i8).collect();
        scales.truncate(values.len() / dim.max(1));
        Self { dim, values, scales }
    }
}

struct Add<'a, const N: usize> {
    table: &'a Table,
    rows: &'a [[u32; N]],
    out: &'a mut [f32],
}

impl<const N: usize> WithSimd for Add<'_, N> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "must be compiled for the vector unit it is called for"
    )]
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Table { dim, values, scales } = self.table;
        for (out, rows) in self.out.chunks_exact_mut(*dim).zip(self.rows) {
            for &row in rows {
                let scale = scales[row as usize];
                let row = &values[row as usize * dim..][..*dim];
                for (out, &value) in out.iter_mut().zip(row) {
                    *out += f32::from(value) * scale;
                }
            }
        }
    }
}

/// The layer over a word's state that all tasks share: where each task's columns end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    /// Columns of the pairs of tags.
    pub tags: usize,
    /// Columns of a word as a dependent, and as many of it as a head.
    pub arc: usize,
    /// Columns of a word as a dependent, for the relation, and as many of it as a head.
    pub label: usize,
}

impl Widths {
    /// Where the columns begin: tags, dependent, head, dependent's relation, head's relation, names; and
    /// where they end.
    pub fn starts(self) -> [usize; 7] {
        let Self { tags, arc, label } = self;
        let (key, relation) = (tags + arc, tags + 2 * arc);
        let names = relation + 2 * label;
        [0, tags, key, relation, relation + label, names, names + CHAIN_WIDTH]
    }
}

/// The trained network.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// Width of a word's state, twice the width of one direction.
    pub dim: usize,
    /// The feature table.
    pub table: Table,
    /// From distilled vector to input.
    pub project: Dense,
    /// The first layer: a word's share in the gates of the word after it, in its own (with the biases),
    /// and in those of the word before.
    pub first: Dense,
    /// Further layers.
    pub layers: Vec<Dense>,
    /// The layer of all tasks.
    pub top: Dense,
    /// Its columns.
    pub widths: Widths,
    /// The root as a head.
    pub root_key: Vec<f32>,
    /// Bonus by distance, the last one for the root.
    pub gaps: Vec<f32>,
    /// The root as a head, for the relation.
    pub root_label: Vec<f32>,
    /// Relations.
    pub labels: Dense,
    /// Score of each class after each class, a row the class before.
    pub chain: Vec<f32>,
}

/// Names of the sections of the feature table.
const TABLE: [&str; 2] = ["net.table", "net.table_scale"];

impl Net {
    /// Writes the network.
    pub fn write(&self, writer: &mut Writer) {
        let Widths { tags, arc, label } = self.widths;
        let shape = [self.dim, self.layers.len(), tags, arc, label].map(|n| n as u32);
        writer.u32s("net.shape", &shape);
        self.table.write(writer, TABLE);
        for (name, dense) in [
            ("project", &self.project),
            ("first", &self.first),
            ("top", &self.top),
            ("labels", &self.labels),
        ] {
            dense.write(writer, &format!("net.{name}"));
        }
        for (i, layer) in self.layers.iter().enumerate() {
            layer.write(writer, &format!("net.layer{i}"));
        }
        for (name, values) in [
            ("root_key", &self.root_key),
            ("gaps", &self.gaps),
            ("root_label", &self.root_label),
            ("chain", &self.chain),
        ] {
            writer.f32s(&format!("net.{name}"), values);
        }
    }

    /// Reads what [`Self::write`] wrote; `None` where there is no network of this make.
    pub fn read(reader: &Reader<'_>) -> Option<Self> {
        let shape = reader.u32s("net.shape");
        let &[dim, layers, tags, arc, label] = shape.as_slice() else { return None };
        let get = |name: &str| Dense::read(reader, &format!("net.{name}"));
        Some(Self {
            dim: dim as usize,
            table: Table::read(reader, TABLE, dim as usize),
            project: get("project"),
            first: get("first"),
            layers: (0..layers).map(|i| get(&format!("layer{i}"))).collect(),
            top: get("top"),
            widths: Widths { tags: tags as usize, arc: arc as usize, label: label as usize },
            root_key: reader.f32s("net.root_key"),
            gaps: reader.f32s("net.gaps"),
            root_label: reader.f32s("net.root_label"),
            labels: get("labels"),
            chain: reader.f32s("net.chain"),
        })
    }
}

/// Runs both recurrences of a layer over one sentence: `gates` holds, a word, the keep gate and the
/// candidate of the first direction, then of the second; the states are added to `out`.
#[allow(clippy::inline_always, reason = "part of a vector kernel")]
#[inline(always)]
fn recur(gates: &[f32], n: usize, half: usize, out: &mut [f32]) {
    let mut state = [0.0f32; 256];
    for way in 0..2 {
        let state = &mut state[..half];
        state.fill(0.0);
        for step in 0..n {
            let t = if way == 0 { step } else { n - 1 - step };
            let gates = &gates[t * 4 * half + way * 2 * half..][..2 * half];
            let (keep, new) = gates.split_at(half);
            let out = &mut out[t * 2 * half + way * half..][..half];
            for i in 0..half {
                state[i] = gated(keep[i], new[i], state[i]);
                out[i] += state[i];
            }
        }
    }
}

struct Recur<'s> {
    gates: &'s [f32],
    n: usize,
    half: usize,
    out: &'s mut [f32],
}

impl WithSimd for Recur<'_> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "must be compiled for the vector unit it is called for"
    )]
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        recur(self.gates, self.n, self.half, self.out);
    }
}

/// `recur` with the machine's vector unit.
pub fn recurrence(arch: Arch, gates: &[f32], n: usize, half: usize, out: &mut [f32]) {
    arch.dispatch(Recur { gates, n, half, out });
}
