import type { RecordBatch, Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import { BATCH_BYTES, BATCH_ROWS, MAX_RECORD_BYTES } from './limits.ts'
import { readRecords } from './readRecords.ts'
import type { RecordBlock } from './recordBlock.ts'
import type { OnIssue, RecordFormat, RecordReader, RecordSpan } from './recordFormat.ts'
import type { RecordEntry } from './recordIndex.ts'
import { damageIssue, unreadableIssue } from './unreadableRecord.ts'

export interface RecordScan {
  source: ByteSource
  format: RecordFormat
  kernels: Kernels
  /** Where to start reading: at or before `rowStart`. */
  entry: RecordEntry
  /** Where a record at or behind `rowEnd` starts, when that is known. */
  byteEnd?: number
  rowStart: number
  rowEnd: number
  schema: Schema
  /** The fields of `schema` to fill. */
  wanted: Schema
  batchRows?: number
  onIssue?: OnIssue
  maxRecordBytes?: number
  chunkBytes?: number
  signal?: AbortSignal
}

/** How many rows are written between two looks at the size of the batch, unless they are large. */
const ROWS_BETWEEN_CHECKS = 512
const BYTES_BETWEEN_CHECKS = BATCH_BYTES / 64

/** Rows `[rowStart, rowEnd)` as batches; records before them are passed over without being parsed. */
export async function* scanRecords(scan: RecordScan): AsyncGenerator<RecordBatch, void, void> {
  const { source, format, kernels, entry, byteEnd, rowStart, rowEnd, signal, chunkBytes } = scan
  const { batchRows = BATCH_ROWS, onIssue = () => {}, maxRecordBytes = MAX_RECORD_BYTES } = scan
  const reader = format.createReader(scan.schema, scan.wanted, onIssue)
  const fullness = new BatchFullness(reader, batchRows)
  const range = { byteStart: entry.byteStart, row: entry.row, byteEnd, chunkBytes, maxRecordBytes, signal }

  let reachedEnd = true
  for await (const block of readRecords(source, format, kernels, range)) {
    throwIfAborted(signal)
    const unreadable = unreadableIssue(block, maxRecordBytes)
    const end = Math.min(block.count, rowEnd - block.row)
    for (let i = Math.max(0, rowStart - block.row); i < end; ) {
      const runEnd = fullness.runEnd(block, i, end)
      if (unreadable) {
        onIssue(unreadable)
        reader.batch.appendNullRow()
      } else readRun(reader, block, i, runEnd)
      i = runEnd
      if (fullness.reached()) {
        yield reader.batch.finish()
        throwIfAborted(signal)
      }
    }
    reachedEnd = !block.damage && block.row + block.count < rowEnd
    if (block.row + block.count >= rowEnd) break
  }
  if (reachedEnd && source.damage) onIssue(damageIssue(source.damage, null))
  if (reader.batch.numRows > 0) yield reader.batch.finish()
}

/** Records `[from, to)` of a block: in one go as far as the reader can, the others one by one. */
function readRun(reader: RecordReader, block: RecordBlock, from: number, to: number): void {
  const span: RecordSpan = { bytes: block.bytes, start: 0, end: 0, row: 0, bytesAt: block.bytesAt }
  for (let i = from; i < to; i++) {
    if (reader.readBlock) i = reader.readBlock(block, i, to)
    if (i >= to) return
    span.start = block.starts[i]!
    span.end = block.ends[i]!
    span.row = block.row + i
    reader.read(span)
  }
}

/**
 * Decides when a batch is handed over: by rows, or by bytes when its rows are heavy. Where it looks at the bytes depends
 * on the records alone, so that the batches do not depend on how they were read.
 */
class BatchFullness {
  readonly #reader: RecordReader
  readonly #batchRows: number
  #rowsUnchecked = 0
  #bytesUnchecked = 0

  constructor(reader: RecordReader, batchRows: number) {
    this.#reader = reader
    this.#batchRows = batchRows
  }

  /** The end of the records of `[from, to)`, at least one, that may be read before `reached` is to be asked. */
  runEnd({ starts, ends }: RecordBlock, from: number, to: number): number {
    const { numRows } = this.#reader.batch
    const rows = Math.max(1, Math.min(this.#batchRows - numRows, ROWS_BETWEEN_CHECKS - this.#rowsUnchecked))
    const last = Math.min(to, from + rows)
    let bytes = this.#bytesUnchecked
    let at = from
    while (at < last && bytes < BYTES_BETWEEN_CHECKS) {
      bytes += ends[at]! - starts[at]!
      at++
    }
    this.#rowsUnchecked += at - from
    this.#bytesUnchecked = bytes
    return at
  }

  /** Whether the batch is to be handed over now. */
  reached(): boolean {
    const { batch } = this.#reader
    if (batch.numRows < this.#batchRows) {
      if (this.#rowsUnchecked < ROWS_BETWEEN_CHECKS && this.#bytesUnchecked < BYTES_BETWEEN_CHECKS) return false
      this.#rowsUnchecked = 0
      this.#bytesUnchecked = 0
      return batch.byteLength >= BATCH_BYTES
    }
    this.#rowsUnchecked = 0
    this.#bytesUnchecked = 0
    return true
  }
}
