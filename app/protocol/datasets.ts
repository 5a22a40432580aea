import type { Extent } from '../../core/dataset/dataset.ts'
import type { Compression, Format } from '../../core/formats/format.ts'
import type { ColumnDrift } from '../../core/table/columnDrift.ts'
import type { PackSummary, PadOptions } from './packing.ts'
import type { SourceRef } from './refs.ts'

/** How a column is drawn and what can be done with it. */
export type ColumnKind = 'integer' | 'float' | 'boolean' | 'text' | 'list' | 'struct' | 'binary' | 'time' | 'null'

export interface ColumnInfo {
  name: string
  /** Arrow type as text: `int64`, `utf8`, `list<int32>`, `struct<role: utf8, content: utf8>`. */
  type: string
  kind: ColumnKind
  nullable: boolean
  /** Whether it can be packed: as ids, or as text through a tokenizer. */
  tokens: 'ids' | 'text' | null
}

/** The files a dataset is made of. */
export interface ShardSummary {
  count: number
  /** How many could not be read: their rows are missing. */
  unreadable: number
  /** Columns that are not the same in all of them. */
  differentColumns: number
}

export interface ShardInfo {
  /** Path inside the folder. */
  name: string
  bytes: number | null
  /** Null while it is not known. */
  numRows: number | null
  /** Its first row in the dataset; null while it has no place yet. */
  rowStart: number | null
  /** Why it could not be read. */
  error: string | null
}

export interface DatasetInfo {
  datasetId: string
  /** File name or view name, for people. */
  name: string
  /** Full path or URL where there is one. */
  path: string | null
  /** The recipe's origin: what to open again when the engine had to be restarted. Null for derived views. */
  source: SourceRef | null
  /** The dataset this one was derived from. */
  parentId: string | null
  kind: 'source' | 'packed' | 'padded' | 'selected'
  format: Format | null
  compression: Compression | null
  detectedBy: 'name' | 'content' | 'directory' | null
  /** Why it was opened as this format, in a sentence. */
  detectionReason: string | null
  byteLength: number | null
  /** Folders: names of the splits, in order; empty for everything else. */
  splits: string[]
  /** The split that is open; null where there are none. */
  split: string | null
  /** A dataset of many files; null for a single file and for views. */
  shards: ShardSummary | null
  columns: ColumnInfo[]
  /** Text formats, once every row was read: where rows disagree about columns. At most 1,000 places. */
  drift?: ColumnDrift[]
  /** The column packing and padding take unless told otherwise; null when none holds token ids or text. */
  tokenColumn: string | null
  /** Rises when the schema widens; columns are then to be read again. */
  schemaVersion: number
  extent: Extent
  /** All issues found so far, including those beyond the listed ones. */
  issueCount: number
  /** Set on packed views. */
  pack: PackSummary | null
  /** Set on padded views: what they were made with, the column named. */
  pad: PadOptions | null
}

/** Cell flags, one byte per cell. */
export const CELL_NULL = 1
export const CELL_TRUNCATED = 2

export interface PageColumn {
  name: string
  /** One display text per row: the first line of text, `[412] 1, 15, 27 …` for lists, exact digits for integers. */
  texts: string[]
  /** `CELL_*` bits per row. */
  flags: Uint8Array
}

/**
 * Rows `[rowStart, rowStart + numRows)` as the grid shows them. Text, not Arrow: cells are cut in the engine, so a
 * page stays small whatever the rows weigh, and the window's first bundle needs no Arrow reader.
 */
export interface Page {
  datasetId: string
  schemaVersion: number
  rowStart: number
  numRows: number
  columns: PageColumn[]
  /** Identity of each row in the base dataset; null when it equals the position. */
  rowNumbers: Float64Array | null
  /** Positions (absolute) of rows that carry an error issue. */
  badRows: number[]
}

/** One cell in full, up to the byte budget of the request. */
export interface CellValue {
  column: string
  type: string
  kind: ColumnKind
  isNull: boolean
  /** Text columns: the text itself. Others: JSON. */
  text: string
  /** UTF-8 length of the whole value; `text` may be shorter. */
  byteLength: number
  truncated: boolean
}

export interface RowDetail {
  datasetId: string
  row: number
  rowNumber: number
  cells: CellValue[]
  /** The row as one valid JSON object with exact numbers; null when over the budget. */
  json: string | null
  /** Rows of text formats that could not be read: the record's own text, cut at the budget. Null otherwise. */
  rawText: string | null
  issues: { code: string; message: string }[]
}

/** Segments of packs `[packStart, packStart + numPacks)`, flat. */
export interface PackPage {
  datasetId: string
  packStart: number
  numPacks: number
  sequenceLen: number
  /** `numPacks + 1` offsets into the segment arrays. */
  segmentOffsets: Uint32Array
  /** Row of each segment in the dataset that was packed. */
  rows: Float64Array
  /** The same rows as the file numbers them; null when that is the same. */
  rowNumbers: Float64Array | null
  /** Source tokens in the segment. */
  lengths: Uint32Array
  /** Positions the strategy added behind those tokens (EOS and separators). */
  added: Uint8Array
  /** `SEGMENT_*` bits of `core/packing/plan/segmentFlags.ts`. */
  flags: Uint8Array
}
