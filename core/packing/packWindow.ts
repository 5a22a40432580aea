import { EngineError } from '../errors.ts'
import { copyTokens } from './copyTokens.ts'
import type { PackLayout } from './packOptions.ts'
import type { PackPlan } from './packPlan.ts'
import { type RowTokens, rowLength } from './rowTokens.ts'

/** Ids and label of the positions that hold no token of the source. */
export interface PackFill {
  padTokenId: number
  eosTokenId: number
  /** Label the loss ignores; -100 in every trainer. */
  labelPadId: number
}

/** What decides about the columns of packs besides their tokens. */
export interface PackForm {
  plan: PackPlan
  layout: PackLayout
  fill: PackFill
  /** Whether labels and mask come from the source; see `sourceColumns`. */
  hasLabels: boolean
  hasMask: boolean
}

/** Packs `[packStart, packStart + numPacks)` under construction: one flat array per column, padding in place. */
export interface PackWindow extends PackForm {
  packStart: number
  numPacks: number
  /** `numPacks + 1` positions of the window where its packs begin. */
  offsets: Int32Array<ArrayBuffer>
  /** First segment of the window; `segmentAt[s - segmentStart]` is where segment `s` begins. */
  segmentStart: number
  segmentAt: Int32Array<ArrayBuffer>
  inputIds: Int32Array<ArrayBuffer>
  /** Labels of the source; null when they are made of the ids. */
  labels: Int32Array<ArrayBuffer> | null
  /** Mask of the source; null when every token is attended to. */
  mask: Int32Array<ArrayBuffer> | null
}

/** Most positions of one pack that is written. What is longer can be planned, not held in memory. */
export const MAX_PACK_POSITIONS = 1 << 26
/** Most positions of one window: list offsets are int32. */
const MAX_WINDOW_POSITIONS = 0x7fffffff

/** Positions of a pack: what its segments take, and padding as the layout says. */
export function packWidth({ plan, layout }: PackForm, pack: number): number {
  const first = plan.packOffsets[pack] as number
  const last = plan.packOffsets[pack + 1] as number
  let used = (last - first) * plan.addedPerSegment
  for (let s = first; s < last; s++) used += plan.segmentLengths[s] as number
  const { padTo } = layout
  let width = used
  if (padTo === 'capacity') width = Math.max(used, plan.sequenceLen)
  else if (padTo !== 'used') width = Math.ceil(used / padTo.multipleOf) * padTo.multipleOf
  if (width <= MAX_PACK_POSITIONS) return width
  const message = `pack ${pack} has ${width} positions; at most ${MAX_PACK_POSITIONS} can be written`
  throw new EngineError('limit/exceeded', message, { feature: 'sequence_len' })
}

/**
 * Packs `[packStart, packEnd)` without their tokens.
 * @throws EngineError `limit/exceeded` for a pack, or packs together, too long to write
 */
export function openPackWindow(form: PackForm, packStart: number, packEnd: number): PackWindow {
  const { plan, fill, hasLabels, hasMask } = form
  const { packOffsets, segmentLengths, addedPerSegment } = plan
  const numPacks = packEnd - packStart
  const segmentStart = packOffsets[packStart] as number
  const offsets = new Int32Array(numPacks + 1)
  const segmentAt = new Int32Array((packOffsets[packEnd] as number) - segmentStart)
  let packAt = 0
  for (let pack = packStart; pack < packEnd; pack++) {
    let at = packAt
    for (let s = packOffsets[pack] as number; s < (packOffsets[pack + 1] as number); s++) {
      segmentAt[s - segmentStart] = at
      at += (segmentLengths[s] as number) + addedPerSegment
    }
    packAt += packWidth(form, pack)
    if (packAt > MAX_WINDOW_POSITIONS) {
      const message = `packs ${packStart} to ${pack} have more than ${MAX_WINDOW_POSITIONS} positions together`
      throw new EngineError('limit/exceeded', message, { feature: 'sequence_len' })
    }
    offsets[pack - packStart + 1] = packAt
  }
  const inputIds = new Int32Array(packAt)
  if (fill.padTokenId !== 0) inputIds.fill(fill.padTokenId)
  return {
    ...form,
    packStart,
    numPacks,
    offsets,
    segmentStart,
    segmentAt,
    inputIds,
    labels: hasLabels ? new Int32Array(packAt).fill(fill.labelPadId) : null,
    mask: hasMask ? new Int32Array(packAt) : null,
  }
}

/**
 * Copies the tokens of segment `s` from the batch that holds its row. Segments may come in any order.
 * @param local the row's position in `tokens`
 * @throws EngineError `source/changed` when the row got shorter, `argument/invalid` when it cannot be packed
 */
export function placeSegment(window: PackWindow, s: number, tokens: RowTokens, local: number): void {
  const { plan, inputIds, labels, mask } = window
  const start = plan.segmentStarts === null ? 0 : (plan.segmentStarts[s] as number)
  const length = plan.segmentLengths[s] as number
  const { ids } = tokens
  const from = ids.offsets[local] as number
  if (
    tokens.problems.size > 0 ||
    from + start + length > (ids.offsets[local + 1] as number) ||
    (ids.isNull(local) && length > 0)
  ) {
    checkSegment(tokens, local, plan.segmentRows[s] as number, start + length)
  }
  const at = window.segmentAt[s - window.segmentStart] as number
  copyTokens(ids.values, from + start, length, inputIds, at)
  if (labels && tokens.labels) {
    copyTokens(tokens.labels.values, (tokens.labels.offsets[local] as number) + start, length, labels, at)
  }
  if (mask && tokens.mask) {
    copyTokens(tokens.mask.values, (tokens.mask.offsets[local] as number) + start, length, mask, at)
  }
}

function checkSegment(tokens: RowTokens, local: number, row: number, planned: number): void {
  const problem = tokens.problems.get(local)
  if (problem !== undefined) throw new EngineError('argument/invalid', `row ${row}: ${problem}`, { row })
  const length = rowLength(tokens, local)
  if (tokens.ids.isNull(local)) {
    throw new EngineError('source/changed', `row ${row} is null now, ${planned} tokens were planned`, { row })
  }
  if (length < planned) {
    throw new EngineError('source/changed', `row ${row} has ${length} tokens now, ${planned} were planned`, { row })
  }
}
