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
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// Begins every file. Its number changes with the layout, so that a file of another is never taken for one.
const MARK: &[u8; 20] = b"iceroad frames, v2\r\n";
/// A length and its sum.
const HEAD: usize = 4 + 8;
const SUM: usize = 8;

/// What a file holds.
pub(crate) struct Read<'b> {
    pub(crate) frames: Vec<&'b [u8]>,
    /// Behind the last whole frame.
    pub(crate) end: End,
    /// Bytes behind it that are torn.
    pub(crate) torn: usize,
}

/// Where a file ends that is to be appended to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    at: u64,
    sum: u64,
}

/// A file whose bytes are not what was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Damaged;

/// Reads a file's bytes.
pub(crate) fn read(bytes: &[u8]) -> Result<Read<'_>, Damaged> {
    let start = End { at: MARK.len() as u64, sum: 0 };
    if bytes.len() < MARK.len() {
        let torn = MARK.starts_with(bytes) || is_blank(bytes);
        return if torn {
            Ok(Read { frames: Vec::new(), end: start, torn: bytes.len() })
        } else {
            Err(Damaged)
        };
    }
    let Some(mut rest) = bytes.strip_prefix(MARK.as_slice()) else { return Err(Damaged) };
    let (mut frames, mut end) = (Vec::new(), start);
    while !rest.is_empty() {
        match next(rest, end.sum) {
            Next::Whole { payload, sum, size } => {
                frames.push(payload);
                end = End { at: end.at + size as u64, sum };
                rest = &rest[size..];
            }
            Next::Torn => break,
            Next::False if is_blank(rest) => break,
            Next::False => return Err(Damaged),
        }
    }
    Ok(Read { frames, end, torn: rest.len() })
}

/// What comes next in a file.
enum Next<'b> {
    Whole {
        payload: &'b [u8],
        sum: u64,
        size: usize,
    },
    /// The last frame, and not whole.
    Torn,
    False,
}

fn next(rest: &[u8], before: u64) -> Next<'_> {
    let Some((head, body)) = rest.split_at_checked(HEAD) else { return Next::Torn };
    let (length, told) = head.split_at(4);
    if sum_of(before, length).to_le_bytes() != told {
        return Next::False;
    }
    let length = length.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
    let Some((payload, behind)) = body.split_at_checked(length) else { return Next::Torn };
    let Some((told, behind)) = behind.split_at_checked(SUM) else { return Next::Torn };
    let sum = sum_of(before, payload);
    match sum.to_le_bytes() == told {
        true => Next::Whole { payload, sum, size: HEAD + length + SUM },
        // Written in part, over what the file system had made ready.
        false if is_blank(behind) => Next::Torn,
        false => Next::False,
    }
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
