// The double nearest to a decimal of up to 19 digits, after Lemire, "Number parsing at a gigabyte per second" (2021), and
// Mushtak and Lemire, "Fast number parsing without fallback" (2022): one or two products with 128 bits of a power of five.
import { high, multiply } from './wide'

/** Powers of ten whose exponents the table holds: those of doubles, but for the smallest, which are subnormal. */
export const MIN_EXPONENT: i32 = -307
export const MAX_EXPONENT: i32 = 288

/** 128 bits of each power of five from `MIN_EXPONENT` on: high half, low half. */
let powers: usize = 0

/** 10^0 to 10^22, which are doubles exactly. */
const exactPowers = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
  1e22,
])

/** Tells where the host put the table, `MAX_EXPONENT - MIN_EXPONENT + 1` times 16 bytes. */
export function placePowers(at: usize): void {
  powers = at
}

/** `digits` times ten to the power of `exponent`, which must be in the table; the result is a normal number or 0. */
export function decimalValue(digits: u64, exponent: i32): f64 {
  if (digits <= 9007199254740992 && exponent >= -22 && exponent <= 22) {
    const power = load<f64>(exactPowers + (((exponent < 0 ? -exponent : exponent) as usize) << 3))
    return exponent < 0 ? (digits as f64) / power : (digits as f64) * power
  }
  if (digits == 0) return 0
  const zeros = clz(digits) as i32
  const normal = digits << (zeros as u64)
  const entry = powers + (((exponent - MIN_EXPONENT) as usize) << 4)
  let low = multiply(normal, load<u64>(entry))
  let top = high
  if ((top & 0x1ff) == 0x1ff) {
    multiply(normal, load<u64>(entry, 8))
    const more = high
    low += more
    if (more > low) top++
  }
  const upper = (top >> 63) as i32
  const shift = (upper + 64 - 52 - 3) as u64
  let mantissa = top >> shift
  let power = ((((152170 + 65536) * exponent) >> 16) + 63 + upper - zeros + 1023) as i32
  // Halfway between two doubles: to the even one.
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (mantissa & 3) == 1 && mantissa << shift == top) mantissa &= ~1
  mantissa += mantissa & 1
  mantissa >>= 1
  if (mantissa >= (2 as u64) << 52) {
    mantissa = (1 as u64) << 52
    power++
  }
  return reinterpret<f64>((mantissa & ~((1 as u64) << 52)) | ((power as u64) << 52))
}
