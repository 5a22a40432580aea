import type { RecordBatch, Schema } from 'apache-arrow'
import type { Issue } from '../issues.ts'
import type { Progress } from '../progress.ts'

/** How many rows a dataset has: a lower bound until `exact`. */
export interface Extent {
  numRows: number
  exact: boolean
}

/** Rows `[rowStart, rowEnd)` where a scan can start cheaply: a row group, a record batch, an index entry. */
export interface Split {
  rowStart: number
  rowEnd: number
}

export interface ScanRequest {
  /** First row; default 0. */
  rowStart?: number
  /** One past the last row; default: to the end. Beyond the end is not an error: the scan ends early. */
  rowEnd?: number
  /** Names of top-level columns, in the order wanted; default: all. @throws EngineError `argument/invalid` for unknown names */
  columns?: readonly string[]
  /** Most rows in a batch; default 4,096. A batch may be smaller. */
  batchRows?: number
  /**
   * Whether batches are done with when the next one is asked for: what one holds may be overwritten then. New memory for
   * every batch costs more than reading it. Default: batches belong to the caller.
   */
  transient?: boolean
  /** Told of every issue of a row before the batch that holds the row is yielded. Rows are positions in this dataset. */
  onIssue?: (issue: Issue) => void
  signal?: AbortSignal
}

export interface IndexOptions {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
  onIssue?: (issue: Issue) => void
}

/**
 * Anything viewable, with one verb for data. Streaming is a long scan, scrolling a short one, and both give the
 * same rows ("seek equals scan").
 */
export interface Dataset {
  /** Arrow schema. May widen once, when `buildIndex` ends (text formats infer it from a sample first). */
  readonly schema: Schema
  readonly extent: Extent
  readonly splits: readonly Split[]
  /** Batches in row order, no gaps: the n-th row yielded is row `rowStart + n`. Every batch has `schema` (projected). */
  scan(request: ScanRequest): AsyncIterable<RecordBatch>
  /**
   * Views of chosen rows: which row of the dataset that was opened a row is. Rows are 0-based, `row` below the extent.
   * Absent: rows are their own numbers, or (packs) are made of several.
   */
  rowNumber?(row: number): number
  /** Makes the extent exact, the schema final and far jumps cheap. Returns at once where a footer is the index. */
  buildIndex(options: IndexOptions): Promise<void>
}
