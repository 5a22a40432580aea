/** Bits of the hash that choose the register: 16,384 of them, a standard error of 0.81 %. */
const INDEX_BITS = 14
const REGISTERS = 1 << INDEX_BITS
/** Bits of the hash that are left to be looked at for zeros. */
const RANK_BITS = 64 - INDEX_BITS

/** How many different values there were, estimated from the hashes of all in 16 KiB; after Flajolet and others (2007). */
export class HyperLogLog {
  readonly #registers = new Uint8Array(REGISTERS)

  /** Adds a hash of 64 bits, each half from 0 to 2^32 - 1. */
  add(low: number, high: number): void {
    const index = high >>> (32 - INDEX_BITS)
    const rest = high << INDEX_BITS
    const rank = rest !== 0 ? Math.clz32(rest) + 1 : 32 - INDEX_BITS + Math.clz32(low) + 1
    if (rank > this.#registers[index]!) this.#registers[index] = rank
  }

  merge(other: HyperLogLog): void {
    const theirs = other.#registers
    for (let i = 0; i < REGISTERS; i++) if (theirs[i]! > this.#registers[i]!) this.#registers[i] = theirs[i]!
  }

  /** The estimate of Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017): unbiased at any count. */
  estimate(): number {
    const counts = new Float64Array(RANK_BITS + 2)
    for (const rank of this.#registers) counts[rank]!++
    let z = REGISTERS * tau(1 - counts[RANK_BITS + 1]! / REGISTERS)
    for (let rank = RANK_BITS; rank >= 1; rank--) z = (z + counts[rank]!) / 2
    z += REGISTERS * sigma(counts[0]! / REGISTERS)
    return Math.round((REGISTERS * REGISTERS) / (2 * Math.LN2 * z))
  }
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let x = share
  let y = 1
  let sum = share
  for (let before = -1; sum !== before; y += y) {
    x *= x
    before = sum
    sum += x * y
  }
  return sum
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let x = share
  let y = 1
  let sum = 1 - share
  for (let before = -1; sum !== before; ) {
    x = Math.sqrt(x)
    before = sum
    y /= 2
    sum -= (1 - x) ** 2 * y
  }
  return sum / 3
}
