/** Different values of a column and where each of its values is among them. */
export interface ValueIndexes {
  /** Which of the column's values were new, in order: a dictionary has these. */
  firsts: Uint32Array
  /** For each value, its place in the dictionary. */
  indexes: Uint8Array | Uint16Array | Uint32Array
}

/** When a search for different values gives up. */
export interface DictionaryLimits {
  /** Most bytes of different values as a PLAIN page has them; at most 1 MiB. */
  bytes: number
  /** After this many values, and again after each time four as many, no more than fifteen of sixteen may be new. */
  sample: number
}

/**
 * The inner loops of writing Parquet pages. Implementations give the same bytes: where there is one in WASM, it is only
 * faster.
 */
export interface PageEncoder {
  /** The CRC-32 of gzip and zip. */
  crc32(bytes: Uint8Array): number
  /**
   * Numbers as a hybrid of runs and packed bits (RLE of the specification's Encodings.md), without a length in front.
   *
   * @param values below 2^`width`
   * @param width 1 to 32 bits
   */
  hybrid(values: Uint8Array | Uint16Array | Uint32Array, width: number): Uint8Array
  /** Different words of 4 or 8 bytes; null where the search gives up. */
  wordIndexes(bytes: Uint8Array, width: 4 | 8, limits: DictionaryLimits): ValueIndexes | null
  /** Different texts, each from `offsets[i]` to `offsets[i + 1]`; null where the search gives up. */
  textIndexes(bytes: Uint8Array, offsets: Int32Array, limits: DictionaryLimits): ValueIndexes | null
  /** Least and greatest of whole numbers of 4 or 8 bytes, at least one, as they stand there. */
  wordExtremes(bytes: Uint8Array, width: 4 | 8, isSigned: boolean): { min: Uint8Array; max: Uint8Array }
  /** Writes texts `[from, to)` with a length of four bytes in front of each, which fill `out`. */
  plainTexts(bytes: Uint8Array, offsets: Int32Array, from: number, to: number, out: Uint8Array): void
}
