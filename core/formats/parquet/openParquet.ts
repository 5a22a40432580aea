import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted, withAbort } from '../../abort.ts'
import { BatchCache } from '../../dataset/batchCache.ts'
import type { Dataset, ScanRequest } from '../../dataset/dataset.ts'
import type { ReadBudget } from '../../dataset/readBudget.ts'
import { scanRange } from '../../dataset/scanRange.ts'
import { sliceRows } from '../../dataset/sliceRows.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { projectSchema } from '../../table/schemas.ts'
import { checkFooter } from './checkFooter.ts'
import type { ParquetModule } from './parquetModule.ts'
import { ParquetReader } from './parquetReader.ts'
import { planScan } from './planScan.ts'

const DEFAULT_BUDGET: ReadBudget = {
  wholeBytes: 32 * 1024 ** 2,
  windowBytes: 16 * 1024 ** 2,
  cacheBytes: 96 * 1024 ** 2,
}

/**
 * Opens a Parquet file by its footer; rows are read by row group and column when asked for.
 *
 * A damaged page panics the decoder: its promise never settles and an uncaught `RuntimeError` hits the thread. So this
 * runs in a thread that may die (the pool's workers), and `salvageSplits` goes round the row group from outside.
 *
 * @throws EngineError `format/corrupt`, `format/unsupported`, `limit/exceeded`, what the source throws; `AbortError`
 */
export async function openParquet(
  source: ByteSource,
  parquet: ParquetModule,
  options: { signal?: AbortSignal; budget?: ReadBudget } = {},
): Promise<Dataset> {
  const { signal, budget = DEFAULT_BUDGET } = options
  const byteLength = await checkFooter(source, signal)
  const reader = await withAbort(ParquetReader.open(source, byteLength, parquet), signal)
  const { schema, numRows, rowGroups } = reader.metadata
  const cache = new BatchCache(budget.cacheBytes)

  async function* scan(request: ScanRequest): AsyncGenerator<RecordBatch, void> {
    const { columns, signal } = request
    const { rowStart, rowEnd, batchRows } = scanRange(request, numRows)
    const projected = projectSchema(schema, columns)
    throwIfAborted(signal)
    for (const step of planScan(rowGroups, columns ? new Set(columns) : null, rowStart, rowEnd, budget)) {
      if (step.kind === 'stream') {
        for await (const batch of reader.stream(step, projected, columns, batchRows, signal)) yield batch
        continue
      }
      const key = JSON.stringify([step.rowGroup, step.offset, columns ?? null])
      const batches = await cache.get(key, () => reader.readWindow(step, projected, columns), signal)
      const windowStart = step.rowStart - reader.rowStartOf(step)
      for (const batch of sliceRows(batches, windowStart, windowStart + step.rowEnd - step.rowStart, batchRows)) {
        throwIfAborted(signal)
        yield batch
      }
    }
  }

  return {
    schema,
    extent: { numRows, exact: true },
    splits: rowGroups
      .filter((group) => group.rowEnd > group.rowStart)
      .map(({ rowStart, rowEnd }) => ({ rowStart, rowEnd })),
    scan,
    buildIndex: async ({ signal }) => throwIfAborted(signal),
  }
}
