//! The network that finds cues, and from each cue its source and content.
//!
//! The same parts as the engine's network: rows of a hashed table and a projection of the distilled
//! vector, gated two-way recurrences over a paragraph, a linear chain for cues. From each cue found,
//! a second, smaller stack reads the paragraph's states with each word's place as seen from that cue,
//! and a chain tells source and content.

use pulp::Arch;
use rustc_hash::FxHashMap;

use super::chain::{Chain, WIDTH};
use super::look::{Looked, PLACE_ROWS, TABLE_ROWS};
use crate::net::{Table, Vectors, recurrence};
use crate::pack::Reader;
use crate::quant::{Dense, MOST_INPUTS, Rows};

/// The trained network.
#[derive(Clone, Debug, Default)]
pub struct AttributionNet {
    /// Width of a word's state.
    dim: usize,
    /// Width of a word's state as seen from a cue.
    part_dim: usize,
    /// Rows of words.
    table: Table,
    /// From distilled vector to input.
    project: Dense,
    /// First layer: a word's share in the gates of the word after it, in its own, and in those of the word
    /// before.
    first: Dense,
    /// Further layers.
    layers: Vec<Dense>,
    /// Classes of the chain of cues.
    cues: Dense,
    /// The chain of cues.
    pub cue_chain: Chain,
    /// Rows of places.
    places: Table,
    /// From a word's state to the input of the second stack.
    narrow: Dense,
    /// Layers of the second stack.
    part_layers: Vec<Dense>,
    /// Classes of the chain of parts.
    parts: Dense,
    /// The chain of parts.
    pub part_chain: Chain,
}

/// Words whose projection is kept in a [`Scratch`]; when it is full it starts anew.
const KEPT: usize = 8192;

/// Memory one thread works in, and the results.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Which of the projections is that of a word, by its hash in lower case.
    known: FxHashMap<u64, u32>,
    projected: Vec<f32>,
    rows: Rows,
    distilled: Vec<f32>,
    shares: Vec<f32>,
    state: Vec<f32>,
    gates: Vec<f32>,
    /// The states as the second stack takes them.
    narrow: Vec<f32>,
    second: Vec<f32>,
    /// Rows of scores for the chain of cues.
    pub cues: Vec<f32>,
    /// Rows of scores for the chain of parts.
    pub parts: Vec<f32>,
}

impl AttributionNet {
    /// Whether nothing was trained.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Works out the states of a stretch and the scores of its cues.
    pub fn encode(&self, arch: Arch, looked: &Looked, vectors: &Vectors, s: &mut Scratch) {
        let (n, d) = (looked.rows.len(), self.dim);
        self.project(arch, looked, vectors, s);
        self.table.add(arch, &looked.rows, &mut s.state);
        s.rows.set(arch, &s.state, d);
        self.first.apply(arch, &s.rows, &mut s.shares);
        s.gates.clear();
        for (t, shares) in s.shares.chunks_exact(6 * d).enumerate() {
            s.gates.extend_from_slice(&shares[2 * d..4 * d]);
            let gates = &mut s.gates[t * 2 * d..];
            let mut add = |t: usize, part: usize| {
                let share = &s.shares[(t * 6 + part * 2) * d..][..2 * d];
                gates.iter_mut().zip(share).for_each(|(gate, share)| *gate += share);
            };
            if t > 0 {
                add(t - 1, 0);
            }
            if t + 1 < n {
                add(t + 1, 2);
            }
        }
        recurrence(arch, &s.gates, n, d / 2, &mut s.state);
        for layer in &self.layers {
            s.rows.set(arch, &s.state, d);
            layer.apply(arch, &s.rows, &mut s.gates);
            recurrence(arch, &s.gates, n, d / 2, &mut s.state);
        }
        s.rows.set(arch, &s.state, d);
        self.cues.apply(arch, &s.rows, &mut s.cues);
        debug_assert_eq!(s.cues.len(), n * WIDTH);
        self.narrow.apply(arch, &s.rows, &mut s.narrow);
    }

    /// Sets each word's state to the projection of its distilled vector.
    fn project(&self, arch: Arch, looked: &Looked, vectors: &Vectors, s: &mut Scratch) {
        let d = self.dim;
        if s.known.len() + looked.lowers.len() > KEPT {
            s.known.clear();
            s.projected.clear();
        }
        let first = s.known.len();
        s.distilled.clear();
        for &lower in &looked.lowers {
            let next = s.known.len() as u32;
            if *s.known.entry(lower).or_insert(next) == next {
                let at = s.distilled.len();
                s.distilled.resize(at + vectors.dim, 0.0);
                vectors.get(lower, &mut s.distilled[at..]);
            }
        }
        if s.known.len() > first {
            s.rows.set(arch, &s.distilled, vectors.dim);
            self.project.apply(arch, &s.rows, &mut s.shares);
            s.projected.extend_from_slice(&s.shares);
        }
        s.state.clear();
        for lower in &looked.lowers {
            s.state.extend_from_slice(&s.projected[s.known[lower] as usize * d..][..d]);
        }
    }

    /// Scores of the parts seen from the cue last looked from.
    pub fn parts(&self, arch: Arch, looked: &Looked, s: &mut Scratch) {
        let (n, e) = (looked.rows.len(), self.part_dim);
        s.second.clear();
        s.second.extend_from_slice(&s.narrow);
        self.places.add(arch, &looked.places, &mut s.second);
        for layer in &self.part_layers {
            s.rows.set(arch, &s.second, e);
            layer.apply(arch, &s.rows, &mut s.gates);
            recurrence(arch, &s.gates, n, e / 2, &mut s.second);
        }
        s.rows.set(arch, &s.second, e);
        self.parts.apply(arch, &s.rows, &mut s.parts);
    }

    /// Reads the network as the trainer writes it: tables and weights in 8 bits, of which it keeps the nearest
    /// layers in whole numbers. `None` if the bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let reader = Reader::new(bytes)?;
        let &[layers, part_layers] = reader.u32s("layers").as_slice() else { return None };
        let width = |name: &str| {
            let &[dim] = reader.u32s(name).as_slice() else { return None };
            (dim > 0 && dim.is_multiple_of(16) && dim as usize <= MOST_INPUTS)
                .then_some(dim as usize)
        };
        let (dim, part_dim) = (width("table.dim")?, width("places.dim")?);
        let table = |name: &str, dim: usize, rows: usize| {
            let table = Table::read(&reader, [name, &format!("{name}.scales")], dim);
            (table.len() == rows).then_some(table)
        };
        let get = |name: &str, inputs: Option<usize>, outputs: usize| {
            let bias = reader.f32s(&format!("{name}.bias"));
            let weights = reader.i8s(&format!("{name}.weights"), outputs);
            let found = weights.len() / outputs;
            let sound = bias.len() == outputs
                && weights.len() == found * outputs
                && inputs.is_none_or(|inputs| inputs == found);
            sound.then_some((weights, bias))
        };
        let dense = |name: &str, inputs: usize, outputs: usize| {
            let (weights, bias) = get(name, Some(inputs), outputs)?;
            Some(Dense::new(&weights, &bias))
        };
        let (project, bias) = get("project", None, dim)?;
        let vector = project.len() / dim;
        if vector > MOST_INPUTS || !vector.is_multiple_of(2) {
            return None;
        }
        let (first, first_bias) = get("first", Some(3 * dim), 2 * dim)?;
        let layer = |i: u32| dense(&format!("layer{i}"), dim, 2 * dim);
        let part_layer = |i: u32| dense(&format!("part_layer{i}"), part_dim, 2 * part_dim);
        Some(Self {
            dim,
            part_dim,
            table: table("table", dim, TABLE_ROWS)?,
            project: Dense::new(&project, &bias),
            first: Dense::shares(&first, &first_bias),
            layers: (0..layers).map(layer).collect::<Option<_>>()?,
            cues: dense("cues", dim, WIDTH)?,
            cue_chain: Chain::read(&reader, "cue_chain"),
            places: table("places", part_dim, PLACE_ROWS)?,
            narrow: dense("narrow", dim, part_dim)?,
            part_layers: (0..part_layers).map(part_layer).collect::<Option<_>>()?,
            parts: dense("parts", part_dim, WIDTH)?,
            part_chain: Chain::read(&reader, "part_chain"),
        })
    }
}
