import type { RecordBatch, Schema } from 'apache-arrow'
import { throwIfAborted } from '../abort.ts'
import { EngineError } from '../errors.ts'
import type { Issue } from '../issues.ts'
import { nullBatch } from '../table/nullBatch.ts'
import { projectSchema } from '../table/schemas.ts'
import type { Dataset, ScanRequest, Split } from './dataset.ts'
import { scanRange } from './scanRange.ts'

/** Stable code of the issue that stands for a split's unreadable rows. */
export const UNREADABLE = 'parquet/row-group-unreadable'

/**
 * Whether an error means that this part of the file cannot be decoded, while others may: the data are damaged, or the
 * decoder's thread died of them. A source that cannot be read or a wrong argument concerns every part.
 */
export function isDecoderFailure(error: unknown): error is EngineError {
  return error instanceof EngineError && (error.code === 'format/corrupt' || error.code === 'internal')
}

function unreadable(error: EngineError, rowStart: number, rowEnd: number): Issue {
  const rows = rowEnd - rowStart === 1 ? `row ${rowStart}` : `rows ${rowStart} to ${rowEnd - 1}`
  return {
    severity: 'error',
    code: UNREADABLE,
    message: `${rows} could not be read: ${error.message}`,
    rowStart,
    rowEnd,
    byteStart: error.details.byte ?? null,
  }
}

function* nullRows(schema: Schema, numRows: number, batchRows: number): Generator<RecordBatch, void> {
  for (let left = numRows; left > 0; left -= batchRows) yield nullBatch(schema, Math.min(left, batchRows))
}

/** The part of a split that a request wants; null when none. */
function overlap(split: Split, rowStart: number, rowEnd: number): Split | null {
  const start = Math.max(split.rowStart, rowStart)
  const end = Math.min(split.rowEnd, rowEnd)
  return start < end ? { rowStart: start, rowEnd: end } : null
}

/**
 * The same dataset, but a split whose scan fails for reasons of its own ends in rows of nulls and one `error` issue
 * over the rest of the split instead of an error: the rows before the failure are kept, the rest of the split's rows are null, and the scan goes
 * on with the next split. Other errors and aborts pass through.
 *
 * @param dataset its extent must be exact and its splits must cover it without gaps
 */
export function salvageSplits(dataset: Dataset): Dataset {
  async function* scan(request: ScanRequest): AsyncGenerator<RecordBatch, void> {
    const { rowStart, rowEnd, batchRows } = scanRange(request, dataset.extent.numRows)
    const schema = projectSchema(dataset.schema, request.columns)
    for (const split of dataset.splits) {
      const part = overlap(split, rowStart, rowEnd)
      if (!part) continue
      throwIfAborted(request.signal)
      let row = part.rowStart
      try {
        for await (const batch of dataset.scan({ ...request, ...part, batchRows })) {
          row += batch.numRows
          yield batch
        }
        if (row < part.rowEnd) throw new EngineError('internal', `the scan ended at row ${row}`, { row })
      } catch (error) {
        if (!isDecoderFailure(error)) throw error
        // A scan that got nothing of the split finds what every other one does: the same issue, counted once.
        request.onIssue?.(unreadable(error, row > part.rowStart ? row : split.rowStart, split.rowEnd))
        yield* nullRows(schema, part.rowEnd - row, batchRows)
      }
    }
  }

  return {
    get schema() {
      return dataset.schema
    },
    get extent() {
      return dataset.extent
    },
    get splits() {
      return dataset.splits
    },
    scan,
    buildIndex: (options) => dataset.buildIndex(options),
  }
}
