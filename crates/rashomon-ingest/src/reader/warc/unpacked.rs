//! The bytes of a file, unpacked gzip member by gzip member; of a file that is not packed, as they are.

use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::super::{BUFFER, GZIP};
use crate::Skip;

/// Why no more bytes come.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The file cannot be read.
    Io(io::Error),
    /// The packed data makes no sense.
    Damaged(&'static str),
    /// It unpacks to more than any page does.
    Bomb,
    /// The record is not as its header says.
    Record(String),
    /// The record is sound, but not one to read: it is passed over, or should not have been there.
    Left(Option<Skip>, String),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A stretch (a gzip member, or the whole of a file that is not packed) is read through a window.
pub(super) struct Unpacked<R> {
    file: BufReader<R>,
    /// The byte of the file that is read next.
    at: u64,
    /// Size of the file when it was opened.
    size: u64,
    inflate: Option<Inflate>,
    window: Box<[u8]>,
    from: usize,
    to: usize,
    /// Byte of the file at which the stretch starts.
    start: u64,
    /// Byte of the file at which the last member starts; it is another one where members are joined.
    member: u64,
    /// Bytes of the stretch before the window.
    behind: u64,
    /// Whether nothing of the stretch comes after the window.
    ended: bool,
    /// Whether all members from the one at hand on are one stretch.
    joined: bool,
    /// Bytes packed and unpacked when the current record began.
    mark: (u64, u64),
    /// Bytes read more than once.
    again: u64,
}

struct Inflate {
    state: Decompress,
    crc: Crc,
}

/// Size of the window, in bytes: what can be looked at in one piece.
const WINDOW: usize = 128 << 10;

/// A record may unpack to this many times its packed size, once it is over `SURE` bytes. DEFLATE
/// itself stops at 1032.
const RATIO: u64 = 200;
const SURE: u64 = 64 << 20;

/// Bytes that may be read again over all of a file, beside as many as it has: keeps the time linear.
const AGAIN: u64 = 64 << 20;

impl<R: Read + Seek> Unpacked<R> {
    pub(super) fn new(mut file: R, packed: bool) -> io::Result<Self> {
        let size = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let inflate = packed.then(|| Inflate { state: Decompress::new(false), crc: Crc::new() });
        Ok(Self {
            file: BufReader::with_capacity(BUFFER, file),
            at: 0,
            size,
            ended: inflate.is_some(),
            joined: false,
            inflate,
            window: vec![0; WINDOW].into_boxed_slice(),
            from: 0,
            to: 0,
            start: 0,
            member: 0,
            behind: 0,
            mark: (0, 0),
            again: 0,
        })
    }

    /// Byte of the file at which the next byte stands, or the member that holds it starts.
    pub(super) fn offset(&self) -> u64 {
        if self.inflate.is_some() { self.start } else { self.inner() }
    }

    /// Byte of the file at which the member starts that is unpacked last.
    pub(super) fn member(&self) -> u64 {
        self.member
    }

    /// Bytes of the stretch behind us.
    pub(super) fn inner(&self) -> u64 {
        self.behind + self.from as u64
    }

    /// Whether the file is packed.
    pub(super) fn is_packed(&self) -> bool {
        self.inflate.is_some()
    }

    /// A record begins here: its size is counted from now on.
    pub(super) fn mark(&mut self) {
        self.mark = (self.at, self.behind + self.to as u64);
    }

    /// At least the next `n` bytes, fewer at the end of the stretch. `n` is at most [`WINDOW`].
    pub(super) fn peek(&mut self, n: usize) -> Result<&[u8], Trouble> {
        while self.to - self.from < n && !self.ended {
            if self.from > 0 {
                self.window.copy_within(self.from..self.to, 0);
                self.behind += self.from as u64;
                self.to -= self.from;
                self.from = 0;
            }
            self.more()?;
        }
        Ok(&self.window[self.from..self.to])
    }

    /// Puts `n` bytes that were looked at behind us.
    pub(super) fn consume(&mut self, n: usize) {
        self.from += n;
    }

    /// Puts up to `n` bytes behind us and says how many.
    pub(super) fn skip(&mut self, n: u64) -> Result<u64, Trouble> {
        let here = self.peek(1)?.len() as u64;
        if here >= n || self.inflate.is_some() {
            self.from += here.min(n) as usize;
            return Ok(here.min(n));
        }
        let to = (self.inner() + n).min(self.size.max(self.inner() + here));
        let skipped = to - self.inner();
        self.go(to, 0)?;
        Ok(skipped)
    }

    /// Goes on with the next member; false at the end of the file. To be called at the end of a stretch.
    pub(super) fn next_stretch(&mut self) -> Result<bool, Trouble> {
        if self.inflate.is_none() {
            return Ok(false);
        }
        if !self.pad()? {
            return Ok(false);
        }
        self.mark = (self.at, 0);
        self.begin()?;
        Ok(true)
    }

    /// The member just begun goes on with the stretch that started at `start`, of which `inner` bytes were
    /// read; so does every other after it.
    pub(super) fn join_to(&mut self, start: u64, inner: u64) {
        (self.start, self.behind, self.joined) = (start, inner - self.from as u64, true);
    }

    /// Records do not care where members end: from here on all of them are one stretch.
    pub(super) fn join(&mut self) -> Result<(), Trouble> {
        if self.inflate.is_some() && !self.joined {
            self.joined = true;
            if self.ended && self.pad()? {
                self.head_of_member()?;
                self.ended = false;
            }
        }
        Ok(())
    }

    /// Passes over zeros, which some fill up blocks with, between members; false at the end of the file.
    fn pad(&mut self) -> Result<bool, Trouble> {
        loop {
            let input = self.file.fill_buf()?;
            let (zeros, read) = (input.iter().take_while(|&&b| b == 0).count(), input.len());
            self.file.consume(zeros);
            self.at += zeros as u64;
            if read == 0 || zeros < read {
                return Ok(read > 0);
            }
        }
    }

    /// Goes to byte `inner` of the stretch that starts at `start`.
    pub(super) fn go(&mut self, start: u64, inner: u64) -> Result<(), Trouble> {
        self.file.seek(SeekFrom::Start(start))?;
        self.at = start;
        if self.inflate.is_none() {
            (self.from, self.to, self.behind, self.ended) = (0, 0, start, false);
            return Ok(());
        }
        self.mark = (start, 0);
        self.begin()?;
        let mut left = inner;
        while left > 0 {
            let here = self.peek(1)?.len().min(left.min(WINDOW as u64) as usize);
            if here == 0 {
                break;
            }
            self.from += here;
            left -= here as u64;
        }
        Ok(())
    }

    /// Whether bytes from `start` on, with `inner` unpacked ones, may be read once more.
    pub(super) fn may_read_again(&mut self, start: u64, inner: u64) -> bool {
        let cost = self.at.saturating_sub(start) + inner;
        let may = self.again + cost <= AGAIN + self.at;
        self.again += if may { cost } else { 0 };
        may
    }

    /// Goes to the first member that starts at or after byte `start` of the file, or after where we are;
    /// false where there is none.
    pub(super) fn scan(&mut self, start: Option<u64>) -> Result<bool, Trouble> {
        if let Some(start) = start {
            self.file.seek(SeekFrom::Start(start))?;
            self.at = start;
        }
        loop {
            let input = self.file.fill_buf()?;
            if input.is_empty() {
                (self.from, self.to, self.ended) = (0, 0, true);
                return Ok(false);
            }
            let here = input.iter().position(|&b| b == GZIP[0]);
            let rest = &input[here.unwrap_or(input.len())..];
            // too close to the end of the buffer to tell: try
            let likely = rest.len() < 4 || rest.starts_with(GZIP) && rest[3] & 0xE0 == 0;
            let step = here.map_or(input.len(), |here| here + usize::from(!likely));
            self.file.consume(step);
            self.at += step as u64;
            if here.is_none() || !likely {
                continue;
            }
            let candidate = self.at;
            match self.begin() {
                Ok(()) => return Ok(true),
                Err(Trouble::Io(error)) => return Err(Trouble::Io(error)),
                Err(_) => {
                    let back = candidate as i64 + 1 - self.at as i64;
                    self.file.seek_relative(back)?;
                    self.at = candidate + 1;
                }
            }
        }
    }

    /// Begins a stretch with the member that starts here.
    fn begin(&mut self) -> Result<(), Trouble> {
        self.start = self.at;
        (self.from, self.to, self.behind, self.ended) = (0, 0, 0, true);
        self.head_of_member()?;
        self.ended = false;
        Ok(())
    }

    fn head_of_member(&mut self) -> Result<(), Trouble> {
        self.member = self.at;
        let head = self.take::<10>()?;
        let flags = head[3];
        if !head.starts_with(GZIP) || flags & 0xE0 != 0 {
            return Err(Trouble::Damaged("no gzip data begins here"));
        }
        if flags & 4 != 0 {
            let length = u16::from_le_bytes(self.take()?);
            for _ in 0..length {
                self.take::<1>()?;
            }
        }
        for flag in [8, 16] {
            // a name, a comment: up to a zero byte
            while flags & flag != 0 && self.take::<1>()? != [0] {}
        }
        if flags & 2 != 0 {
            self.take::<2>()?;
        }
        if let Some(inflate) = &mut self.inflate {
            inflate.state.reset(false);
            inflate.crc.reset();
        }
        Ok(())
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Trouble> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            let Some(&next) = self.file.fill_buf()?.first() else {
                return Err(Trouble::Damaged(CUT_OFF));
            };
            *byte = next;
            self.file.consume(1);
            self.at += 1;
        }
        Ok(bytes)
    }

    /// Adds to the window, or ends the stretch.
    fn more(&mut self) -> Result<(), Trouble> {
        let room = &mut self.window[self.to..];
        let Some(Inflate { state, crc }) = &mut self.inflate else {
            let n = self.file.read(room)?;
            self.at += n as u64;
            self.to += n;
            self.ended = n == 0;
            return Ok(());
        };
        loop {
            let input = self.file.fill_buf()?;
            let end_of_file = input.is_empty();
            let (read, written) = (state.total_in(), state.total_out());
            let room = &mut self.window[self.to..];
            let status = state.decompress(input, room, FlushDecompress::None);
            let (read, written) = (state.total_in() - read, (state.total_out() - written) as usize);
            crc.update(&room[..written]);
            self.file.consume(read as usize);
            self.at += read;
            self.to += written;
            match status {
                Err(_) => return Err(Trouble::Damaged("its packed data is damaged")),
                Ok(Status::StreamEnd) => break,
                Ok(_) if written > 0 => return self.check_ratio(),
                Ok(_) if end_of_file => return Err(Trouble::Damaged(CUT_OFF)),
                Ok(_) => {}
            }
        }
        let (sum, length) = (crc.sum(), crc.amount());
        let trailer = (u32::from_le_bytes(self.take()?), u32::from_le_bytes(self.take()?));
        if trailer != (sum, length) {
            return Err(Trouble::Damaged("its checksum does not fit its data"));
        }
        self.ended = !self.joined || !self.pad()?;
        if !self.ended {
            self.head_of_member()?;
        }
        Ok(())
    }

    fn check_ratio(&self) -> Result<(), Trouble> {
        let packed = self.at - self.mark.0;
        let unpacked = (self.behind + self.to as u64).saturating_sub(self.mark.1);
        if unpacked > SURE && unpacked > RATIO * packed { Err(Trouble::Bomb) } else { Ok(()) }
    }
}

const CUT_OFF: &str = "the file ends inside it";
