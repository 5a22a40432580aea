/**
 * Rows of Arrow columns as JSON Lines and CSV. The caller lays out a table in the kernel's memory: a node of `NODE_BYTES`
 * for each place of the schema, with the members below, and the buffers of the columns (wasm/assembly/textwrite/layout.ts
 * says what is what). One table at a time; addresses are good until `clear` or `release`.
 */
export interface TextKernel {
  /** Forgets everything that was reserved. */
  clear(): void
  /** Where the next reservation goes; to give back all that follow. */
  mark(): number
  release(mark: number): void
  /** Room for so many bytes, zeros or not; its address, a multiple of 16. @throws EngineError `limit/exceeded` */
  reserve(bytes: number): number
  /** A copy of bytes; its address, a multiple of 16. @throws EngineError `limit/exceeded` */
  place(bytes: Uint8Array): number
  /** The memory; good until the next reservation. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly words: Int32Array<ArrayBuffer>
  /** Whether each of `count` texts is well-formed UTF-8. @param offsets address of `count + 1` ascending i32 */
  areTexts(values: number, offsets: number, count: number): boolean
  /** How CSV is spelled from now on: `CsvSpelling` of core/formats/csv/write. */
  setSpelling(delimiter: number, wary: boolean): void
  /**
   * Writes rows `[from, to)` at `out`, as many as have room before `limit`; 64 bytes behind it must be there, too.
   * @param fields address of the nodes of the columns, `count` of them in a row
   * @returns the first row that was not written, and one past the last byte that was
   */
  writeRows(
    fields: number,
    count: number,
    from: number,
    to: number,
    out: number,
    limit: number,
    asCsv: boolean,
  ): { row: number; end: number }
}

export const NODE_BYTES = 48
export const NODE_KIND = 0
export const NODE_VALIDITY = 4
export const NODE_BITS = 8
export const NODE_VALUES = 12
export const NODE_OFFSETS = 16
export const NODE_CHILD = 20
export const NODE_COUNT = 24
export const NODE_NAME = 28
export const NODE_NAME_BYTES = 32
export const NODE_LOST = 36
export const NODE_LOST_ROW = 40

/** Bytes behind `limit` that `writeRows` may use. */
export const WRITE_SLACK = 64

export const NODE_KINDS = {
  null: 0,
  bool: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  uint8: 6,
  uint16: 7,
  uint32: 8,
  uint64: 9,
  float32: 10,
  float64: 11,
  text: 12,
  raw: 13,
  list: 14,
  fixedList: 15,
  struct: 16,
  dictionary: 17,
  dateDays: 18,
  dateMilliseconds: 19,
  timestamp: 20,
} as const
