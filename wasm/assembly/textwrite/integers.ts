import { highProduct } from '../numbers/wide'

/** Four digits of every number below 10,000. */
const FOURS: usize = memory.data(40_000, 4)

/** Fills the table of digits; once, before anything is written. */
export function prepareDigits(): void {
  for (let n: u32 = 0; n < 10_000; n++) {
    const digits = (n / 1000) | ((n / 100 % 10) << 8) | ((n / 10 % 10) << 16) | ((n % 10) << 24)
    store<u32>(FOURS + (n << 2), digits | 0x30303030)
  }
}

// @ts-ignore: decorator
@inline
/** A number below 10,000, without zeros in front. Writes up to four bytes. */
function writeFour(n: u32, out: usize): usize {
  const digits = 1 + ((n >= 10) as u32) + ((n >= 100) as u32) + ((n >= 1000) as u32)
  store<u32>(out, load<u32>(FOURS + (n << 2)) >> ((4 - digits) << 3))
  return out + digits
}

// @ts-ignore: decorator
@inline
/** Four digits of a number below 10,000. */
function putFour(n: u32, out: usize): void {
  store<u32>(out, load<u32>(FOURS + (n << 2)))
}

// @ts-ignore: decorator
@inline
/** Two digits of a number below 100. */
export function putTwo(n: u32, out: usize): void {
  store<u16>(out, (load<u32>(FOURS + (n << 2)) >> 16) as u16)
}

// @ts-ignore: decorator
@inline
/** `n / 10,000`, by a product. */
function tenThousands(n: u32): u32 {
  return (((n as u64) * 3518437209) >> 45) as u32
}

export function writeU32(n: u32, out: usize): usize {
  if (n < 10_000) return writeFour(n, out)
  const upper = tenThousands(n)
  const lower = n - upper * 10_000
  let at: usize
  if (upper < 10_000) at = writeFour(upper, out)
  else {
    const top = tenThousands(upper)
    at = writeFour(top, out)
    putFour(upper - top * 10_000, at)
    at += 4
  }
  putFour(lower, at)
  return at + 4
}

// @ts-ignore: decorator
@inline
/** `n / 10^8`, by a product. */
function hundredMillions(n: u64): u64 {
  return highProduct(n, 0xabcc77118461cefd) >> 26
}

// @ts-ignore: decorator
@inline
/** Eight digits of a number below 10^8, the first in the lowest byte. */
function eightOf(n: u32): u64 {
  const upper = tenThousands(n)
  const last: u64 = load<u32>(FOURS + ((n - upper * 10_000) << 2))
  return (load<u32>(FOURS + (upper << 2)) as u64) | (last << 32)
}

/** The last `count` digits (1 to 16) of a number below 10^16, with zeros in front. Writes up to sixteen bytes. */
export function writePadded(n: u64, count: u32, out: usize): usize {
  if (count <= 8) store<u64>(out, eightOf(n as u32) >> ((8 - count) << 3))
  else {
    const upper = hundredMillions(n)
    store<u64>(out, eightOf(upper as u32) >> ((16 - count) << 3))
    store<u64>(out + count - 8, eightOf((n - upper * 100_000_000) as u32))
  }
  return out + count
}

export function writeU64(n: u64, out: usize): usize {
  if (n <= 0xffffffff) return writeU32(n as u32, out)
  const upper = hundredMillions(n)
  const lower = (n - upper * 100_000_000) as u32
  let at: usize
  if (upper <= 0xffffffff) at = writeU32(upper as u32, out)
  else {
    const top = hundredMillions(upper)
    at = writeU32(top as u32, out)
    store<u64>(at, eightOf((upper - top * 100_000_000) as u32))
    at += 8
  }
  store<u64>(at, eightOf(lower))
  return at + 8
}

// @ts-ignore: decorator
@inline
export function writeI32(n: i32, out: usize): usize {
  if (n >= 0) return writeU32(n as u32, out)
  store<u8>(out, 0x2d)
  return writeU32((0 - n) as u32, out + 1)
}

// @ts-ignore: decorator
@inline
export function writeI64(n: i64, out: usize): usize {
  if (n >= 0) return writeU64(n as u64, out)
  store<u8>(out, 0x2d)
  return writeU64((0 - n) as u64, out + 1)
}
