//! Arrays of plain numbers, as a cache file holds them one after the other.

use zerocopy::IntoBytes;

macro_rules! arrays {
    ($($tag:literal $name:ident $item:ty;)*) => {
        /// An array of numbers of one type.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(missing_docs, reason = "as they read")]
        pub enum Array {
            $($name(Vec<$item>),)*
        }

        impl Array {
            /// Zeros to be read over; nothing where no type has this tag.
            pub fn zeros(tag: u64, count: usize) -> Option<Array> {
                match tag {
                    $($tag => Some(Array::$name(vec![<$item>::default(); count])),)*
                    _ => None,
                }
            }

            /// Which type it is of: a promise to files.
            pub fn tag(&self) -> u64 {
                match self {
                    $(Array::$name(_) => $tag,)*
                }
            }

            /// Bytes an item, of the type of a tag.
            pub fn width(tag: u64) -> Option<u64> {
                match tag {
                    $($tag => Some(size_of::<$item>() as u64),)*
                    _ => None,
                }
            }

            /// How many items there are.
            pub fn count(&self) -> usize {
                match self {
                    $(Array::$name(all) => all.len(),)*
                }
            }

            /// The items' bytes.
            pub fn bytes(&self) -> &[u8] {
                match self {
                    $(Array::$name(all) => all.as_slice().as_bytes(),)*
                }
            }

            /// The items' bytes, to be written over.
            pub fn bytes_mut(&mut self) -> &mut [u8] {
                match self {
                    $(Array::$name(all) => all.as_mut_slice().as_mut_bytes(),)*
                }
            }
        }

        $(impl From<Vec<$item>> for Array {
            fn from(all: Vec<$item>) -> Array {
                Array::$name(all)
            }
        }

        impl TryFrom<Array> for Vec<$item> {
            type Error = ();

            fn try_from(array: Array) -> Result<Self, ()> {
                match array {
                    Array::$name(all) => Ok(all),
                    _ => Err(()),
                }
            }
        })*
    };
}

arrays! {
    1 Bytes u8;
    2 Halves u16;
    3 Numbers u32;
    4 Signed i32;
    5 Longs u64;
    6 Integers i64;
    7 Floats f64;
}

/// Arrays that are taken off one after the other.
pub(super) struct Shelf(std::vec::IntoIter<Array>);

impl Shelf {
    pub(super) fn new(arrays: Vec<Array>) -> Shelf {
        Shelf(arrays.into_iter())
    }

    /// The next array; nothing where it is of another type than the one that is wanted.
    pub(super) fn take<T>(&mut self) -> Option<Vec<T>>
    where
        Vec<T>: TryFrom<Array>,
    {
        self.0.next()?.try_into().ok()
    }

    /// Whether all were taken.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_slice().is_empty()
    }
}
