import { writeU32, writeU64 } from './integers'
import { copyBytes } from './room'
import { digits, exponent, shorten } from './shortest'

const DIGITS: usize = memory.data(64, 16)
const SIGN: u64 = 1 << 63
const INFINITY_BITS: u64 = 0x7ff0000000000000
/** 2^53: whole numbers below are exact. */
const EXACT: f64 = 9007199254740992

/** The number without the zeros at its end, which are counted in the exponent. */
let significant: u64 = 0
let power: i32 = 0

// @ts-ignore: decorator
@inline
export function isFinite64(value: f64): bool {
  return (reinterpret<u64>(value) & INFINITY_BITS) != INFINITY_BITS
}

function dropZeros(): void {
  significant = digits
  power = exponent
  if ((significant & 1) != 0) return
  let tenth = significant / 100_000_000
  while (tenth * 100_000_000 == significant) {
    significant = tenth
    power += 8
    tenth = significant / 100_000_000
  }
  tenth = significant / 10_000
  if (tenth * 10_000 == significant) {
    significant = tenth
    power += 4
  }
  tenth = significant / 100
  if (tenth * 100 == significant) {
    significant = tenth
    power += 2
  }
  tenth = significant / 10
  if (tenth * 10 == significant) {
    significant = tenth
    power++
  }
}

/**
 * A finite double as Python's `repr` writes it: the fewest digits that give it back, the exponent form below 1e-4 and from
 * 1e16 on, `.0` behind whole numbers. Writes up to 48 bytes, 24 of which count.
 */
export function writeDouble(value: f64, out: usize): usize {
  let bits = reinterpret<u64>(value)
  let at = out
  if ((bits & SIGN) != 0) {
    store<u8>(at++, 0x2d)
    bits ^= SIGN
  }
  const size = reinterpret<f64>(bits)
  if (size < EXACT) {
    const whole = size as u64
    if (whole as f64 == size) {
      at = writeU64(whole, at)
      store<u16>(at, 0x302e)
      return at + 2
    }
  }
  shorten(bits)
  dropZeros()
  const count = (writeU64(significant, DIGITS) - DIGITS) as i32
  const scientific = count - 1 + power
  if (scientific < -4 || scientific >= 16) return writeScientific(count, scientific, at)
  if (power >= 0) {
    at = copyBytes(DIGITS, DIGITS + count, at)
    for (let i = 0; i < power; i++) store<u8>(at++, 0x30)
    store<u16>(at, 0x302e)
    return at + 2
  }
  if (scientific < 0) {
    store<u64>(at, 0x3030303030302e30)
    at += 1 - scientific
    return copyBytes(DIGITS, DIGITS + count, at)
  }
  copyBytes(DIGITS, DIGITS + count, at)
  at += scientific + 1
  store<u8>(at++, 0x2e)
  return copyBytes(DIGITS + scientific + 1, DIGITS + count, at)
}

function writeScientific(count: i32, scientific: i32, out: usize): usize {
  let at = out
  store<u8>(at++, load<u8>(DIGITS))
  if (count > 1) {
    store<u8>(at++, 0x2e)
    at = copyBytes(DIGITS + 1, DIGITS + count, at)
  }
  store<u8>(at++, 0x65)
  store<u8>(at++, scientific < 0 ? 0x2d : 0x2b)
  const size = (scientific < 0 ? -scientific : scientific) as u32
  if (size < 10) store<u8>(at++, 0x30)
  return writeU32(size, at)
}
