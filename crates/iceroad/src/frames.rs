//! A file of frames that is only ever appended to, and that is not believed where a bit of it is another.
//!
//! ```text
//! mark, 20 bytes │ frame │ frame │ …        frame: length, 4 bytes │ sum of the length, 8 │ payload │ sum of the payload, 8
//! ```
//!
//! Numbers are little-endian. Sums are SipHash-2-4 and chained: each is over the sum before it as well, so that a frame is true
//! only behind all that came before it.
//!
//! A file whose last frame is not whole, or false and followed by nothing, was *torn*: its writer was stopped half-way. So was one
//! that ends in zeros, as a file system leaves it that had grown it and not written. What comes before stands. Anything else is
//! damage.
use iceroad_base::hash;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Begins every file. Its number changes with the layout, so that a file of another is never taken for one.
const MARK: &[u8; 20] = b"iceroad frames, v2\r\n";
/// A length and its sum.
const HEAD: usize = 4 + 8;
const SUM: usize = 8;

/// Where a file ends that is to be appended to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    at: u64,
    sum: u64,
}

/// Why a file cannot be read on.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Its bytes are not what was written.
    Damaged,
    Unreadable(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Unreadable(error)
    }
}

/// A file that is being read, a frame at a time: a whole one of an ensemble would not fit beside its records.
pub(crate) struct Reading<R> {
    from: R,
    end: End,
    payload: Vec<u8>,
    /// Whether its last whole frame was read, and something torn came behind it.
    over: Option<bool>,
}

impl<R: Read> Reading<R> {
    /// Reads the mark.
    pub(crate) fn begin(mut from: R) -> Result<Self, Fault> {
        let mark = up_to(&mut from, MARK.len())?;
        let over = (mark.len() < MARK.len()).then_some(!mark.is_empty());
        let torn = over.is_some() && (MARK.starts_with(&mark) || is_blank(&mark));
        if mark != MARK && !torn {
            return Err(Fault::Damaged);
        }
        Ok(Self { from, end: End { at: MARK.len() as u64, sum: 0 }, payload: Vec::new(), over })
    }

    /// The payload of the next frame; none behind the last whole one.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, Fault> {
        if self.over.is_some() {
            return Ok(None);
        }
        let before = self.end.sum;
        let head = up_to(&mut self.from, HEAD)?;
        let Some((length, told)) = head.split_at_checked(4).filter(|_| head.len() == HEAD) else {
            self.over = Some(!head.is_empty());
            return Ok(None);
        };
        if sum_of(before, length).to_le_bytes() != told {
            return if is_blank(&head) { self.torn_unless_more() } else { Err(Fault::Damaged) };
        }
        let length = length.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
        self.payload = up_to(&mut self.from, length)?;
        let told = up_to(&mut self.from, SUM)?;
        let sum = sum_of(before, &self.payload);
        if told.len() < SUM || sum.to_le_bytes() != *told {
            // Not whole, or written in part over what the file system had made ready.
            return self.torn_unless_more();
        }
        self.end = End { at: self.end.at + (HEAD + length + SUM) as u64, sum };
        Ok(Some(&self.payload))
    }

    /// Behind a frame that is not true there may be nothing.
    fn torn_unless_more(&mut self) -> Result<Option<&[u8]>, Fault> {
        loop {
            let rest = up_to(&mut self.from, 1 << 16)?;
            if rest.is_empty() {
                self.over = Some(true);
                return Ok(None);
            }
            if !is_blank(&rest) {
                return Err(Fault::Damaged);
            }
        }
    }

    /// Where the last whole frame ended, and whether something torn lies behind it.
    pub(crate) fn end(self) -> (End, bool) {
        (self.end, self.over == Some(true))
    }
}

/// So many of the next bytes, or as many as there are.
fn up_to(from: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| byte == 0)
}

fn sum_of(before: u64, bytes: &[u8]) -> u64 {
    hash::of_names([before.to_le_bytes().as_slice(), bytes])
}

/// A file that is being appended to.
pub(crate) struct Appending {
    file: File,
    end: End,
}

impl Appending {
    /// Begins a file with its first frame, in place of one that is there.
    pub(crate) fn begin(path: &Path, first: &[u8]) -> io::Result<Self> {
        let mut file = File::create(path)?;
        file.write_all(MARK)?;
        let mut new = Self { file, end: End { at: MARK.len() as u64, sum: 0 } };
        new.append(first)?;
        Ok(new)
    }

    /// Goes on with a file behind its last whole frame.
    pub(crate) fn go_on(path: &Path, end: End) -> io::Result<Self> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.set_len(end.at)?;
        file.seek(SeekFrom::Start(end.at))?;
        Ok(Self { file, end })
    }

    /// Appends a frame. One that cannot be written whole is taken back, and the next may follow.
    pub(crate) fn append(&mut self, payload: &[u8]) -> io::Result<()> {
        let length = u32::try_from(payload.len()).map_err(|_| io::Error::other("more than a frame holds"))?;
        let length = length.to_le_bytes();
        let sum = sum_of(self.end.sum, payload);
        let head = sum_of(self.end.sum, &length).to_le_bytes();
        let frame = [&length[..], &head, payload, &sum.to_le_bytes()].concat();
        if let Err(error) = self.file.write_all(&frame) {
            self.file.set_len(self.end.at)?;
            self.file.seek(SeekFrom::Start(self.end.at))?;
            return Err(error);
        }
        self.end = End { at: self.end.at + frame.len() as u64, sum };
        Ok(())
    }

    /// Waits until all of it is on the disk.
    pub(crate) fn make_sure(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
}
