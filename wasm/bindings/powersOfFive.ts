/** The exponents of `wasm/assembly/numbers/decimal.ts`. */
export const MIN_EXPONENT = -307
export const MAX_EXPONENT = 288
export const POWERS_BYTES = (MAX_EXPONENT - MIN_EXPONENT + 1) * 16

/**
 * The first 128 bits of 5^q for every q from `MIN_EXPONENT` to `MAX_EXPONENT`, two halves each, high first: rounded down,
 * or for negative q up, as Lemire's algorithm needs them.
 */
export function powersOfFive(): BigUint64Array {
  const table = new BigUint64Array(POWERS_BYTES / 8)
  for (let q = MIN_EXPONENT; q <= MAX_EXPONENT; q++) {
    const bits = q < 0 ? inverseBits(5n ** BigInt(-q), q) : topBits(5n ** BigInt(q))
    const at = (q - MIN_EXPONENT) * 2
    table[at] = bits >> 64n
    table[at + 1] = bits & 0xffff_ffff_ffff_ffffn
  }
  return table
}

const LENGTH = 128n

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length)
}

/** The first 128 bits of a number, 1 being the first. */
function topBits(value: bigint): bigint {
  const shift = bitLength(value) - LENGTH
  return shift > 0n ? value >> shift : value << -shift
}

/** The first 128 bits of 1 / `power`, rounded up. */
function inverseBits(power: bigint, q: number): bigint {
  const z = bitLength(power - 1n) // the least z with 2^z >= power
  if (q >= -27) return (1n << (z + 127n)) / power + 1n
  return topBits((1n << (2n * z + LENGTH)) / power + 1n)
}
