/**
 * The inner loops of Parquet pages over a memory of their own, addressed by plain numbers. Nothing here checks an
 * address: callers keep to what they allocated. What the functions do and return is said in `wasm/assembly/pages`.
 */
export interface PageKernels {
  /** The whole memory as it is now: an allocation may replace it. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Bytes allocated at the moment. */
  readonly usedBytes: number
  /**
   * `size` bytes (not cleared) and 64 spare ones behind them, at a multiple of 16. @throws EngineError
   * `limit/exceeded` where there is no more memory
   */
  alloc(size: number): number
  /** Gives back what `alloc` returned; 0 is ignored. */
  free(address: number): void

  crc32(crc: number, from: number, length: number): number
  snappyDecode(from: number, length: number, to: number, capacity: number, enough: number): number
  hybridInit(state: number, from: number, end: number, width: number): void
  hybridBytes(state: number, out: number, count: number): number
  hybridWords(state: number, out: number, count: number): number
  countAtLeast(levels: number, count: number, level: number): number
  findRow(repetitions: number, count: number, row: number, out: number): number
  slotValidity(
    definitions: number,
    repetitions: number,
    count: number,
    repetition: number,
    present: number,
    valid: number,
    bits: number,
    nulls: number,
  ): number
  listOffsets(
    definitions: number,
    repetitions: number,
    count: number,
    repetition: number,
    present: number,
    item: number,
    itemRepetition: number,
    offsets: number,
  ): number
  spreadValues(values: number, dense: number, width: number, bits: number, slots: number): void
  spreadOffsets(ends: number, bits: number, slots: number, out: number): void
  measurePlainTexts(from: number, end: number, count: number, endOut: number): number
  copyPlainTexts(from: number, count: number, out: number, ends: number, base: number): void
  pickValues(indexes: number, count: number, dictionary: number, size: number, width: number, out: number): bigint
  measurePickedTexts(indexes: number, count: number, offsets: number, size: number): bigint
  copyPickedTexts(
    indexes: number,
    count: number,
    offsets: number,
    bytes: number,
    out: number,
    ends: number,
    base: number,
  ): void
  unpackBits(from: number, bit: number, out: number, count: number): void
  packBits(from: number, count: number, out: number): void
  decodeByteStreamSplit(from: number, count: number, width: number, out: number): void
  decodeDeltas(from: number, end: number, count: number, width: number, out: number): number
  joinPrefixes(
    prefixes: number,
    suffixLengths: number,
    count: number,
    suffixes: number,
    end: number,
    offsets: number,
    bytes: number,
  ): bigint
}
