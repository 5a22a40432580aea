import type { RecordBatch } from 'apache-arrow'
import { EngineError } from '../errors.ts'
import { nullBatch } from '../table/nullBatch.ts'
import { projectSchema } from '../table/schemas.ts'
import type { Dataset, ScanRequest, Split } from './dataset.ts'

/** Most rows of one batch of nulls; each is the width of the schema, so they are cheap. */
const NULL_BATCH_ROWS = 4096

/**
 * A dataset whose damaged splits do not end a scan. The scan goes split by split; where the decoder finds a split
 * corrupt, or dies of it, the rest of that split's rows come out as nulls with one `error` issue over them, and the
 * scan goes on with the next split. (A scan that begins behind the damage may read rows a longer one had to give up.)
 * Failures of the source (it cannot be read, it changed) still end the scan.
 */
export function salvageSplits(dataset: Dataset): Dataset {
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
    scan: (request) => scanSplits(dataset, request),
    buildIndex: (options) => dataset.buildIndex(options),
  }
}

async function* scanSplits(dataset: Dataset, request: ScanRequest): AsyncGenerator<RecordBatch> {
  const { rowStart = 0, rowEnd = Number.POSITIVE_INFINITY, onIssue } = request
  const schema = projectSchema(dataset.schema, request.columns)
  for (const split of dataset.splits) {
    const start = Math.max(rowStart, split.rowStart)
    const end = Math.min(rowEnd, split.rowEnd)
    if (start >= end) continue
    let row = start
    try {
      for await (const batch of dataset.scan({ ...request, rowStart: start, rowEnd: end })) {
        yield batch
        row += batch.numRows
      }
    } catch (error) {
      if (!isDecoderFailure(error)) throw error
      onIssue?.(unreadable(split, row, error as EngineError))
      for (; row < end; row += NULL_BATCH_ROWS) yield nullBatch(schema, Math.min(NULL_BATCH_ROWS, end - row))
    }
  }
}

/** True for what a damaged part of a file causes, as opposed to a source that cannot be read at all. */
export function isDecoderFailure(error: unknown): boolean {
  return error instanceof EngineError && (error.code === 'format/corrupt' || error.code === 'internal')
}

function unreadable(split: Split, rowStart: number, error: EngineError) {
  return {
    severity: 'error',
    code: 'dataset/split-unreadable',
    message: `rows ${rowStart} to ${split.rowEnd - 1} cannot be read: ${error.message}`,
    rowStart,
    rowEnd: split.rowEnd,
    byteStart: error.details.byte ?? null,
  } as const
}
