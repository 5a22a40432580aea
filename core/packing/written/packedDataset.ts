import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import type { Dataset, ScanRequest } from '../../dataset/dataset.ts'
import { nearRunEnd, openRowCursor, type RowCursor } from '../../dataset/rowCursor.ts'
import { scanRange } from '../../dataset/scanRange.ts'
import { sliceBatch } from '../../table/batches.ts'
import { projectBatch } from '../../table/project.ts'
import { projectSchema } from '../../table/schemas.ts'
import type { PackLayout } from '../plan/packOptions.ts'
import { numPacks, type PackPlan } from '../plan/packPlan.ts'
import { columnNames, type RowTokens, readRowTokens, type TokenColumns } from '../rows/rowTokens.ts'
import { packedSchema, packsToBatch, sourceColumns } from './materialize.ts'
import {
  openPackWindow,
  type PackFill,
  type PackForm,
  type PackWindow,
  packWidth,
  placeSegments,
} from './packWindow.ts'

/** Most bytes of packs in one batch. */
const BATCH_BYTES = 16 * 1024 * 1024
/**
 * Most bytes of packs gathered by one pass over their rows, where packs do not come in row order. More would mean fewer
 * passes: a plan over all N bytes of packs in random order reads the rows it needs N / this times.
 */
const GATHER_BYTES = 160 * 1024 * 1024
/** Most segments of a window: a sort key and a position are kept for each. */
const WINDOW_SEGMENTS = 1 << 21
const DEFAULT_BATCH_PACKS = 1024

/**
 * A packed view: each row is one pack. Tokens are read from `base` when a pack is asked for, so the view costs the
 * plan's memory only, and a scan no more than one window of packs. Packs in row order are made in one pass over the
 * base; others are gathered window by window, each window in one pass over the rows it needs. Far gaps are skipped.
 *
 * @param source columns of `base`; which of them are read is the layout's choice (`sourceColumns`)
 */
export function packedDataset(
  base: Dataset,
  source: TokenColumns,
  plan: PackPlan,
  layout: PackLayout,
  fill: PackFill,
): Dataset {
  const count = numPacks(plan)
  const columns = sourceColumns(layout, source)
  const form: PackForm = { plan, layout, fill, hasLabels: columns.labels !== null, hasMask: columns.mask !== null }
  const schema = packedSchema(layout)
  return {
    schema,
    extent: { numRows: count, exact: true },
    splits: [{ rowStart: 0, rowEnd: count }],
    async *scan(request) {
      const { rowStart, rowEnd, batchRows } = packRange(request, count)
      const output = projectSchema(schema, request.columns)
      const windows = packWindows(base, columns, form, rowStart, rowEnd, batchRows, request.signal)
      for await (const window of windows) {
        const batch = projectBatch(packsToBatch(window, schema), request.columns, output)
        yield* inBatches(batch, window, batchRows)
      }
    },
    buildIndex: async ({ signal }) => throwIfAborted(signal),
  }
}

function packRange(request: ScanRequest, count: number) {
  return scanRange({ ...request, batchRows: request.batchRows ?? DEFAULT_BATCH_PACKS }, count)
}

/** The packs of a window in batches that share its arrays, small enough to be copied somewhere. */
function* inBatches(batch: RecordBatch, window: PackWindow, batchRows: number): Generator<RecordBatch> {
  const most = BATCH_BYTES / positionBytes(window)
  for (let start = 0; start < batch.numRows; ) {
    let end = start + 1
    const limit = (window.offsets[start] as number) + most
    const last = Math.min(batch.numRows, start + batchRows)
    while (end < last && (window.offsets[end + 1] as number) <= limit) end++
    yield sliceBatch(batch, start, end)
    start = end
  }
}

/** Bytes of one position in all columns, those of the window itself included. */
function positionBytes({ layout, hasMask }: PackForm): number {
  const mask = layout.attentionMask === 'none' ? 0 : layout.attentionMask === 'ones' && !hasMask ? 1 : 4
  return 4 + 4 + mask + (layout.positionIds === 'none' ? 0 : 4)
}

async function* packWindows(
  base: Dataset,
  source: TokenColumns,
  form: PackForm,
  packStart: number,
  packEnd: number,
  batchRows: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<PackWindow> {
  const { plan } = form
  const inOrder = isAscending(plan.segmentRows, plan.packOffsets[packStart] ?? 0, plan.packOffsets[packEnd] ?? 0)
  const bytes = inOrder ? BATCH_BYTES : GATHER_BYTES
  const packs = inOrder ? batchRows : Number.POSITIVE_INFINITY
  // The whole request's last segment: in row order a run of rows goes on into the next windows.
  const lastSegment = plan.packOffsets[packEnd] as number
  const cursor = openRowCursor(base, { columns: columnNames(source), signal })
  const reader = tokenReader(cursor, source)
  try {
    for (let start = packStart; start < packEnd; ) {
      throwIfAborted(signal)
      const end = windowEnd(form, start, packEnd, bytes, packs)
      const window = openPackWindow(form, start, end)
      await fillWindow(window, reader, inOrder ? null : byRow(window), lastSegment)
      yield window
      start = end
    }
  } finally {
    await cursor.close()
  }
}

/** One past the last pack of the window that begins with pack `start`: at least one pack, then as the bounds allow. */
function windowEnd(form: PackForm, start: number, packEnd: number, bytes: number, packs: number): number {
  const { packOffsets } = form.plan
  const segments = (packOffsets[start] as number) + WINDOW_SEGMENTS
  let left = bytes / positionBytes(form) - packWidth(form, start)
  let end = start + 1
  while (end < packEnd && end - start < packs && (packOffsets[end + 1] as number) <= segments) {
    left -= packWidth(form, end)
    if (left < 0) break
    end++
  }
  return end
}

function isAscending(rows: Uint32Array, start: number, end: number): boolean {
  for (let s = start + 1; s < end; s++) if ((rows[s] as number) < (rows[s - 1] as number)) return false
  return true
}

/** The window's segments in the order of their rows. */
function byRow({ plan, segmentStart, segmentAt }: PackWindow): Uint32Array {
  const count = segmentAt.length
  const order = Uint32Array.from({ length: count }, (_, i) => segmentStart + i)
  const { segmentRows: rows } = plan
  if (count > WINDOW_SEGMENTS) return order.sort((a, b) => (rows[a] as number) - (rows[b] as number) || a - b)
  // Row and segment in one exact number, because sorting numbers is ten times quicker than calling back: 2^32 × 2^21.
  const keys = Float64Array.from(order, (s, i) => (rows[s] as number) * count + i).sort()
  for (let i = 0; i < count; i++) order[i] = segmentStart + ((keys[i] as number) % count)
  return order
}

interface TokenReader {
  /** The tokens of the batch that holds `row`; rows `[rowStart, rowEnd)`. */
  moveTo(row: number, runEnd: () => number): Promise<{ tokens: RowTokens; rowStart: number; rowEnd: number }>
}

/** Reads each batch a cursor comes to once, even where it goes on in the next window. */
function tokenReader(cursor: RowCursor, source: TokenColumns): TokenReader {
  let batch: RecordBatch | null = null
  let tokens: RowTokens | null = null
  return {
    async moveTo(row, runEnd) {
      const at = await cursor.moveTo(row, runEnd)
      if (tokens === null || at.batch !== batch) tokens = readRowTokens(at.batch, source)
      batch = at.batch
      return { tokens, rowStart: at.rowStart, rowEnd: at.rowEnd }
    },
  }
}

/**
 * Places all segments of a window.
 * @param order the segments in row order; null: they come so
 * @param lastSegment one past the last segment the scan will ask for when `order` is null
 */
async function fillWindow(
  window: PackWindow,
  reader: TokenReader,
  order: Uint32Array | null,
  lastSegment: number,
): Promise<void> {
  const { segmentRows } = window.plan
  const { segmentStart } = window
  const segmentOf = order ? (i: number) => order[i] as number : (i: number) => segmentStart + i
  const rowAt = (i: number) => segmentRows[segmentOf(i)] as number
  const count = window.segmentAt.length
  const reach = order ? count : lastSegment - segmentStart
  for (let i = 0; i < count; ) {
    const from = i
    const { tokens, rowStart, rowEnd } = await reader.moveTo(rowAt(i), () => nearRunEnd(rowAt, from, reach))
    while (i < count && rowAt(i) < rowEnd) i++
    placeSegments(window, order, from, i, tokens, rowStart)
  }
}
