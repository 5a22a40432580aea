import type { RecordBatch } from 'apache-arrow'
import type { DecompressedSource } from '../../core/compression/decompressedSource.ts'
import type { Dataset, ScanRequest, Split } from '../../core/dataset/dataset.ts'
import { inOrder } from '../../core/dataset/inOrder.ts'
import { scanRange } from '../../core/dataset/scanRange.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { Issue } from '../../core/issues.ts'
import { batchesFromIpc } from '../../core/table/ipc.ts'
import type { Pool } from '../pool/pool.ts'
import type { DatasetRecipe, ScanPlace } from '../pool/tasks.ts'

/** Plain bytes of a part of a long scan, at least: what a worker does at a time. */
const PART_BYTES = 24 * 1024 ** 2
/** Decoded bytes that a part behind the first one may hold ready. */
const WAITING_BYTES = 24 * 1024 ** 2

/** An indexed text, as workers read it in parts. */
export interface IndexedText {
  records: RecordsDataset
  plain: DecompressedSource | null
  /** As it is when a scan begins: with the schema of then. */
  recipe: () => DatasetRecipe
  /** Whether workers find the states of checkpoints by themselves. */
  sharesStates: boolean
}

/**
 * The rows in parts that workers can begin at: anywhere in plain text, behind checkpoints where the source is
 * compressed. One part where there is one worker: going on is cheaper than beginning.
 */
export function partsOf({ records, plain }: IndexedText, lanes: number): Split[] {
  const whole = [{ rowStart: 0, rowEnd: records.extent.numRows }]
  if (lanes === 1) return whole
  const byteEnd = records.placeOf(Math.max(0, records.extent.numRows - 1), 0)?.byteStart ?? 0
  const offsets = plain
    ? plain.checkpoints.all.map((checkpoint) => checkpoint.plainByte)
    : Array.from({ length: Math.floor(byteEnd / PART_BYTES) }, (_, i) => (i + 1) * PART_BYTES)
  let last = 0
  const spaced = offsets.filter((byte) => {
    if (byte - last < PART_BYTES) return false
    last = byte
    return true
  })
  return records.splitsAt(spaced)
}

/** What a worker has to know to read rows `[rowStart, rowEnd)`; null when they are not indexed. */
export async function scanPlace(text: IndexedText, { rowStart, rowEnd }: Split): Promise<ScanPlace | null> {
  const place = text.records.placeOf(rowStart, rowEnd)
  if (!place) return null
  const { plain } = text
  const checkpoint = plain?.checkpoints.nearest(place.byteStart) ?? null
  if (!plain || !checkpoint || checkpoint.edge) return { ...place, checkpoint, state: null }
  return { ...place, checkpoint, state: text.sharesStates ? null : await plain.checkpoints.state(checkpoint) }
}

/**
 * An indexed text as jobs scan it: decoded by workers, part by part, several at once and in order.
 */
export function partedText(text: IndexedText, pool: Pool): Dataset {
  const { records } = text
  return {
    schema: records.schema,
    extent: records.extent,
    splits: records.splits,
    async *scan(request) {
      const { rowStart, rowEnd, batchRows } = scanRange(request, records.extent.numRows)
      const parts = partsOf(text, pool.batchLanes)
        .map((part) => ({ rowStart: Math.max(part.rowStart, rowStart), rowEnd: Math.min(part.rowEnd, rowEnd) }))
        .filter((part) => part.rowStart < part.rowEnd)
      const open = (part: Split, leaving: AbortSignal) => scanOf(text, pool, part, batchRows, request, leaving)
      const weigh = ({ batch }: Scanned) => batch.data.byteLength
      const { signal } = request
      const options = { lanes: pool.batchLanes, weigh, maxWaiting: WAITING_BYTES, ...(signal ? { signal } : {}) }
      for await (const { batch, issues } of inOrder(parts, open, options)) {
        if (request.onIssue) for (const issue of issues) request.onIssue(issue)
        yield batch
      }
    },
    buildIndex: async () => {}, // it is built
  }
}

interface Scanned {
  batch: RecordBatch
  issues: Issue[]
}

async function* scanOf(
  text: IndexedText,
  pool: Pool,
  part: Split,
  batchRows: number,
  request: ScanRequest,
  signal: AbortSignal,
): AsyncGenerator<Scanned> {
  const params = {
    recipe: text.recipe(),
    place: await scanPlace(text, part),
    ...part,
    columns: request.columns ? [...request.columns] : null,
    batchRows,
  }
  for await (const { ipc, issues } of pool.batch.scanDataset(params, signal)) {
    for (const [i, batch] of batchesFromIpc(ipc).batches.entries()) yield { batch, issues: i === 0 ? issues : [] }
  }
}
