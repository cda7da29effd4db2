//! The container of the trained models: named sections of little-endian numbers.

use std::collections::BTreeMap;

/// Writes sections; the trainer's side.
#[derive(Debug, Default)]
pub struct Writer {
    sections: BTreeMap<String, Vec<u8>>,
}

impl Writer {
    /// Adds a section of raw bytes.
    pub fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        self.sections.insert(name.to_owned(), bytes);
    }

    /// Adds a section of `u32` numbers.
    pub fn u32s(&mut self, name: &str, values: &[u32]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a section of `f32` numbers.
    pub fn f32s(&mut self, name: &str, values: &[f32]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds `f32` numbers kept to 8 bits, one scale per `row` numbers.
    pub fn i8s(&mut self, name: &str, values: &[f32], row: usize) {
        let mut scales = Vec::new();
        let mut bytes = Vec::with_capacity(values.len());
        for row in values.chunks(row) {
            let top = row.iter().fold(0.0f32, |top, v| top.max(v.abs()));
            let scale = if top == 0.0 { 1.0 } else { top / 127.0 };
            scales.push(scale);
            bytes.extend(row.iter().map(|v| (v / scale).round() as i8 as u8));
        }
        self.f32s(&format!("{name}.scale"), &scales);
        self.bytes(name, bytes);
    }

    /// Adds `f32` numbers kept to 16 bits, one scale for all.
    pub fn i16s(&mut self, name: &str, values: &[f32]) {
        let top = values.iter().fold(0.0f32, |top, v| top.max(v.abs()));
        let scale = if top == 0.0 { 1.0 } else { top / 32767.0 };
        self.f32s(&format!("{name}.scale"), &[scale]);
        let bytes = values.iter().flat_map(|v| ((v / scale).round() as i16).to_le_bytes());
        self.bytes(name, bytes.collect());
    }

    /// The whole as bytes, sections in the order of their names.
    pub fn finish(self) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, bytes) in self.sections {
            out.extend((name.len() as u32).to_le_bytes());
            out.extend(name.as_bytes());
            out.extend((bytes.len() as u32).to_le_bytes());
            out.extend(bytes);
        }
        out
    }
}

/// Reads sections.
#[derive(Debug, Default)]
pub struct Reader<'b> {
    sections: BTreeMap<&'b str, &'b [u8]>,
}

impl<'b> Reader<'b> {
    /// Reads the list of sections; `None` if the bytes are not such a container.
    pub fn new(mut bytes: &'b [u8]) -> Option<Self> {
        let mut sections = BTreeMap::new();
        while !bytes.is_empty() {
            let name = std::str::from_utf8(take(&mut bytes)?).ok()?;
            sections.insert(name, take(&mut bytes)?);
        }
        Some(Self { sections })
    }

    /// A section's bytes; empty if there is none of that name.
    pub fn bytes(&self, name: &str) -> &'b [u8] {
        self.sections.get(name).copied().unwrap_or_default()
    }

    /// A section of `u32` numbers.
    pub fn u32s(&self, name: &str) -> Vec<u32> {
        let words = self.bytes(name).as_chunks::<4>().0;
        words.iter().map(|&word| u32::from_le_bytes(word)).collect()
    }

    /// A section of `f32` numbers.
    pub fn f32s(&self, name: &str) -> Vec<f32> {
        let words = self.bytes(name).as_chunks::<4>().0;
        words.iter().map(|&word| f32::from_le_bytes(word)).collect()
    }

    /// A section written by [`Writer::i16s`].
    pub fn i16s(&self, name: &str) -> Vec<f32> {
        let scale = self.f32s(&format!("{name}.scale")).first().copied().unwrap_or_default();
        let words = self.bytes(name).as_chunks::<2>().0;
        words.iter().map(|&word| f32::from(i16::from_le_bytes(word)) * scale).collect()
    }

    /// A section written by [`Writer::i8s`] with the same `row`.
    pub fn i8s(&self, name: &str, row: usize) -> Vec<f32> {
        let scales = self.f32s(&format!("{name}.scale"));
        let rows = self.bytes(name).chunks(row).zip(scales);
        rows.flat_map(|(row, scale)| row.iter().map(move |&b| f32::from(b as i8) * scale)).collect()
    }
}

fn take<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (head, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *bytes = rest;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        let mut writer = Writer::default();
        writer.u32s("numbers", &[7, 1 << 30]);
        writer.i8s("weights", &[0.0, 1.27, -1.27, 0.5], 2);
        let bytes = writer.finish();
        let reader = Reader::new(&bytes).unwrap();
        assert_eq!(reader.u32s("numbers"), [7, 1 << 30]);
        for (got, want) in reader.i8s("weights", 2).iter().zip([0.0, 1.27, -1.27, 0.5]) {
            assert!((got - want).abs() < 0.006, "{got} {want}");
        }
        assert!(reader.bytes("none").is_empty());
        assert!(Reader::new(&bytes[..bytes.len() - 1]).is_none(), "cut short");
    }
}
