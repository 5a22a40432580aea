import { type Data, Int8, Int32, type RecordBatch, Schema } from 'apache-arrow'
import { makeBatch } from '../../table/batches.ts'
import { intListColumn, intListField } from '../../table/intLists.ts'
import type { PackLayout } from '../plan/packOptions.ts'
import { numPacks, type PackPlan } from '../plan/packPlan.ts'
import type { RowTokens, TokenColumns } from '../rows/rowTokens.ts'
import { inputIdsColumn, labelsColumn, onesColumn, positionIdsColumn, segmentsColumn } from './packColumns.ts'
import { openPackWindow, type PackFill, type PackForm, type PackWindow, placeSegments } from './packWindow.ts'

/** The columns of packs: `input_ids`, `labels`, and what the layout adds, in this order. */
export function packedSchema(layout: PackLayout): Schema {
  const fields = [intListField('input_ids', new Int32()), intListField('labels', new Int32())]
  if (layout.attentionMask === 'ones') fields.push(intListField('attention_mask', new Int8()))
  if (layout.attentionMask === 'segments') fields.push(intListField('attention_mask', new Int32()))
  if (layout.positionIds !== 'none') fields.push(intListField('position_ids', new Int32()))
  if (layout.seqLengths) fields.push(intListField('seq_lengths', new Int32()))
  return new Schema(fields)
}

/**
 * The columns of the source that packs of this layout are made of. A rule that makes labels of the ids reads nothing
 * else: fast-axolotl's `pack_sequences` knows neither labels nor masks. Layouts without a mask do not read one.
 */
export function sourceColumns(layout: PackLayout, source: TokenColumns): TokenColumns {
  const readsMask = !layout.labelsFromIds && layout.attentionMask !== 'none'
  return {
    ids: source.ids,
    labels: layout.labelsFromIds ? null : source.labels,
    mask: readsMask ? source.mask : null,
  }
}

/** Finishes a window whose segments are all placed. The window's arrays become the batch's. */
export function packsToBatch(window: PackWindow, schema: Schema): RecordBatch {
  const { layout, offsets, numPacks: count } = window
  const ids = inputIdsColumn(window)
  const columns = [intListColumn(offsets, ids), intListColumn(offsets, labelsColumn(window))]
  if (layout.attentionMask === 'ones') columns.push(intListColumn(offsets, onesColumn(window)))
  if (layout.attentionMask === 'segments') columns.push(intListColumn(offsets, segmentsColumn(window)))
  if (layout.positionIds !== 'none') columns.push(intListColumn(offsets, positionIdsColumn(window)))
  if (layout.seqLengths) columns.push(seqLengthsColumn(window))
  return makeBatch(schema, columns, count)
}

/** `seq_lengths`: the tokens of each segment of a pack. */
function seqLengthsColumn({ plan, packStart, numPacks: count, segmentStart, segmentAt }: PackWindow): Data {
  const offsets = new Int32Array(count + 1)
  for (let i = 0; i <= count; i++) offsets[i] = (plan.packOffsets[packStart + i] as number) - segmentStart
  const lengths = plan.segmentLengths.subarray(segmentStart, segmentStart + segmentAt.length)
  return intListColumn(offsets, Int32Array.from(lengths))
}

/**
 * All packs of a plan from rows in memory, at once: what `packedDataset` does batch by batch. Row `r` of the plan is
 * row `r` of `tokens`.
 * @throws EngineError as `placeSegments`; `limit/exceeded` for a pack too long to write
 */
export function materializePacks(plan: PackPlan, layout: PackLayout, fill: PackFill, tokens: RowTokens): RecordBatch {
  const form: PackForm = {
    plan,
    layout,
    fill,
    hasLabels: tokens.labels !== null && !layout.labelsFromIds,
    hasMask: tokens.mask !== null && !layout.labelsFromIds && layout.attentionMask !== 'none',
  }
  const window = openPackWindow(form, 0, numPacks(plan))
  placeSegments(window, null, 0, window.segmentAt.length, tokens, 0)
  return packsToBatch(window, packedSchema(layout))
}
