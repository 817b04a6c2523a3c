//! Bit masks of 64 bytes: bit N says whether byte N is of a kind.

use wide::u8x16;

/// How many bytes make one block.
pub(super) const BLOCK: usize = 64;

/// What stands where in one block.
pub(super) struct Masks {
    pub(super) quotes: u64,
    pub(super) backslashes: u64,
    /// Brackets, commas and colons, within strings too.
    pub(super) operators: u64,
    /// Control characters, and whatever else is white space.
    pub(super) blanks: u64,
    pub(super) controls: u64,
}

fn equal(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.simd_eq(u8x16::splat(byte))
}

#[inline]
pub(super) fn of(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks { quotes: 0, backslashes: 0, operators: 0, blanks: 0, controls: 0 };
    let (quarters, _) = block.as_chunks::<16>();
    for (quarter, bytes) in quarters.iter().enumerate() {
        let bytes = u8x16::new(*bytes);
        let bits = |found: u8x16| u64::from(found.to_bitmask()) << (quarter * 16);
        // With this bit, `[` is `{` and `]` is `}`.
        let folded = bytes | u8x16::splat(0x20);
        let brackets = equal(folded, b'{') | equal(folded, b'}');
        let controls = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
        masks.quotes |= bits(equal(bytes, b'"'));
        masks.backslashes |= bits(equal(bytes, b'\\'));
        masks.operators |= bits(brackets | equal(bytes, b',') | equal(bytes, b':'));
        masks.controls |= bits(controls);
        masks.blanks |= bits(controls | equal(bytes, b' '));
    }
    masks
}

/// Which bytes are escaped by a backslash before them. `carry` is whether the first byte of the next block is.
#[inline]
pub(super) fn escaped(backslashes: u64, carry: &mut u64) -> u64 {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    if backslashes == 0 {
        return std::mem::take(carry);
    }
    let starting = backslashes & !*carry;
    let follows = starting << 1 | *carry;
    // Adding a run of backslashes to itself moves a bit to its end, whose place says whether the run's length is odd.
    let (ends, over) = (starting & !EVEN & !follows).overflowing_add(starting);
    *carry = u64::from(over);
    (EVEN ^ (ends << 1)) & follows
}

/// Each bit is whether the number of bits up to it is odd: what is between quotes.
#[inline]
pub(super) fn parity(mut bits: u64) -> u64 {
    for distance in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << distance;
    }
    bits
}

/// The first `count` bits.
#[inline]
pub(super) fn first(count: usize) -> u64 {
    if count >= BLOCK { u64::MAX } else { (1 << count) - 1 }
}
