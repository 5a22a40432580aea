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

/** Eight digits of a number below 10^8. */
function putEight(n: u32, out: usize): void {
  const upper = tenThousands(n)
  putFour(upper, out)
  putFour(n - upper * 10_000, out + 4)
}

export function writeU64(n: u64, out: usize): usize {
  if (n <= 0xffffffff) return writeU32(n as u32, out)
  const upper = n / 100_000_000
  const lower = (n - upper * 100_000_000) as u32
  let at: usize
  if (upper <= 0xffffffff) at = writeU32(upper as u32, out)
  else {
    const top = upper / 100_000_000
    at = writeU32(top as u32, out)
    putEight((upper - top * 100_000_000) as u32, at)
    at += 8
  }
  putEight(lower, at)
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
