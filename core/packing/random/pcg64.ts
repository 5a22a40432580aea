import { EngineError } from '../../errors.ts'
import type { RandomWords } from './randomWords.ts'

const WORDS = 2048

/** 128-bit numbers are six limbs of 22 bits, lowest first: products and their sums are exact in doubles. */
const LIMB = 1 << 22
const TOP_LIMB = 1 << 18
const PER_LIMB = 1 / LIMB
const PER_TOP_LIMB = 1 / TOP_LIMB

/** 0x2360ed051fc65da44385df649fccf645, the factor of PCG64. */
const [M0, M1, M2, M3, M4, M5] = limbsOf([0x9fccf645, 0x4385df64, 0x1fc65da4, 0x2360ed05])

/**
 * NumPy's default generator, PCG64 (XSL-RR 128/64) seeded by SeedSequence (axolotl-semantics, Appendix A). Of each 64
 * bits the low half comes first, as `next_uint32` hands them out. BigInt would take seconds for ten million rows.
 */
export class Pcg64 implements RandomWords {
  readonly words = new Uint32Array(WORDS)
  at = WORDS
  #state: Limbs
  readonly #inc: Limbs

  /** @param seed whole number of 0 to 2^53 - 1 @throws EngineError `argument/invalid` */
  constructor(seed: number) {
    const [w0, w1, w2, w3, w4, w5, w6, w7] = seedWords(seed) as unknown as Limbs8
    // initstate = q0<<64 | q1 and initseq = q2<<64 | q3, where q_j = word[2j] | word[2j+1]<<32.
    this.#inc = limbsOf([(w6 << 1) | 1, (w7 << 1) | (w6 >>> 31), (w4 << 1) | (w7 >>> 31), (w5 << 1) | (w4 >>> 31)])
    // A step from 0 leaves inc; the first output comes after a step of its own.
    this.#state = stepped(sum(this.#inc, limbsOf([w2, w3, w0, w1])), this.#inc)
  }

  refill(): void {
    const { words } = this
    let [a0, a1, a2, a3, a4, a5] = this.#state
    const [i0, i1, i2, i3, i4, i5] = this.#inc
    for (let at = 0; at < WORDS; at += 2) {
      // state = state × M + inc, mod 2^128, column by column; `stepped` once more, unrolled: this is the hot loop. What is
      // carried comes last, so that only one sum waits for the column before.
      let column = a0 * M0 + i0
      let high = Math.floor(column * PER_LIMB)
      const r0 = column - high * LIMB
      column = a0 * M1 + a1 * M0 + i1 + high
      high = Math.floor(column * PER_LIMB)
      const r1 = column - high * LIMB
      column = a0 * M2 + a1 * M1 + a2 * M0 + i2 + high
      high = Math.floor(column * PER_LIMB)
      const r2 = column - high * LIMB
      column = a0 * M3 + a1 * M2 + a2 * M1 + a3 * M0 + i3 + high
      high = Math.floor(column * PER_LIMB)
      const r3 = column - high * LIMB
      column = a0 * M4 + a1 * M3 + a2 * M2 + a3 * M1 + a4 * M0 + i4 + high
      high = Math.floor(column * PER_LIMB)
      const r4 = column - high * LIMB
      column = a0 * M5 + a1 * M4 + a2 * M3 + a3 * M2 + a4 * M1 + a5 * M0 + i5 + high
      a5 = column - Math.floor(column * PER_TOP_LIMB) * TOP_LIMB
      a0 = r0
      a1 = r1
      a2 = r2
      a3 = r3
      a4 = r4
      // XSL-RR: high ^ low half of the state, rotated right by its top six bits.
      const top = (a4 >>> 8) | (a5 << 14)
      const low = (a0 | (a1 << 22)) ^ ((a2 >>> 20) | (a3 << 2) | (a4 << 24))
      const upper = ((a1 >>> 10) | (a2 << 12)) ^ top
      // Without branches: the bits are random, so none could be foretold.
      const swap = (low ^ upper) & (top >> 31)
      const first = low ^ swap
      const second = upper ^ swap
      const bits = (top >>> 26) & 31
      words[at] = (first >>> bits) | ((second << 1) << (31 - bits))
      words[at + 1] = (second >>> bits) | ((first << 1) << (31 - bits))
    }
    this.#state = [a0, a1, a2, a3, a4, a5]
    this.at = 0
  }
}

type Limbs = [number, number, number, number, number, number]
type Limbs8 = [number, number, number, number, number, number, number, number]

/** @param words four 32-bit words, lowest first */
function limbsOf([w0, w1, w2, w3]: [number, number, number, number]): Limbs {
  const mask = LIMB - 1
  return [
    w0 & mask,
    ((w0 >>> 22) | (w1 << 10)) & mask,
    ((w1 >>> 12) | (w2 << 20)) & mask,
    (w2 >>> 2) & mask,
    ((w2 >>> 24) | (w3 << 8)) & mask,
    w3 >>> 14,
  ]
}

function sum(a: Limbs, b: Limbs): Limbs {
  return carried((i) => (a[i] as number) + (b[i] as number))
}

function stepped(state: Limbs, inc: Limbs): Limbs {
  const factor: Limbs = [M0, M1, M2, M3, M4, M5]
  return carried((i) => {
    let column = inc[i] as number
    for (let j = 0; j <= i; j++) column += (state[j] as number) * (factor[i - j] as number)
    return column
  })
}

/** Columns of a sum as limbs, what is above 2^128 left out. */
function carried(column: (i: number) => number): Limbs {
  let carry = 0
  return [0, 1, 2, 3, 4, 5].map((i) => {
    const value = column(i) + carry
    const size = i === 5 ? TOP_LIMB : LIMB
    carry = Math.floor(value / size)
    return value - carry * size
  }) as Limbs
}

/**
 * `numpy.random.SeedSequence(seed).generate_state(8)`: how a seed becomes the generator's first state.
 * @param seed whole number of 0 to 2^53 - 1
 * @throws EngineError `argument/invalid`
 */
export function seedWords(seed: number): Uint32Array<ArrayBuffer> {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new EngineError('argument/invalid', `a seed must be a whole number of 0 to 2^53 - 1, not ${seed}`, {
      feature: 'shuffle_seed',
    })
  }
  const entropy = [seed >>> 0, Math.floor(seed / 0x1_0000_0000), 0, 0]
  let hashed = 0x43b0d7e5
  const hash = (word: number) => {
    let value = word ^ hashed
    hashed = Math.imul(hashed, 0x931e8875)
    value = Math.imul(value, hashed)
    return value ^ (value >>> 16)
  }
  const pool = entropy.map(hash)
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from === to) continue
      const mixed = Math.imul(0xca01f9dd, pool[to] as number) - Math.imul(0x4973f715, hash(pool[from] as number))
      pool[to] = mixed ^ (mixed >>> 16)
    }
  }
  let state = 0x8b51f9dd
  return Uint32Array.from({ length: 8 }, (_, i) => {
    let value = (pool[i & 3] as number) ^ state
    state = Math.imul(state, 0x58f38ded)
    value = Math.imul(value, state)
    return value ^ (value >>> 16)
  })
}
