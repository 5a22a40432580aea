import { Field, Int8, Int32, List, makeData, type RecordBatch, Schema } from 'apache-arrow'
import { makeBatch } from '../table/batches.ts'
import type { PackPlan } from './packPlan.ts'

/** Ids and label of the positions the greedy rule fills by itself. */
export interface GreedyFill {
  padTokenId: number
  eosTokenId: number
  /** Label the loss ignores; -100 in every trainer. */
  labelPadId: number
}

const listOf = (item: Int32 | Int8) => new List(new Field('item', item, false))

/** Columns of packed rows, as `pack_sequences` returns them. */
export const packedSchema = new Schema([
  new Field('input_ids', listOf(new Int32()), false),
  new Field('labels', listOf(new Int32()), false),
  new Field('attention_mask', listOf(new Int8()), false),
])

/** Copies tokens `[start, start + length)` of a source row to `out` from `at`. */
export type CopyTokens = (row: number, start: number, length: number, out: Int32Array, at: number) => void

/** Buffers of packs under construction; filled segment by segment, in plan order. */
export interface GreedyPacks {
  packStart: number
  numPacks: number
  inputIds: Int32Array<ArrayBuffer>
  labels: Int32Array<ArrayBuffer>
  attentionMask: Int8Array<ArrayBuffer>
}

/** Empty packs `[packStart, packEnd)`: all padding. */
export function emptyPacks(plan: PackPlan, packStart: number, packEnd: number, fill: GreedyFill): GreedyPacks {
  const count = packEnd - packStart
  const slots = count * plan.sequenceLen
  const inputIds = new Int32Array(slots)
  if (fill.padTokenId !== 0) inputIds.fill(fill.padTokenId)
  return {
    packStart,
    numPacks: count,
    inputIds,
    labels: new Int32Array(slots).fill(fill.labelPadId),
    attentionMask: new Int8Array(slots),
  }
}

/**
 * Writes one segment at `position` of pack `pack`: ids = tokens, EOS, pad; labels = tokens, EOS, ignored;
 * attention = 1 for the tokens and EOS, 0 for the pad (axolotl-semantics §1.5).
 * @returns the position behind the segment
 */
export function placeSegment(
  packs: GreedyPacks,
  plan: PackPlan,
  segment: number,
  pack: number,
  position: number,
  fill: GreedyFill,
  copy: CopyTokens,
): number {
  const at = (pack - packs.packStart) * plan.sequenceLen + position
  const length = plan.segmentLengths[segment] as number
  copy(plan.segmentRows[segment] as number, plan.segmentStarts?.[segment] ?? 0, length, packs.inputIds, at)
  packs.labels.set(packs.inputIds.subarray(at, at + length), at)
  packs.inputIds[at + length] = fill.eosTokenId
  packs.labels[at + length] = fill.eosTokenId
  packs.attentionMask.fill(1, at, at + length + 1)
  return position + length + plan.addedPerSegment
}

/** The packs as a batch of `packedSchema`. The buffers are handed over, not copied. */
export function packsToBatch(packs: GreedyPacks, sequenceLen: number): RecordBatch {
  const valueOffsets = new Int32Array(packs.numPacks + 1)
  for (let i = 1; i <= packs.numPacks; i++) valueOffsets[i] = i * sequenceLen
  const column = (type: Int32 | Int8, values: Int32Array | Int8Array) =>
    makeData({
      type: listOf(type),
      length: packs.numPacks,
      nullCount: 0,
      valueOffsets,
      child: makeData({ type, length: values.length, nullCount: 0, data: values } as never),
    } as never)
  const columns = [
    column(new Int32(), packs.inputIds),
    column(new Int32(), packs.labels),
    column(new Int8(), packs.attentionMask),
  ]
  return makeBatch(packedSchema, columns, packs.numPacks)
}
