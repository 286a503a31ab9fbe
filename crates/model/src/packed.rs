//! Rows kept as bytes, so that thousands of replications fit into memory.
//!
//! Most numbers of a record are small, and many are nought: packed by `postcard`, a number takes as many bytes as it needs, in place
//! of eight. What is read is exactly what was packed.
//!
//! Pitfall: a row is unpacked each time it is read, so there is no reference to one, and none can be changed in place. Whoever adds
//! up keeps rows in a [`Table`](iceroad_base::Table) or a list and packs them at the end; whoever reads a record for hundreds of
//! numbers opens it before ([`Packed::opened`]).
use iceroad_base::Id;
use serde::de::{DeserializeOwned, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// What can be packed.
pub trait Row: Clone + PartialEq + Serialize + DeserializeOwned {}
impl<T: Clone + PartialEq + Serialize + DeserializeOwned> Row for T {}

/// Rows of one kind, in order; where `I` is an id, one for each row of the scenario's table, found by it.
///
/// Stored (by `serde`), it is the list of its rows.
pub struct Packed<T, I = ()> {
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
    /// The same rows, where it was opened.
    open: Option<Box<[T]>>,
    of: PhantomData<fn(I) -> I>,
}

impl<T, I> Packed<T, I> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes that the rows take, packed.
    pub fn size(&self) -> usize {
        self.bytes.len() + size_of_val(self.ends.as_slice())
    }
}

impl<T: Row, I> Packed<T, I> {
    /// Packs rows.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r T>) -> Self
    where
        T: 'r,
    {
        let mut packed = Self::default();
        rows.into_iter().for_each(|row| packed.push(row));
        packed.fitted()
    }

    /// The same rows, ready to be read many times.
    pub fn opened(&self) -> Self {
        Self { open: Some(self.iter().collect()), ..self.clone() }
    }

    /// Packs a row behind the others.
    pub fn push(&mut self, row: &T) {
        self.open = None;
        // A row that were dropped here would be missing from every number after: better no result than a wrong one.
        postcard::to_io(row, &mut self.bytes)
            .expect("numbers, and lists that know how long they are, are packed");
        self.ends.push(self.bytes.len() as u32);
    }

    /// Without room for further rows.
    fn fitted(mut self) -> Self {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
        self
    }

    /// Every row, in order.
    pub fn iter(&self) -> Rows<'_, T, I> {
        Rows { packed: self, next: 0 }
    }

    fn row(&self, at: usize) -> Option<T> {
        if let Some(open) = &self.open {
            return open.get(at).cloned();
        }
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(postcard::from_bytes(&self.bytes[start..end]).expect("what was packed from such a row is one"))
    }
}

impl<T: Row, I: Id> Packed<T, I> {
    /// The row of `id`, or nothing where the id is of another table.
    pub fn get(&self, id: I) -> Option<T> {
        self.row(id.index())
    }

    /// Every row with its id, in order.
    pub fn entries(&self) -> impl Iterator<Item = (I, T)> {
        self.iter().enumerate().map(|(index, row)| (I::from_index(index), row))
    }
}

/// Rows that are unpacked one by one.
pub struct Rows<'p, T, I> {
    packed: &'p Packed<T, I>,
    next: usize,
}

impl<T: Row, I> Iterator for Rows<'_, T, I> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let row = self.packed.row(self.next)?;
        self.next += 1;
        Some(row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.packed.len() - self.next;
        (left, Some(left))
    }
}

impl<T: Row, I> ExactSizeIterator for Rows<'_, T, I> {}

impl<'p, T: Row, I> IntoIterator for &'p Packed<T, I> {
    type Item = T;
    type IntoIter = Rows<'p, T, I>;
    fn into_iter(self) -> Rows<'p, T, I> {
        self.iter()
    }
}

impl<T: Row, I> FromIterator<T> for Packed<T, I> {
    fn from_iter<It: IntoIterator<Item = T>>(rows: It) -> Self {
        let mut packed = Self::default();
        rows.into_iter().for_each(|row| packed.push(&row));
        packed.fitted()
    }
}

impl<T, I> Default for Packed<T, I> {
    fn default() -> Self {
        Self { bytes: Vec::new(), ends: Vec::new(), open: None, of: PhantomData }
    }
}

impl<T: Clone, I> Clone for Packed<T, I> {
    fn clone(&self) -> Self {
        let Self { bytes, ends, open, .. } = self;
        Self { bytes: bytes.clone(), ends: ends.clone(), open: open.clone(), of: PhantomData }
    }
}

/// Equal rows are equal bytes.
impl<T, I> PartialEq for Packed<T, I> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.ends == other.ends
    }
}

impl<T: Row + fmt::Debug, I> fmt::Debug for Packed<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<T: Row, I> Serialize for Packed<T, I> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self)
    }
}

impl<'de, T: Row, I> Deserialize<'de> for Packed<T, I> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each<T, I>(PhantomData<Packed<T, I>>);
        impl<'de, T: Row, I> Visitor<'de> for Each<T, I> {
            type Value = Packed<T, I>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of rows")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Packed<T, I>, A::Error> {
                let mut packed = Packed::default();
                while let Some(row) = rows.next_element::<T>()? {
                    packed.push(&row);
                }
                Ok(packed.fitted())
            }
        }
        from.deserialize_seq(Each(PhantomData))
    }
}

/// Numbers of which most are nought: a mask that says which are not, then those.
pub(crate) struct Sparse<const N: usize>(pub(crate) [i64; N]);

impl<const N: usize> Serialize for Sparse<N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        const { assert!(N < 64, "a place in the mask for each") };
        let there = || self.0.iter().copied().filter(|&number| number != 0);
        let mask = self.0.iter().rev().fold(0, |mask, &number| mask << 1 | i64::from(number != 0));
        to.collect_seq(Listed { first: Some(mask), rest: there(), n: 1 + there().count() })
    }
}

/// A mask, then numbers, of which is known how many they are.
struct Listed<R> {
    first: Option<i64>,
    rest: R,
    n: usize,
}

impl<R: Iterator<Item = i64>> Iterator for Listed<R> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        self.first.take().or_else(|| self.rest.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.n, Some(self.n))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Sparse<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Masked<const N: usize>;
        impl<'de, const N: usize> Visitor<'de> for Masked<N> {
            type Value = Sparse<N>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a mask of {N} bits and a number for each that is set")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Sparse<N>, A::Error> {
                let mut next = || list.next_element::<i64>();
                let mut mask = next()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                if mask >> N != 0 {
                    return Err(A::Error::custom("a mask of more bits than there are numbers"));
                }
                let mut numbers = [0; N];
                while mask != 0 {
                    let at = mask.trailing_zeros() as usize;
                    numbers[at] = next()?.ok_or_else(|| A::Error::invalid_length(1 + at, &self))?;
                    mask &= mask - 1;
                }
                match next()? {
                    None => Ok(Sparse(numbers)),
                    Some(_) => Err(A::Error::custom("more numbers than the mask says")),
                }
            }
        }
        from.deserialize_seq(Masked::<N>)
    }
}

/// For `#[serde(with)]` of one such list.
pub(crate) mod sparse {
    use super::*;

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        numbers: &[i64; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        Sparse(*numbers).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[i64; N], D::Error> {
        Sparse::deserialize(from).map(|Sparse(numbers)| numbers)
    }
}

/// For `#[serde(with)]` of a list of such lists.
pub(crate) mod sparse_rows {
    use super::*;

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        rows: &[[i64; N]],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(rows.iter().map(|row| Sparse(*row)))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<Vec<[i64; N]>, D::Error> {
        let rows = Vec::<Sparse<N>>::deserialize(from)?;
        Ok(rows.into_iter().map(|Sparse(numbers)| numbers).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MachineId;
    use crate::record::{GoodsCell, MachineRecord};
    use crate::{ItemId, StoreId};

    fn machine(month: [i64; 27]) -> MachineRecord {
        MachineRecord { state_ms: vec![month; 3], fuel_l: vec![0, i64::MIN, i64::MAX], ..Default::default() }
    }

    #[test]
    fn what_is_unpacked_is_what_was_packed() {
        let mut month = [0; 27];
        (month[0], month[3], month[26]) = (-1, 2_678_400_000, i64::MIN);
        let rows = [machine(month), MachineRecord::default(), machine([7; 27]), machine([0; 27])];
        let packed: Packed<MachineRecord, MachineId> = Packed::of(&rows);
        assert_eq!(packed.iter().collect::<Vec<_>>(), rows);
        assert_eq!((packed.len(), packed.iter().len()), (4, 4));
        assert_eq!(packed.get(MachineId(2)).as_ref(), Some(&rows[2]));
        assert_eq!(packed.get(MachineId(4)), None);
        assert_eq!(packed, rows.iter().cloned().collect());
        let open = packed.opened();
        assert_eq!((open.iter().collect::<Vec<_>>(), open.get(MachineId(4))), (rows.to_vec(), None));
        assert_eq!(open, packed);
        assert_ne!(packed, Packed::of(&rows[..3]));
        assert_eq!(Packed::<GoodsCell>::default().iter().count(), 0);
    }

    #[test]
    fn it_is_stored_as_its_rows_and_not_read_from_others() {
        let rows = [GoodsCell { bought: 5, ..GoodsCell::new(StoreId(1), ItemId(2)) }; 2];
        let bytes = postcard::to_stdvec(&Packed::<GoodsCell>::of(&rows)).unwrap();
        assert_eq!(bytes, postcard::to_stdvec(rows.as_slice()).unwrap());
        assert_eq!(postcard::from_bytes::<Packed<GoodsCell>>(&bytes).unwrap(), Packed::of(&rows));
        assert!(postcard::from_bytes::<Packed<GoodsCell>>(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn a_mask_and_its_numbers_must_agree() {
        let read = |numbers: &[i64]| {
            let bytes = postcard::to_stdvec(numbers).unwrap();
            postcard::from_bytes::<Sparse<3>>(&bytes).ok().map(|sparse| sparse.0)
        };
        assert_eq!(read(&[0b101, 8, 9]), Some([8, 0, 9]));
        assert_eq!(read(&[0]), Some([0; 3]));
        for wrong in [&[][..], &[0b101, 8], &[0b1, 8, 9], &[0b1000, 8], &[-1, 8, 9, 10]] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        assert_eq!(postcard::to_stdvec(&Sparse([8_i64, 0, 9])).unwrap(), [3, 10, 16, 18]);
    }
}
