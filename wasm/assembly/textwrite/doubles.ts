import { writePadded, writeU32, writeU64 } from './integers'
import { digits, exponent, shorten } from './shortest'

/** 10^0 to 10^17. */
const TENS: usize = memory.data<u64>([
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
  1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
  100_000_000_000_000_000,
])
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
  while (dropped(8, 0xc767074b22e90e21, 0x2af31dc461)) power += 8
  if (dropped(4, 0xd288ce703afb7e91, 0x68db8bac710cb)) power += 4
  if (dropped(2, 0x8f5c28f5c28f5c29, 0x28f5c28f5c28f5c)) power += 2
  if (dropped(1, 0xcccccccccccccccd, 0x1999999999999999)) power++
}

// @ts-ignore: decorator
@inline
/**
 * Divides `significant` by 10^zeros where that leaves nothing, without a division: a multiple of 5^zeros times its inverse
 * modulo 2^64 is the quotient, and any other number is moved beyond every quotient there is, as are bits shifted out.
 * @param most the largest quotient: 2^64 / 10^zeros
 */
function dropped(zeros: u64, inverse: u64, most: u64): bool {
  const quotient = rotr<u64>(significant * inverse, zeros)
  if (quotient > most) return false
  significant = quotient
  return true
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
  const count = digitsOf(significant)
  const scientific = count - 1 + power
  if (scientific < -4 || scientific >= 16) return writeScientific(count, scientific, at)
  if (power >= 0) {
    at = writeU64(significant, at)
    for (let i = 0; i < power; i++) store<u8>(at++, 0x30)
    store<u16>(at, 0x302e)
    return at + 2
  }
  if (scientific < 0) {
    store<u64>(at, 0x3030303030302e30)
    return writeU64(significant, at + 1 - scientific)
  }
  return writePoint(-power, at)
}

/** How many digits a number below 10^17 has, which is not zero. */
function digitsOf(n: u64): i32 {
  const guess = ((64 - (clz(n) as i32)) * 1233) >> 12
  return guess + ((n >= load<u64>(TENS + ((guess as usize) << 3))) as i32)
}

// @ts-ignore: decorator
@inline
/** `significant` with a point before its last `fraction` digits (1 to 16); there is at least one in front of it. */
function writePoint(fraction: i32, out: usize): usize {
  const unit = load<u64>(TENS + ((fraction as usize) << 3))
  const whole = significant / unit
  const at = writeU64(whole, out)
  store<u8>(at, 0x2e)
  return writePadded(significant - whole * unit, fraction, at + 1)
}

function writeScientific(count: i32, scientific: i32, out: usize): usize {
  let at = count > 1 ? writePoint(count - 1, out) : writeU64(significant, out)
  store<u8>(at++, 0x65)
  store<u8>(at++, scientific < 0 ? 0x2d : 0x2b)
  const size = (scientific < 0 ? -scientific : scientific) as u32
  if (size < 10) store<u8>(at++, 0x30)
  return writeU32(size, at)
}
