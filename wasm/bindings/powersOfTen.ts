/** The exponents of `wasm/assembly/textwrite/shortest.ts`. */
const MIN_POWER = -292
const MAX_POWER = 324

/**
 * The first 128 bits of 10^k for every k from -292 to 324, rounded up, two halves each, high first: what Schubfach
 * multiplies by.
 */
export function powersOfTen(): BigUint64Array<ArrayBuffer> {
  const table = new BigUint64Array((MAX_POWER - MIN_POWER + 1) * 2)
  for (let k = MIN_POWER; k <= MAX_POWER; k++) {
    const bits = k < 0 ? bitsOfInverse(10n ** BigInt(-k)) : bitsOf(10n ** BigInt(k))
    const at = (k - MIN_POWER) * 2
    table[at] = bits >> 64n
    table[at + 1] = BigInt.asUintN(64, bits)
  }
  return table
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length)
}

/** A number in 128 bits, the first one set; rounded up where it has more. */
function bitsOf(value: bigint): bigint {
  const over = bitLength(value) - 128n
  if (over <= 0n) return value << -over
  const kept = value >> over
  return kept << over === value ? kept : kept + 1n
}

/** 1 / `power` in 128 bits, the first one set, rounded up. */
function bitsOfInverse(power: bigint): bigint {
  // A quotient of 128 bits: 2^(length + 127) / power lies in (2^127, 2^128], as power is no power of two.
  return (1n << (bitLength(power) + 127n)) / power + 1n
}
