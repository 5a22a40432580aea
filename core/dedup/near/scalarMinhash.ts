import { decodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import { MAX_TEXT_BYTES, type MinhashKernel, type NgramSigner, type SignShape } from '../../kernels/minhashKernel.ts'

const MASK = (1n << 64n) - 1n
const START = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const BASE = 0x9e3779b97f4a7c15n

/**
 * Words of a text, as text-dedup has them: the text in lower case, cut at every single character that is no letter, number
 * or underscore. Two such characters in a row have an empty word between them.
 */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}_]/u)
}

/**
 * The kernel in plain TypeScript: oracle of `wasm/assembly/minhash`, and the fallback where WASM does not run, some ten
 * times slower.
 */
export const scalarMinhash: MinhashKernel = {
  createSigner: (shape) => new ScalarSigner(shape),
}

class ScalarSigner implements NgramSigner {
  readonly #shape: SignShape
  #grams = new Set<bigint>()

  constructor(shape: SignShape) {
    this.#shape = shape
  }

  read(text: Uint8Array): number {
    if (text.length > MAX_TEXT_BYTES) {
      const message = `near duplicates are found among texts of ${MAX_TEXT_BYTES} bytes at most, not ${text.length}`
      throw new EngineError('limit/exceeded', message, { feature: 'text length' })
    }
    const { ngramSize } = this.#shape
    const hashes = wordsOf(decodeUtf8(text)).map(wordHash)
    this.#grams = new Set()
    const last = Math.max(0, hashes.length - ngramSize)
    for (let i = 0; i <= last; i++) {
      let rolled = 0n
      for (const hash of hashes.slice(i, i + ngramSize)) rolled = (rolled * BASE + hash) & MASK
      this.#grams.add(mix(rolled) >> 11n)
    }
    return this.#grams.size
  }

  digest(out: Uint32Array, at: number): void {
    let sum = 0n
    for (const gram of this.#grams) sum = (sum + mix((gram + BASE) & MASK)) & MASK
    out[at] = Number(sum & 0xffff_ffffn)
    out[at + 1] = Number(sum >> 32n)
  }

  sign(out: Uint32Array, at: number): void {
    const { bands, rowsPerBand, permutations } = this.#shape
    const lower = Uint32Array.from(this.#grams, (gram) => Number(gram & 0xffff_ffffn))
    for (let band = 0; band < bands; band++) {
      let hash = START
      for (let i = band * rowsPerBand; i < (band + 1) * rowsPerBand; i++) {
        hash = ((hash ^ BigInt(leastOf(lower, permutations, i * 4))) * PRIME) & MASK
      }
      out[at + band] = Number(mix(hash) >> 32n)
    }
  }

  ngrams(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#grams, Number)
  }
}

function wordHash(word: string): bigint {
  let hash = START
  for (const char of word) hash = ((hash ^ BigInt(char.codePointAt(0) as number)) * PRIME) & MASK
  return mix(hash)
}

function mix(word: bigint): bigint {
  let mixed = ((word ^ (word >> 33n)) * 0xff51afd7ed558ccdn) & MASK
  mixed = ((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK
  return mixed ^ (mixed >> 33n)
}

/** The least upper half of `a · x + b` mod 2^64. */
function leastOf(values: Uint32Array, permutations: Uint32Array, at: number): number {
  const [aLow, aHigh, bLow, bHigh] = permutations.subarray(at, at + 4) as unknown as [number, number, number, number]
  let least = 0xffff_ffff
  for (const x of values) {
    const upper = (upperProduct(aLow, x, bLow) + Math.imul(aHigh, x) + bHigh) >>> 0
    if (upper < least) least = upper
  }
  return least
}

/** Upper half of `a · x + b` for 32-bit numbers, which is below 2^64. */
function upperProduct(a: number, x: number, b: number): number {
  const low = (a & 0xffff) * (x & 0xffff) + (b & 0xffff)
  const mid = (a >>> 16) * (x & 0xffff) + (low >>> 16) + (b >>> 16)
  const carried = (mid & 0xffff) + (a & 0xffff) * (x >>> 16)
  return (a >>> 16) * (x >>> 16) + Math.floor(mid / 2 ** 16) + Math.floor(carried / 2 ** 16)
}
