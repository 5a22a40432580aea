import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../abort.ts'
import { EngineError } from '../errors.ts'
import type { Dataset } from './dataset.ts'

/**
 * Rows that are this near to each other are read by one scan: reading on costs about what starting anew would, since
 * scans of text formats start at an index entry up to so many rows before the one asked for.
 */
export const NEAR_ROWS = 1024
/** Rows are decoded so many at a time: rows of tokens are long, and a jump should not decode far beyond itself. */
const CURSOR_BATCH_ROWS = 1024

/** The batch a cursor stands on: rows `[rowStart, rowEnd)` of the dataset. */
export interface CursorBatch {
  batch: RecordBatch
  rowStart: number
  rowEnd: number
}

/** Reads chosen rows of a dataset, one batch of them in memory at a time. Forward is cheap, backward starts anew. */
export interface RowCursor {
  /**
   * Moves to the batch that holds `row`.
   * @param runEnd where the rows wanted from `row` on end, near ones taken together; asked only when a scan starts
   * @throws EngineError `source/changed` when the dataset ends before `row`; whatever scanning throws
   */
  moveTo(row: number, runEnd: () => number): Promise<CursorBatch>
  /** Ends the scan under way. */
  close(): Promise<void>
}

export function openRowCursor(
  base: Dataset,
  request: { columns?: readonly string[]; signal?: AbortSignal; onIssue?: Parameters<Dataset['scan']>[0]['onIssue'] },
): RowCursor {
  let batches: AsyncIterator<RecordBatch> | null = null
  let scanEnd = 0
  let current: CursorBatch | null = null
  let next = 0

  async function close(): Promise<void> {
    const open = batches
    batches = null
    current = null
    await open?.return?.(undefined)
  }

  return {
    close,
    async moveTo(row, runEnd) {
      if (current && row >= current.rowStart && row < current.rowEnd) return current
      if (batches === null || row < next || row >= scanEnd) {
        await close()
        scanEnd = Math.max(row + 1, runEnd())
        next = row
        const batchRows = Math.min(CURSOR_BATCH_ROWS, scanEnd - row)
        batches = base.scan({ ...request, rowStart: row, rowEnd: scanEnd, batchRows })[Symbol.asyncIterator]()
      }
      for (;;) {
        throwIfAborted(request.signal)
        const result = await batches.next()
        if (result.done) {
          batches = null
          throw new EngineError('source/changed', `row ${row} is gone; the data ended at row ${next}`, { row })
        }
        const rowStart = next
        next += result.value.numRows
        current = { batch: result.value, rowStart, rowEnd: next }
        if (row < next) return current
      }
    },
  }
}

/**
 * One past the last of the ascending rows from index `at` on that lie near each other.
 * @param rowAt the rows, ascending (equal ones allowed)
 */
export function nearRunEnd(rowAt: (index: number) => number, at: number, end: number): number {
  let last = rowAt(at)
  for (let i = at + 1; i < end; i++) {
    const row = rowAt(i)
    if (row - last > NEAR_ROWS) break
    last = row
  }
  return last + 1
}
