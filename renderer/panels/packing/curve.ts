import type { CurvePoint, PackStrategy } from '../../../app/protocol/packing.ts'

/** The curves reach over these lengths, and further when `sequence_len` lies outside. */
export const CURVE_LENGTHS = { least: 128, most: 65_536 }
const CURVE_POINTS = 25
/** Lengths snap to multiples of this: what kernels and people prefer. */
export const LENGTH_SNAP = 64

/** Lengths `[least, most]`. */
export interface LengthRange {
  least: number
  most: number
}

/** The usual range, widened by whole powers of two until it holds `sequenceLen`. */
export function rangeFor(sequenceLen: number): LengthRange {
  const least = 2 ** Math.floor(Math.log2(Math.max(1, sequenceLen)))
  const most = 2 ** Math.ceil(Math.log2(Math.max(1, sequenceLen)))
  return { least: Math.min(CURVE_LENGTHS.least, least), most: Math.max(CURVE_LENGTHS.most, most) }
}

/** The lengths a curve is computed for: evenly spaced in their logarithm, whole, ascending, both ends included. */
export function curveLengths({ least, most }: LengthRange, points: number = CURVE_POINTS): number[] {
  const lengths = new Set<number>()
  for (let i = 0; i < points; i++) lengths.add(Math.round(least * (most / least) ** (i / (points - 1))))
  return [...lengths]
}

/** Where a length stands on the axis, 0..1; the ends for lengths outside. */
export function shareOf(length: number, { least, most }: LengthRange): number {
  const share = Math.log(length / least) / Math.log(most / least)
  return Math.max(0, Math.min(1, share))
}

/** The length at `share` of the axis, snapped to multiples of 64 (from 64 on) unless `free`. */
export function lengthAt(share: number, range: LengthRange, free: boolean): number {
  const { least, most } = range
  return snapped(least * (most / least) ** Math.max(0, Math.min(1, share)), range, free)
}

function snapped(length: number, { least, most }: LengthRange, free: boolean): number {
  const step = free ? 1 : LENGTH_SNAP
  const whole = Math.round(length / step) * step
  return Math.max(least, Math.min(most, Math.max(1, whole)))
}

/** Steps of the arrow keys for each doubling. */
const STEPS_PER_OCTAVE = 8

/**
 * The length after a key of a slider; null for other keys. Arrows go an eighth of an octave, with Shift one multiple of
 * 64 (with Alt one), the page keys an octave.
 */
export function lengthAfterKey(
  length: number,
  event: { key: string; shiftKey: boolean; altKey: boolean },
  range: LengthRange,
): number | null {
  const way = WAYS[event.key]
  if (event.key === 'Home') return range.least
  if (event.key === 'End') return range.most
  if (way === undefined) return null
  const octaves = event.key.startsWith('Page') ? 1 : 1 / STEPS_PER_OCTAVE
  const next = snapped(length * 2 ** (way * octaves), range, event.altKey)
  const fine = event.shiftKey && octaves < 1
  // Snapping must not undo a short step.
  return fine || (next - length) * way <= 0 ? neighbour(length, way, range, event.altKey) : next
}

/** The next multiple of 64 on that side, or the next length of all when `free`. */
function neighbour(length: number, way: 1 | -1, { least, most }: LengthRange, free: boolean): number {
  const step = free ? 1 : LENGTH_SNAP
  const next = way > 0 ? Math.floor(length / step) * step + step : Math.ceil(length / step) * step - step
  return Math.max(least, Math.min(most, next))
}

const WAYS: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageDown: -1,
}

/** The points of each strategy by length, in the order of `strategies`; those without a point are left out. */
export function curvesOf(
  points: readonly CurvePoint[],
  strategies: readonly PackStrategy[],
): { strategy: PackStrategy; points: CurvePoint[] }[] {
  return strategies.flatMap((strategy) => {
    const own = points.filter((point) => point.strategy === strategy)
    own.sort((a, b) => a.sequenceLen - b.sequenceLen)
    return own.length > 0 ? [{ strategy, points: own }] : []
  })
}

/** The curve at any length between its points, straight over the logarithm; null outside of them. */
export function pointAt(points: readonly CurvePoint[], sequenceLen: number): CurvePoint | null {
  const next = points.findIndex((point) => point.sequenceLen >= sequenceLen)
  if (next < 0) return null
  const b = points[next]!
  if (b.sequenceLen === sequenceLen) return b
  const a = points[next - 1]
  if (!a) return null
  const t = Math.log(sequenceLen / a.sequenceLen) / Math.log(b.sequenceLen / a.sequenceLen)
  const between = (from: number, to: number) => from + (to - from) * t
  return {
    strategy: b.strategy,
    sequenceLen,
    packs: Math.round(between(a.packs, b.packs)),
    efficiency: between(a.efficiency, b.efficiency),
    keptTokens: Math.round(between(a.keptTokens, b.keptTokens)),
    cutTokens: Math.round(between(a.cutTokens, b.cutTokens)),
    droppedRows: Math.round(between(a.droppedRows, b.droppedRows)),
  }
}

/** Share of the tokens that a point loses. */
export function lostShare({ keptTokens, cutTokens }: CurvePoint): number {
  const all = keptTokens + cutTokens
  return all === 0 ? 0 : cutTokens / all
}

/** Least efficiency the axis starts from: a round step below the lowest point, never above 90 %. */
export function axisFloor(points: readonly CurvePoint[]): number {
  let least = 1
  for (const point of points) if (point.packs > 0) least = Math.min(least, point.efficiency)
  return Math.max(0, Math.min(0.9, Math.floor(least * 10) / 10))
}

/** Moves labels apart that would overlap, as little as possible, within `[top, bottom]`; in the given order. */
export function spreadLabels(ys: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = ys.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y || a.index - b.index)
  let edge = top
  for (const label of order) {
    label.y = Math.max(label.y, edge)
    edge = label.y + gap
  }
  edge = bottom
  for (const label of order.reverse()) {
    label.y = Math.min(label.y, edge)
    edge = label.y - gap
  }
  const spread = [...ys]
  for (const { y, index } of order) spread[index] = y
  return spread
}
