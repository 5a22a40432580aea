import { mix } from './mix'

const START: u64 = 0xcbf29ce484222325
const PRIME: u64 = 0x100000001b3

// @ts-ignore: decorator
@inline
/**
 * Upper halves of `a · x + b` mod 2^64 for four permutations, whose factors and addends lie at `at` as four times four
 * words: lower and upper halves of `a`, lower and upper halves of `b`.
 */
function permuted(x: v128, aLow: v128, aHigh: v128, bFirst: v128, bLast: v128, bHigh: v128): v128 {
  const first = i64x2.add(i64x2.extmul_low_i32x4_u(aLow, x), bFirst)
  const last = i64x2.add(i64x2.extmul_high_i32x4_u(aLow, x), bLast)
  const carried = v128.shuffle<i32>(first, last, 1, 3, 5, 7)
  return i32x4.add(i32x4.add(i32x4.mul(aHigh, x), bHigh), carried)
}

/**
 * MinHash signatures by multiply-add-shift: permutation `i` takes the lower 32 bits `x` of every hash to the upper 32 bits of
 * `a[i] · x + b[i]` mod 2^64, which is a strongly universal family (Dietzfelbinger 1996), and the least one counts.
 *
 * @param grams hashes of 8 bytes each, one at least
 * @param permutations 64 bytes for every four: see `permuted`; a multiple of four of them
 * @param mins room for 4 bytes a permutation
 * @param out a hash per band, 4 bytes each; band `i` is permutations `[i · rows, (i + 1) · rows)`
 */
export function signBands(
  grams: usize,
  count: u32,
  permutations: usize,
  numPerm: u32,
  mins: usize,
  bands: u32,
  rows: u32,
  out: usize,
): void {
  const end = grams + ((count as usize) << 3)
  const zero = i32x4.splat(0)
  for (let i: u32 = 0; i < numPerm; i += 4) {
    const at = permutations + ((i as usize) << 4)
    const aLow = v128.load(at)
    const aHigh = v128.load(at, 16)
    const bLow = v128.load(at, 32)
    const bHigh = v128.load(at, 48)
    const bFirst = v128.shuffle<i32>(bLow, zero, 0, 4, 1, 5)
    const bLast = v128.shuffle<i32>(bLow, zero, 2, 6, 3, 7)
    let least = i32x4.splat(-1)
    for (let gram = grams; gram < end; gram += 8) {
      least = i32x4.min_u(least, permuted(v128.load32_splat(gram), aLow, aHigh, bFirst, bLast, bHigh))
    }
    v128.store(mins + ((i as usize) << 2), least)
  }
  let min = mins
  for (let band: u32 = 0; band < bands; band++) {
    let hash = START
    for (let row: u32 = 0; row < rows; row++, min += 4) hash = (hash ^ (load<u32>(min) as u64)) * PRIME
    store<u32>(out + ((band as usize) << 2), (mix(hash) >> 32) as u32)
  }
}
