/** How documents are cut into n-grams, and which bands of their signatures are wanted. */
export interface SignShape {
  /** Words of an n-gram, 1..256. */
  ngramSize: number
  /** One hash each. */
  bands: number
  rowsPerBand: number
  /** `bands × rowsPerBand` permutations, four words each: factor low, factor high, addend low, addend high. */
  permutations: Uint32Array
}

/** Reads documents one after the other; what it tells is about the last one. */
export interface NgramSigner {
  /**
   * The set of n-grams of UTF-8 text.
   * @returns how many different ones there are: one at least, also of an empty text
   * @throws EngineError `limit/exceeded` for a text that takes more memory than there is, see `MAX_TEXT_BYTES`
   */
  read(text: Uint8Array): number
  /** Two words that are the same for the same set. Written to `out[at]` and `out[at + 1]`. */
  digest(out: Uint32Array, at: number): void
  /** A hash per band: `bands` words, written from `out[at]` on. */
  sign(out: Uint32Array, at: number): void
  /** The set as whole numbers below 2^53, in no particular order: an array of the caller's own. */
  ngrams(): Float64Array<ArrayBuffer>
}

/** Words, n-grams and signatures, as `wasm/assembly/minhash` and `core/dedup/near/scalarMinhash` say. */
export interface MinhashKernel {
  createSigner(shape: SignShape): NgramSigner
}

/** The longest document compared. A longer one would take gigabytes for its n-grams. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024
