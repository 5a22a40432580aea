import type { FindJsonMarks } from './jsonMarks.ts'

/** What becomes of the values at one place of the schema; `none`: they are checked and not kept. */
export type JsonSink = 'none' | 'null' | 'bool' | 'int64' | 'float64' | 'utf8' | 'json' | 'list' | 'struct'

/** One place of a schema, as the kernel reads it. A program is the node of the records themselves, a struct. */
export interface JsonNode {
  sink: JsonSink
  /** With sink `none`: the kinds of value that may stand here (`KIND_*` of core/table), or `ACCEPTS_ANY`. */
  accepts: number
  /** Lists: the items; null where there may be none. */
  item: JsonNode | null
  /** Structs: their fields, in the order keys mostly come in. Other keys do not fit. */
  fields: readonly JsonNodeField[]
}

export interface JsonNodeField {
  /** The key as UTF-8, escapes resolved. */
  key: Uint8Array
  node: JsonNode
}

/** Any JSON value of any depth. */
export const ACCEPTS_ANY = 0xffff
/** Beside kinds: only a value's own kind counts, not what is in it, and all numbers are of one kind (`KIND_INT`). */
export const ACCEPTS_SHALLOW = 0x8000

/** Records of a text: the n-th is `bytes[starts[n], ends[n])`. Must not change while the same object is passed. */
export interface JsonRecords {
  bytes: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
  count: number
}

/** The buffers of an Arrow column, each in memory of its own. */
export interface ColumnBuffers {
  length: number
  nullCount: number
  /** A bit for each value, lowest first: set where it is not null. Null when none is. */
  validity: Uint8Array<ArrayBuffer> | null
  /** `bool`: bits; `int64` and `float64`: eight bytes each; the bytes of text; empty otherwise. */
  values: Uint8Array<ArrayBuffer>
  /** Text and lists: `length + 1` of them. */
  offsets: Int32Array<ArrayBuffer> | null
  children: ColumnBuffers[]
}

/** Who has the kernel. There is one memory, so that readers use it one after the other. */
export interface JsonKernelUser {
  /** Another one wants the kernel: the rows in it are to be taken now. */
  release(): void
}

/**
 * Reads JSON records into Arrow columns, those that are well-formed and fit the program; others are left to the
 * TypeScript readers of core/formats/jsonl, whose results it equals.
 */
export interface JsonKernel {
  /**
   * Gives the kernel to `user`, for reading by `program`; nothing happens where that is so already. The one who had it
   * is told first.
   */
  claim(user: JsonKernelUser, program: JsonNode): void
  /**
   * Appends records `[from, to)` as rows, as far as they fit.
   * @returns the first one that does not, and was not appended; `to` when all were
   */
  read(records: JsonRecords, from: number, to: number): number
  /** Rows since the last `take`. */
  readonly numRows: number
  /** Bytes of their columns, booleans counted in eighths. */
  byteLength(): number
  /** Hands the rows over, a column for each field of the program with a sink. */
  take(): ColumnBuffers[]
  readonly findMarks: FindJsonMarks
}
