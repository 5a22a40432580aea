import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import type { Dataset, ScanRequest, Split } from '../../dataset/dataset.ts'
import { scanRange } from '../../dataset/scanRange.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { PageKernels } from '../../kernels/pageKernels.ts'
import { columnIndexes } from '../../table/batches.ts'
import { projectSchema } from '../../table/schemas.ts'
import { type RowGroup, readFooter } from './footer/parquetFooter.ts'
import type { Decompress } from './pages/decompress.ts'
import { CursorPool } from './scan/cursorPool.ts'
import { DamageMap } from './scan/damage.ts'
import { type ScanState, scanGroup } from './scan/scanGroup.ts'

const MB = 1024 ** 2
const DEFAULT_BUDGET: ScanState['budget'] = { batchBytes: 16 * MB, columnBytes: 48 * MB, pageBytes: 320 * MB }

/** Plain bytes and rows of a part of a row group that is a split of its own. */
const SPLIT_BYTES = 64 * MB
const SPLIT_ROWS = 16 * 1024
/** Sizes in a footer may be lies. */
const MOST_PARTS = 1024

/** What Parquet pages are decoded with. */
export interface ParquetDecoders {
  pages: PageKernels
  decompress: Decompress
}

/**
 * Opens a Parquet file by its footer. Rows are read page by page and column by column when asked for, so a jump costs
 * the pages it lands in, whatever the row groups are, and a column that is not asked for costs nothing.
 *
 * A page that cannot be read leaves its rows null in that column, with one `error` issue
 * (`parquet/page-unreadable`).
 *
 * @throws EngineError `format/corrupt`, `format/unsupported`, `limit/exceeded`, what the source throws; `AbortError`
 */
export async function openParquet(
  source: ByteSource,
  { pages, decompress }: ParquetDecoders,
  options: { signal?: AbortSignal; budget?: ScanState['budget'] } = {},
): Promise<Dataset> {
  const { schema, columns, numRows, rowGroups, dataEnd } = await readFooter(source, options.signal)
  const context = { source, dataEnd, pages, decompress }
  const cursors = new CursorPool(context, rowGroups)
  const budget = options.budget ?? DEFAULT_BUDGET
  const state: ScanState = { context, columns, rowGroups, cursors, damage: new DamageMap(), budget }

  async function* scan(request: ScanRequest): AsyncGenerator<RecordBatch, void> {
    const { signal, onIssue } = request
    const { rowStart, rowEnd, batchRows } = scanRange(request, numRows)
    const projected = projectSchema(schema, request.columns)
    const wanted = request.columns ? columnIndexes(schema, request.columns) : columns.map((_, index) => index)
    throwIfAborted(signal)
    for (const [group, { rowStart: start, rowEnd: end }] of rowGroups.entries()) {
      if (start >= rowEnd || end <= rowStart) continue
      const part = { rowStart: Math.max(rowStart, start) - start, rowEnd: Math.min(rowEnd, end) - start }
      yield* scanGroup(state, { group, ...part, columns: wanted, schema: projected, batchRows, onIssue, signal })
    }
  }

  return {
    schema,
    extent: { numRows, exact: true },
    splits: rowGroups.flatMap(groupSplits),
    scan,
    buildIndex: async ({ signal }) => throwIfAborted(signal),
  }
}

/** A row group, cut into parts that are worth a scan of their own: pages can be begun at anywhere. */
function groupSplits({ rowStart, rowEnd, chunks }: RowGroup): Split[] {
  const bytes = chunks.reduce((sum, { uncompressedSize }) => sum + Math.max(0, uncompressedSize), 0)
  const worth = Math.min(Math.ceil(bytes / SPLIT_BYTES), Math.ceil((rowEnd - rowStart) / SPLIT_ROWS))
  const parts = Math.max(1, Math.min(worth, MOST_PARTS))
  const rows = Math.ceil((rowEnd - rowStart) / parts)
  const splits: Split[] = []
  for (let row = rowStart; row < rowEnd; row += rows)
    splits.push({ rowStart: row, rowEnd: Math.min(rowEnd, row + rows) })
  return splits
}
