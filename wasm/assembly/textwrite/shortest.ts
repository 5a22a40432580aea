// The shortest decimal that gives a double back, and of several the nearest to it, after Raffaello Giulietti, "The
// Schubfach way to render doubles" (2021): three products with 128 bits of a power of ten.
import { highProduct } from '../numbers/wide'

/** The exponents of the table of powers. */
export const MIN_POWER: i32 = -292
const MANTISSA_BITS: u64 = 52
const HIDDEN_BIT: u64 = 1 << 52
const EXPONENT_BIAS: i32 = 1075

/** 128 bits of each power of ten from `MIN_POWER` to 324, rounded up: high half, low half. */
let powers: usize = 0

/** What `shorten` found: the value is `digits` times ten to the power of `exponent`. */
export let digits: u64 = 0
export let exponent: i32 = 0

/** Tells where the host put the table. */
export function placeTens(at: usize): void {
  powers = at
}

// @ts-ignore: decorator
@inline
/** A number of 128 bits without the lower 64, the last bit left set where more than one of them was worth anything. */
function toOdd(top: u64, low: u64): u64 {
  return top | ((low > 1) as u64)
}

/** Finds digits and exponent of a finite double above zero, given by its bits. The digits may end in zeros. */
export function shorten(bits: u64): void {
  const fraction = bits & (HIDDEN_BIT - 1)
  const biased = (bits >> MANTISSA_BITS) as i32
  const c = biased != 0 ? fraction | HIDDEN_BIT : fraction
  const q = (biased != 0 ? biased : 1) - EXPONENT_BIAS
  // The double below is only half as far away where the mantissa is the least of its exponent.
  const closer = fraction == 0 && biased > 1
  const k = (q * 1262611 - (closer ? 524031 : 0)) >> 22
  const h = (q + ((-k * 1741647) >> 19) + 1) as u64
  const entry = powers + (((-k - MIN_POWER) as usize) << 4)
  const powerHigh = load<u64>(entry)
  const powerLow = load<u64>(entry, 8)
  const odd = c & 1
  // The power times four times c, in 192 bits; the ends of the interval are two less (or one) and two more times it.
  const scaled = c << (h + 2)
  const product0 = powerLow * scaled
  const carried = highProduct(powerLow, scaled)
  let product1 = powerHigh * scaled
  let product2 = highProduct(powerHigh, scaled)
  product1 += carried
  product2 += (product1 < carried) as u64
  const value = toOdd(product2, product1)

  let shift = h + 1
  const above0 = product0 + (powerLow << shift)
  let above1 = product1 + ((powerHigh << shift) | (powerLow >> (64 - shift)))
  let above2 = product2 + (powerHigh >> (64 - shift)) + ((above1 < product1) as u64)
  const carry = (above0 < product0) as u64
  above1 += carry
  above2 += (above1 < carry) as u64
  const upper = toOdd(above2, above1) - odd

  shift -= closer as u64
  const less0 = powerLow << shift
  const less1 = (powerHigh << shift) | (powerLow >> (64 - shift))
  let below2 = product2 - (powerHigh >> (64 - shift)) - ((product1 < less1) as u64)
  let below1 = product1 - less1
  const borrow = (product0 < less0) as u64
  below2 -= (below1 < borrow) as u64
  below1 -= borrow
  const lower = toOdd(below2, below1) + odd

  // Which of four numbers it is cannot be foretold: all are made, and one is chosen without a branch.
  const s = value >> 2
  const tenth = highProduct(s, 0xcccccccccccccccd) >> 3
  const tenBelow = tenth * 40
  const tenAbove = tenBelow + 40 <= upper
  const isUneven = ((lower <= tenBelow) as u32) != (tenAbove as u32)
  const isShorter = (isUneven as u32) & ((s >= 10) as u32)
  const below = s << 2
  const above = below + 4 <= upper
  const half = below + 2
  const nearer = ((value > half) as u32) | (((value == half) as u32) & ((s & 1) as u32))
  const up = select<u32>(above as u32, nearer, ((lower <= below) as u32) != (above as u32))
  digits = select<u64>(tenth + (tenAbove as u64), s + (up as u64), isShorter != 0)
  exponent = k + (isShorter as i32)
}
