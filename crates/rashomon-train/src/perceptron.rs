//! Averaged perceptrons (Collins 2002) over hashed features.

use rashomon_annotate::linear::Linear;

/// A linear classifier being trained.
#[derive(Debug)]
pub struct Perceptron {
    /// The weights as they stand.
    pub now: Linear,
    sums: Vec<f32>,
    clock: f32,
}

impl Perceptron {
    /// All weights zero.
    pub fn new(bits: u32, classes: usize) -> Self {
        Self { now: Linear::new(bits, classes), sums: vec![0.0; classes << bits], clock: 1.0 }
    }

    /// Goes one example on.
    pub fn tick(&mut self) {
        self.clock += 1.0;
    }

    /// Adds `by` to the weights of `class` for each feature.
    pub fn add(&mut self, features: &[u64], class: usize, by: f32) {
        for &feature in features {
            let at = self.now.row(feature) + class;
            self.now.weights_mut()[at] += by;
            self.sums[at] += by * self.clock;
        }
    }

    /// The average of the weights over all examples so far.
    pub fn average(&self) -> Linear {
        let mut out = self.now.clone();
        for (weight, sum) in out.weights_mut().iter_mut().zip(&self.sums) {
            *weight -= sum / self.clock;
        }
        out
    }
}

/// A small generator of numbers for shuffling: the same numbers on every machine (SplitMix64).
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to 1.
    pub fn unit(&mut self) -> f32 {
        (self.number() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.number() % (i as u64 + 1)) as usize);
        }
    }
}
