import type { Data, RecordBatch } from 'apache-arrow'
import type { Dataset } from '../../../core/dataset/dataset.ts'
import { EngineError } from '../../../core/errors.ts'
import { numPacks, type PackPlan } from '../../../core/packing/plan/packPlan.ts'
import { clipPack } from '../../../core/packing/written/clipPack.ts'
import { packedDataset } from '../../../core/packing/written/packedDataset.ts'
import { packWidth } from '../../../core/packing/written/packWindow.ts'
import type { PackDetail } from '../../protocol/packing.ts'
import type { Entry, Packing } from '../entry.ts'
import { fileRow } from './fileRows.ts'
import { packingOf } from './packPages.ts'
import { tokenizerOf } from './tokenCounts.ts'

/** Positions of one answer: three arrays of four bytes each stay under the size of a reply. */
const MAX_POSITIONS = 65_536

/** One pack down to its tokens. @throws EngineError `argument/invalid` */
export async function readPackDetail(
  entry: Entry,
  params: { pack: number; maxPositions: number },
  signal?: AbortSignal,
): Promise<PackDetail> {
  const { info } = entry
  const packing = packingOf(entry)
  const { plan, layout, base, source } = packing
  const { pack } = params
  if (!(Number.isInteger(pack) && pack >= 0 && pack < numPacks(plan))) {
    throw new EngineError('argument/invalid', `there is no pack ${pack}; there are ${numPacks(plan)}`)
  }
  const positions = packWidth({ plan, layout }, pack)
  const shown = Math.min(positions, params.maxPositions, MAX_POSITIONS)
  for await (const batch of firstPositions(packing, pack, shown, positions, signal)) {
    const ids = listRow(batch, 'input_ids') ?? new Int32Array(0)
    const segments = segmentsOf(plan, base.dataset, pack)
    const mask = listRow(batch, 'attention_mask')
    const inputIds = ids.slice(0, shown)
    return {
      datasetId: info.datasetId,
      pack,
      capacity: plan.sequenceLen,
      inputIds,
      labels: (listRow(batch, 'labels') ?? ids).slice(0, shown),
      positionIds: listRow(batch, 'position_ids')?.slice(0, shown) ?? restartingPositions(segments, shown),
      attention: mask
        ? Uint8Array.from(mask.subarray(0, shown), (value) => (value === 0 ? 0 : 1))
        : attended(segments, shown),
      bytes: tokenizerOf(base, source) === null ? null : Uint8Array.from(inputIds),
      segments,
      positions,
    }
  }
  throw new EngineError('internal', `pack ${pack} of '${info.name}' has no row`)
}

/** The pack as one row, or of a wider one its first `shown` positions, so that it costs no more than is shown. */
function firstPositions(
  { plan, layout, fill, source, base }: Packing,
  pack: number,
  shown: number,
  positions: number,
  signal: AbortSignal | undefined,
): AsyncIterable<RecordBatch> {
  const whole = shown === positions || shown === 0
  const part = whole ? { plan, layout } : clipPack(plan, layout, pack, shown)
  const rowStart = whole ? pack : 0
  const packs = packedDataset(base.dataset, source, part.plan, part.layout, fill)
  return packs.scan({ rowStart, rowEnd: rowStart + 1, batchRows: 1, signal })
}

/** Row 0 of an integer list column as int32; null when there is no such column. */
function listRow(batch: RecordBatch, name: string): Int32Array<ArrayBuffer> | null {
  const index = batch.schema.fields.findIndex((field) => field.name === name)
  const data = batch.data.children[index] as Data | undefined
  if (!data) return null
  const [start, end] = data.valueOffsets as unknown as [number, number]
  const values = (data.children[0] as Data).values as Int32Array
  return Int32Array.from(values.subarray(start, end))
}

function segmentsOf(plan: PackPlan, base: Dataset, pack: number): PackDetail['segments'] {
  const segments: PackDetail['segments'] = []
  let position = 0
  for (let s = plan.packOffsets[pack] as number; s < (plan.packOffsets[pack + 1] as number); s++) {
    const length = plan.segmentLengths[s] as number
    const row = plan.segmentRows[s] as number
    segments.push({
      row,
      rowNumber: fileRow(base, row),
      start: plan.segmentStarts?.[s] ?? 0,
      length,
      added: plan.addedPerSegment,
      position,
      flags: plan.segmentFlags[s] as number,
    })
    position += length + plan.addedPerSegment
  }
  return segments
}

/** Position ids where the strategy writes none: 0, 1, 2, … in every segment, and again in the padding behind. */
function restartingPositions(segments: PackDetail['segments'], positions: number): Int32Array<ArrayBuffer> {
  const ids = new Int32Array(positions)
  const starts = [...segments.map((segment) => segment.position), positions]
  const last = segments.at(-1)
  if (last) starts.splice(-1, 0, last.position + last.length + last.added)
  for (let i = 0; i + 1 < starts.length; i++) {
    const [start, end] = [starts[i] as number, Math.min(starts[i + 1] as number, positions)]
    for (let at = start; at < end; at++) ids[at] = at - start
  }
  return ids
}

function attended(segments: PackDetail['segments'], positions: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(positions)
  for (const { position, length } of segments) mask.fill(1, position, position + length)
  return mask
}
