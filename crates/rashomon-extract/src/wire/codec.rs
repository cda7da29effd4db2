//! How single values are written.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rashomon_text::Span;

/// What can be written as bytes and read again.
pub(super) trait Wire: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn get(from: &mut In<'_>) -> Option<Self>;
}

/// Bytes that are being read, and the text that spans lie in.
pub(super) struct In<'a> {
    bytes: &'a [u8],
    pub(super) text: &'a str,
}

impl<'a> In<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, text: "" }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(taken)
    }
}

impl Wire for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = from.take(1)?[0];
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

/// Whole numbers by way of the widest.
macro_rules! unsigned {
    ($($name:ty)*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                (*self as u64).put(out);
            }

            fn get(from: &mut In<'_>) -> Option<Self> {
                u64::get(from)?.try_into().ok()
            }
        }
    )*};
}
unsigned!(u8 u32 usize);

macro_rules! signed {
    ($($name:ty)*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let wide = i64::from(*self);
                ((wide << 1 ^ wide >> 63) as u64).put(out);
            }

            fn get(from: &mut In<'_>) -> Option<Self> {
                let zigzag = u64::get(from)?;
                let wide = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
                wide.try_into().ok()
            }
        }
    )*};
}
signed!(i8 i16 i32 i64);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        match from.take(1)?[0] {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Wire for f32 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.take(4)?.try_into().ok()?))
    }
}

impl Wire for f64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.take(8)?.try_into().ok()?))
    }
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    text.len().put(out);
    out.extend(text.as_bytes());
}

fn get_text<'a>(from: &mut In<'a>) -> Option<&'a str> {
    let length = usize::get(from)?;
    std::str::from_utf8(from.take(length)?).ok()
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        get_text(from).map(str::to_owned)
    }
}

impl Wire for &'static str {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        get_text(from).map(lasting)
    }
}

/// The text, kept until the program ends, each once: words of tables and rules, of which there are not many.
fn lasting(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(text) {
        return known;
    }
    let new: &'static str = Box::leak(Box::from(text));
    kept.insert(new);
    new
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        if bool::get(from)? { T::get(from).map(Some) } else { Some(None) }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        for item in self {
            item.put(out);
        }
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        let length = usize::get(from)?;
        // every item takes a byte or more, whatever the length says
        let mut items = Self::with_capacity(length.min(from.bytes.len() / 4));
        for _ in 0..length {
            items.push(T::get(from)?);
        }
        items.shrink_to_fit();
        Some(items)
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        Some((A::get(from)?, B::get(from)?))
    }
}

impl Wire for Span {
    fn put(&self, out: &mut Vec<u8>) {
        self.start.put(out);
        self.len().put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        let start = u32::get(from)?;
        let end = start.checked_add(u32::get(from)?)?;
        let is_edge = |at: u32| from.text.is_char_boundary(at as usize);
        (is_edge(start) && is_edge(end)).then(|| Self::new(start, end))
    }
}

/// A struct, field by field. All of its fields must be named: the compiler says when one is missing.
macro_rules! fields {
    ($($name:path { $($field:ident),* $(,)? })*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($field.put(out);)*
            }

            fn get(from: &mut In<'_>) -> Option<Self> {
                $(let $field = Wire::get(from)?;)*
                Some(Self { $($field),* })
            }
        }
    )*};
}

/// A struct around a number.
macro_rules! numbers {
    ($($name:path)*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                self.0.put(out);
            }

            fn get(from: &mut In<'_>) -> Option<Self> {
                Wire::get(from).map(Self)
            }
        }
    )*};
}

/// An enum without fields, by the place of the value in a list of all.
macro_rules! words {
    ($($name:path = $all:expr;)*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let place = $all.iter().position(|it| it == self);
                place.unwrap_or(usize::from(u8::MAX)).put(out);
            }

            fn get(from: &mut In<'_>) -> Option<Self> {
                $all.get(usize::get(from)?).copied()
            }
        }
    )*};
}

/// An enum with fields, each variant by a number of its own.
macro_rules! variants {
    ($name:path { $($number:literal = $variant:ident $(($($field:ident),*))?),* $(,)? }) => {
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($field),*))? => {
                        out.push($number);
                        $($($field.put(out);)*)?
                    })*
                }
            }

            fn get(from: &mut In<'_>) -> Option<Self> {
                match u8::get(from)? {
                    $($number => {
                        $($(let $field = Wire::get(from)?;)*)?
                        Some(Self::$variant $(($($field),*))?)
                    })*
                    _ => None,
                }
            }
        }
    };
}

pub(super) use {fields, numbers, variants, words};
