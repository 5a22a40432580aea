import type { RecordBatch, Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { ColumnDrift } from '../../table/columnDrift.ts'
import type { LearntTypes } from './learntTypes.ts'
import type { RecordBlock } from './recordBlock.ts'

/** Where a record is: `bytes[start, end)` without its line terminator. */
export interface RecordSpan {
  bytes: Uint8Array
  start: number
  end: number
  /** Row number in the dataset. */
  row: number
  /** Offset of `bytes[0]` in the source. */
  bytesAt: number
}

export type OnIssue = (issue: Issue) => void

/** Finds where records end; keeps its state (inside quotes or not) from chunk to chunk. */
export interface RecordCutter {
  /**
   * Offsets of the last bytes of the terminators that end records in the bytes last given to `cut`, ascending; -1 where
   * a record turned out to end with the last byte given before.
   */
  readonly ends: Uint32Array | Int32Array
  /** Looks through the next bytes of the source; returns how many `ends` there are. */
  cut(bytes: Uint8Array): number
  /** Tells that no byte follows. */
  finish?(): void
  /** Set where the last record cannot be cut without going back to its start; whatever else is given is not looked at. */
  readonly unclosed?: Unclosed | null
  /** Set where the last of `ends` ended the last record there is, whatever follows. */
  readonly done?: boolean
}

export type RecordExtent = 'lines' | 'separated' | 'whole'

/** A quote that is never closed. Both offsets are from the first byte the cutter was given. */
export interface Unclosed {
  /** Start of the record the quote stands in. */
  recordStart: number
  at: number
}

/** The batch that a reader fills, as a scan sees it; `BatchWriter` is one. */
export interface RecordRows {
  readonly numRows: number
  /**
   * Bytes the columns take, without unused capacity. Depends on the rows alone, never on how they were read: it decides
   * where a batch ends.
   */
  readonly byteLength: number
  appendNullRow(): void
  /** Hands the rows over and starts an empty batch. */
  finish(): RecordBatch
}

/** Turns records into rows of one schema. */
export interface RecordReader {
  readonly batch: RecordRows
  /** Appends one row, whatever the record holds; what is wrong with it is told as issues. */
  read(record: RecordSpan): void
  /**
   * Appends records `[from, to)` of a block, in one go, as far as it can; `read` is given the next one then. A record is
   * taken here only when `read` would make the same row of it and tell nothing.
   * @returns the first record that was not appended; `to` when all were
   */
  readBlock?(block: RecordBlock, from: number, to: number): number
}

/** Learns column types from records. */
export interface RecordInference {
  /** Looks at one record; what is wrong with it is told as issues, and a record that is no row teaches nothing. */
  add(record: RecordSpan): void
  /**
   * Looks at records `[from, to)` of a block, in one go, as far as it can; `add` is given the next one then. A record is
   * passed over here only when `add` would learn and tell nothing.
   * @returns the first record that was not looked at; `to` when all were
   */
  addBlock?(block: RecordBlock, from: number, to: number): number
  /** The schema of everything seen so far. */
  schema(): Schema
  /** Issues about columns as a whole, once everything was seen. */
  columnIssues(): Issue[]
  /** Where rows disagree about columns, once everything was seen; formats of one type per column leave it out. */
  drift?(): ColumnDrift[]
  /** What was learnt, to be merged with what other files teach. Absent where there is nothing to learn. */
  learnt?(): LearntTypes
}

/**
 * What makes a text format out of records: how they end, how they become values, how types follow from them.
 * Everything else (index, scan, survey, budgets) is written once above this.
 */
export interface RecordFormat {
  readonly name: 'jsonl' | 'json' | 'csv' | 'text'
  /** Byte offset of the first record that can be a row: behind a byte order mark and a CSV header. */
  readonly dataStart: number
  /** 256 flags: a record of such bytes only is a blank line, not a row. */
  readonly blank: Uint8Array
  /**
   * What of the bytes up to an end belongs to the record. `lines` (the default): all but the newline and a carriage
   * return before it. `separated`: all but the last byte and the blanks around. `whole`: all but the blanks around.
   */
  readonly extent?: RecordExtent
  /** What was wrong with the file's beginning, about no row in particular. */
  readonly openIssues: readonly Issue[]
  /** @param unclosedQuote offset of a quote that is never closed, from the first byte the cutter will be given */
  createCutter(kernels: Kernels, unclosedQuote?: number): RecordCutter
  /** @param wanted the fields of `schema` to fill, in the order of the batch */
  createReader(schema: Schema, wanted: Schema, onIssue: OnIssue): RecordReader
  createInference(onIssue: OnIssue): RecordInference
  /** What is wrong with the end of the file, when a pass over all of it found its last row in order. */
  endIssue?(): Issue | null
}
