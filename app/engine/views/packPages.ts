import { EngineError } from '../../../core/errors.ts'
import { packFill } from '../../../core/packing/plan/packFill.ts'
import { numPacks } from '../../../core/packing/plan/packPlan.ts'
import type { PackPage } from '../../protocol/datasets.ts'
import { transfer } from '../../rpc/transfer.ts'
import type { Entry, Packing } from '../entry.ts'
import { fileRows } from './fileRows.ts'

const MAX_PACKS = 4096
const MAX_BUCKETS = 4096
/** Segments of one answer; a pack of one-token rows has thousands. */
const MAX_SEGMENTS = 40_000

/** Segments of packs `[packStart, packEnd)`; fewer packs than asked when they hold very many segments. */
export function readPackPage(entry: Entry, packStart: number, packEnd: number): PackPage {
  const { plan, base } = packingOf(entry)
  const start = Math.max(0, Math.min(packStart, numPacks(plan)))
  let end = Math.max(start, Math.min(packEnd, numPacks(plan), start + MAX_PACKS))
  const first = plan.packOffsets[start] as number
  while (end > start + 1 && (plan.packOffsets[end] as number) - first > MAX_SEGMENTS) end = start + ((end - start) >> 1)
  const last = plan.packOffsets[end] as number
  const rows = plan.segmentRows.subarray(first, last)
  const page: PackPage = {
    datasetId: entry.info.datasetId,
    packStart: start,
    numPacks: end - start,
    sequenceLen: plan.sequenceLen,
    segmentOffsets: plan.packOffsets.slice(start, end + 1).map((offset) => offset - first),
    rows: Float64Array.from(rows),
    rowNumbers: fileRows(base.dataset, rows),
    lengths: plan.segmentLengths.slice(first, last),
    added: new Uint8Array(last - first).fill(plan.addedPerSegment),
    flags: plan.segmentFlags.slice(first, last),
  }
  const arrays = [page.segmentOffsets, page.rows, page.rowNumbers, page.lengths, page.added, page.flags]
  return transfer(
    page,
    arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : [])),
  )
}

/** Mean fill of the packs in each of `buckets` slices, 1 to 4,096, of the view or of packs `[packStart, packEnd)`. */
export function readFill(
  entry: Entry,
  { buckets, packStart, packEnd }: { buckets: number; packStart?: number; packEnd?: number },
): Float32Array {
  return packFill(packingOf(entry).plan, Math.max(1, Math.min(MAX_BUCKETS, Math.floor(buckets))), packStart, packEnd)
}

/** @throws EngineError `argument/invalid` when the dataset is no packed view */
export function packingOf({ packing, info }: Entry): Packing {
  if (!packing) throw new EngineError('argument/invalid', `'${info.name}' is not a packed view`)
  return packing
}
