import type { PackLayout } from '../packing/plan/packOptions.ts'
import { numPacks, type PackPlan } from '../packing/plan/packPlan.ts'
import type { PackFill } from '../packing/written/packWindow.ts'

/** Source rows as plain numbers; labels and mask where the packing reads them. */
export interface PlainRows {
  ids: readonly (readonly number[] | null)[]
  labels: readonly (readonly number[] | null)[] | null
  mask: readonly (readonly number[] | null)[] | null
}

/** The packs of a plan, position by position, straight from the words of the layout: what the materialiser is held to. */
export function naivePacks(plan: PackPlan, layout: PackLayout, fill: PackFill, rows: PlainRows) {
  const packs = Array.from({ length: numPacks(plan) }, (_, pack) => naivePack(plan, layout, fill, rows, pack))
  const column = (name: keyof ReturnType<typeof naivePack>) => packs.map((pack) => pack[name])
  return {
    input_ids: column('ids'),
    labels: column('labels'),
    ...(layout.attentionMask !== 'none' && { attention_mask: column('mask') }),
    ...(layout.positionIds !== 'none' && { position_ids: column('positions') }),
    ...(layout.seqLengths && { seq_lengths: column('seqLengths') }),
  }
}

function naivePack(plan: PackPlan, layout: PackLayout, fill: PackFill, rows: PlainRows, pack: number) {
  const out = { ids: [] as number[], labels: [] as number[], mask: [] as number[], positions: [] as number[] }
  const seqLengths: number[] = []
  const first = plan.packOffsets[pack]!
  for (let s = first; s < plan.packOffsets[pack + 1]!; s++) {
    const row = plan.segmentRows[s]!
    const start = plan.segmentStarts?.[s] ?? 0
    const number = layout.attentionMask === 'segments' ? s - first + 1 : 1
    const position = (i: number) => (layout.positionIds === 'source' ? (start + i) % plan.sequenceLen : i)
    seqLengths.push(plan.segmentLengths[s]!)
    for (let i = 0; i < plan.segmentLengths[s]!; i++) {
      const id = rows.ids[row]![start + i]!
      const label = rows.labels && !layout.labelsFromIds ? rows.labels[row]![start + i]! : id
      out.ids.push(id)
      out.labels.push(layout.ignoreFirstLabel && i === 0 ? fill.labelPadId : label)
      out.mask.push((rows.mask && !layout.labelsFromIds ? rows.mask[row]![start + i]! : 1) * number)
      out.positions.push(position(i))
    }
    layout.appended.forEach((what, i) => {
      out.ids.push(what === 'eos' ? fill.eosTokenId : fill.padTokenId)
      out.labels.push(what === 'eos' ? fill.eosTokenId : fill.labelPadId)
      out.mask.push(what === 'eos' ? number : 0)
      out.positions.push(position(plan.segmentLengths[s]! + i))
    })
  }
  const used = out.ids.length
  const { padTo } = layout
  let width = used
  if (padTo === 'capacity') width = Math.max(used, plan.sequenceLen)
  else if (padTo !== 'used') while (width % padTo.multipleOf !== 0) width++
  for (let i = 0; used + i < width; i++) {
    out.ids.push(fill.padTokenId)
    out.labels.push(fill.labelPadId)
    out.mask.push(0)
    const next = used === 0 ? 0 : out.positions[used - 1]! + 1
    if (layout.positionTail === 'zeros') out.positions.push(0)
    else if (layout.positionTail === 'restart') out.positions.push(i)
    else out.positions.push(Math.min(next + i, plan.sequenceLen - 1))
  }
  return { ...out, seqLengths }
}
