import { EngineError } from '../../errors.ts'
import type { TokenLists } from '../../tokens/tokenLists.ts'
import type { PackLayout } from '../plan/packOptions.ts'
import type { PackPlan } from '../plan/packPlan.ts'
import { copyTokens } from '../rows/copyTokens.ts'
import { type RowTokens, rowLength } from '../rows/rowTokens.ts'

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

/**
 * Positions of a pack: what its segments take, and padding as the layout says.
 * @throws EngineError `limit/exceeded` for more than can be written
 */
export function packWidth(form: Pick<PackForm, 'plan' | 'layout'>, pack: number): number {
  const { packOffsets, segmentLengths, addedPerSegment } = form.plan
  const first = packOffsets[pack] as number
  const last = packOffsets[pack + 1] as number
  let used = (last - first) * addedPerSegment
  for (let s = first; s < last; s++) used += segmentLengths[s] as number
  return paddedWidth(form, pack, used)
}

function paddedWidth({ plan, layout }: Pick<PackForm, 'plan' | 'layout'>, pack: number, used: number): number {
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
    packAt += paddedWidth(form, pack, at - packAt)
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
 * Copies the tokens of some segments whose rows are all in one batch. Segments may come in any order.
 * @param order segments in the order they are placed in; null: as the window has them
 * @param first index of the first of them in that order, `last` one past the last
 * @param rowStart the row that is row 0 of `tokens`
 * @throws EngineError `source/changed` when a row got shorter, `argument/invalid` when it cannot be packed
 */
export function placeSegments(
  window: PackWindow,
  order: Uint32Array | null,
  first: number,
  last: number,
  tokens: RowTokens,
  rowStart: number,
): void {
  const { plan, segmentStart, inputIds, labels, mask } = window
  const { segmentRows, segmentStarts, segmentLengths } = plan
  const { offsets } = tokens.ids
  for (let i = first; i < last; i++) {
    const s = order === null ? segmentStart + i : (order[i] as number)
    const local = (segmentRows[s] as number) - rowStart
    const end = (segmentStarts === null ? 0 : (segmentStarts[s] as number)) + (segmentLengths[s] as number)
    const length = (offsets[local + 1] as number) - (offsets[local] as number)
    if (end > length || tokens.problems.size > 0 || tokens.ids.isNull(local)) {
      checkSegment(tokens, local, segmentRows[s] as number, end)
    }
  }
  copyColumn(window, order, first, last, tokens.ids, rowStart, inputIds)
  if (labels && tokens.labels) copyColumn(window, order, first, last, tokens.labels, rowStart, labels)
  if (mask && tokens.mask) copyColumn(window, order, first, last, tokens.mask, rowStart, mask)
}

/** One column of `placeSegments`: parts that lie one behind the other on both sides are copied at once. */
function copyColumn(
  { plan, segmentStart, segmentAt }: PackWindow,
  order: Uint32Array | null,
  first: number,
  last: number,
  { values, offsets }: TokenLists,
  rowStart: number,
  out: Int32Array,
): void {
  const { segmentRows, segmentStarts, segmentLengths } = plan
  let from = 0
  let length = 0
  let at = 0
  for (let i = first; i < last; i++) {
    const s = order === null ? segmentStart + i : (order[i] as number)
    const start = segmentStarts === null ? 0 : (segmentStarts[s] as number)
    const nextFrom = (offsets[(segmentRows[s] as number) - rowStart] as number) + start
    const nextAt = segmentAt[s - segmentStart] as number
    if (nextFrom === from + length && nextAt === at + length) {
      length += segmentLengths[s] as number
      continue
    }
    copyTokens(values, from, length, out, at)
    from = nextFrom
    length = segmentLengths[s] as number
    at = nextAt
  }
  copyTokens(values, from, length, out, at)
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
