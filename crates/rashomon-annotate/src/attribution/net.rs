//! The network that finds cues, and from each cue its source and content.
//!
//! The same parts as the engine's network: rows of a hashed table and a projection of the distilled
//! vector, gated two-way recurrences over a paragraph, a linear chain for cues. From each cue found,
//! a second, smaller stack reads the paragraph's states with each word's place as seen from that cue,
//! and a chain tells source and content.

use pulp::Arch;

use super::chain::{Chain, WIDTH};
use super::look::Looked;
use crate::math::multiply;
use crate::net::{Vectors, recurrence};
use crate::pack::{Reader, Writer};

/// A table of rows in 8 bits.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Numbers a row.
    pub dim: usize,
    /// All rows.
    pub values: Vec<i8>,
    /// One a row.
    pub scales: Vec<f32>,
}

impl Table {
    /// From numbers in full.
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

    fn add(&self, row: u32, out: &mut [f32]) {
        let scale = self.scales[row as usize];
        let row = &self.values[row as usize * self.dim..][..self.dim];
        for (out, &value) in out.iter_mut().zip(row) {
            *out += f32::from(value) * scale;
        }
    }

    fn write(&self, writer: &mut Writer, name: &str) {
        writer.u32s(&format!("{name}.dim"), &[self.dim as u32]);
        writer.bytes(name, self.values.iter().map(|&v| v as u8).collect());
        writer.f32s(&format!("{name}.scales"), &self.scales);
    }

    fn read(reader: &Reader<'_>, name: &str) -> Self {
        Self {
            dim: reader.u32s(&format!("{name}.dim")).first().copied().unwrap_or(0) as usize,
            values: reader.bytes(name).iter().map(|&b| b as i8).collect(),
            scales: reader.f32s(&format!("{name}.scales")),
        }
    }
}

/// One dense layer: `inputs` rows of `outputs` weights, and biases.
#[derive(Clone, Debug, Default)]
pub struct Dense {
    /// Weights, a row an input.
    pub weights: Vec<f32>,
    /// One a column.
    pub bias: Vec<f32>,
}

impl Dense {
    /// `out = x · weights + bias`, for `n` rows of `x`.
    fn apply(&self, arch: Arch, x: &[f32], n: usize, out: &mut Vec<f32>) {
        out.clear();
        for _ in 0..n {
            out.extend_from_slice(&self.bias);
        }
        let outputs = self.bias.len();
        multiply(arch, x, &self.weights, out, n, self.weights.len() / outputs, outputs);
    }
}

/// The trained network.
#[derive(Clone, Debug, Default)]
pub struct AttributionNet {
    /// Rows of words.
    pub table: Table,
    /// From distilled vector to input.
    pub project: Dense,
    /// First layer, over three words.
    pub first: Dense,
    /// Further layers.
    pub layers: Vec<Dense>,
    /// Classes of the chain of cues.
    pub cues: Dense,
    /// The chain of cues.
    pub cue_chain: Chain,
    /// Rows of places.
    pub places: Table,
    /// From a word's state to the input of the second stack.
    pub narrow: Dense,
    /// Layers of the second stack.
    pub part_layers: Vec<Dense>,
    /// Classes of the chain of parts.
    pub parts: Dense,
    /// The chain of parts.
    pub part_chain: Chain,
}

/// Memory to work in, and the results.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    distilled: Vec<f32>,
    input: Vec<f32>,
    window: Vec<f32>,
    state: Vec<f32>,
    gates: Vec<f32>,
    second: Vec<f32>,
    /// Rows of scores for the chain of cues.
    pub cues: Vec<f32>,
    /// Rows of scores for the chain of parts.
    pub parts: Vec<f32>,
}

impl AttributionNet {
    /// Whether nothing was trained.
    pub fn is_empty(&self) -> bool {
        self.table.values.is_empty()
    }

    /// Works out the states of a stretch and the scores of its cues.
    pub fn encode(&self, arch: Arch, looked: &Looked, vectors: &Vectors, s: &mut Scratch) {
        let (n, d) = (looked.rows.len(), self.table.dim);
        s.distilled.clear();
        s.distilled.resize(n * vectors.dim, 0.0);
        s.input.clear();
        for ((distilled, &lower), rows) in
            s.distilled.chunks_exact_mut(vectors.dim).zip(&looked.lowers).zip(&looked.rows)
        {
            vectors.get(lower, distilled);
            s.input.extend_from_slice(&self.project.bias);
            let last = s.input.len() - d;
            for &row in rows {
                self.table.add(row, &mut s.input[last..]);
            }
        }
        multiply(arch, &s.distilled, &self.project.weights, &mut s.input, n, vectors.dim, d);
        s.window.clear();
        s.window.resize(n * 3 * d, 0.0);
        for t in 0..n {
            let from = t.saturating_sub(1);
            let to = (t + 2).min(n);
            let at = t * 3 * d + (from + 1 - t) * d;
            s.window[at..at + (to - from) * d].copy_from_slice(&s.input[from * d..to * d]);
        }
        self.first.apply(arch, &s.window, n, &mut s.gates);
        s.state.clear();
        s.state.extend_from_slice(&s.input);
        recurrence(arch, &s.gates, n, d / 2, &mut s.state);
        for layer in &self.layers {
            layer.apply(arch, &s.state, n, &mut s.gates);
            recurrence(arch, &s.gates, n, d / 2, &mut s.state);
        }
        self.cues.apply(arch, &s.state, n, &mut s.cues);
        debug_assert_eq!(s.cues.len(), n * WIDTH);
    }

    /// Scores of the parts seen from the cue last looked from.
    pub fn parts(&self, arch: Arch, looked: &Looked, s: &mut Scratch) {
        let n = looked.rows.len();
        self.narrow.apply(arch, &s.state, n, &mut s.second);
        let e = self.places.dim;
        for (out, rows) in s.second.chunks_exact_mut(e).zip(&looked.places) {
            for &row in rows {
                self.places.add(row, out);
            }
        }
        for layer in &self.part_layers {
            layer.apply(arch, &s.second, n, &mut s.gates);
            recurrence(arch, &s.gates, n, e / 2, &mut s.second);
        }
        self.parts.apply(arch, &s.second, n, &mut s.parts);
    }

    /// Writes the network; all weights in 8 bits.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.u32s("layers", &[self.layers.len() as u32, self.part_layers.len() as u32]);
        self.table.write(&mut writer, "table");
        self.places.write(&mut writer, "places");
        self.cue_chain.write(&mut writer, "cue_chain");
        self.part_chain.write(&mut writer, "part_chain");
        let mut put = |name: &str, dense: &Dense| {
            writer.i8s(&format!("{name}.weights"), &dense.weights, dense.bias.len());
            writer.f32s(&format!("{name}.bias"), &dense.bias);
        };
        put("project", &self.project);
        put("first", &self.first);
        put("cues", &self.cues);
        put("narrow", &self.narrow);
        put("parts", &self.parts);
        for (i, layer) in self.layers.iter().enumerate() {
            put(&format!("layer{i}"), layer);
        }
        for (i, layer) in self.part_layers.iter().enumerate() {
            put(&format!("part_layer{i}"), layer);
        }
        writer.finish()
    }

    /// Reads what [`Self::write`] wrote; `None` if the bytes are no such container.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let reader = Reader::new(bytes)?;
        let layers = reader.u32s("layers");
        let &[layers, part_layers] = layers.as_slice() else { return None };
        let get = |name: &str| {
            let bias = reader.f32s(&format!("{name}.bias"));
            Dense { weights: reader.i8s(&format!("{name}.weights"), bias.len().max(1)), bias }
        };
        Some(Self {
            table: Table::read(&reader, "table"),
            places: Table::read(&reader, "places"),
            cue_chain: Chain::read(&reader, "cue_chain"),
            part_chain: Chain::read(&reader, "part_chain"),
            project: get("project"),
            first: get("first"),
            cues: get("cues"),
            narrow: get("narrow"),
            parts: get("parts"),
            layers: (0..layers).map(|i| get(&format!("layer{i}"))).collect(),
            part_layers: (0..part_layers).map(|i| get(&format!("part_layer{i}"))).collect(),
        })
    }
}
