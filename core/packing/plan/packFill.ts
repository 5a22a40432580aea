import { numPacks, type PackPlan } from './packPlan.ts'

/**
 * Mean fill (0..1) of the packs in each of `buckets` equal slices of a plan, or of packs `[packStart, packEnd)` of it
 * (clamped to what there is), for pictures of millions of packs. Slices without a pack (fewer packs than buckets) take
 * the fill of the pack they fall on.
 */
export function packFill(
  plan: PackPlan,
  buckets: number,
  packStart = 0,
  packEnd = numPacks(plan),
): Float32Array<ArrayBuffer> {
  const from = Math.max(0, Math.min(Math.floor(packStart), numPacks(plan)))
  const count = Math.max(0, Math.min(Math.floor(packEnd), numPacks(plan)) - from)
  const fill = new Float32Array(count === 0 ? 0 : buckets)
  // Of what a rule adds behind a segment, only EOS is attended to; NeMo does not count one token of each.
  const attended = (plan.addedPerSegment > 0 ? 1 : 0) - (plan.uncountedPerSegment ?? 0)
  for (let bucket = 0; bucket < fill.length; bucket++) {
    const start = Math.min(count - 1, Math.floor((bucket * count) / buckets))
    const end = Math.max(start + 1, Math.floor(((bucket + 1) * count) / buckets))
    const first = plan.packOffsets[from + start] as number
    const last = plan.packOffsets[from + end] as number
    let used = (last - first) * attended
    for (let s = first; s < last; s++) used += plan.segmentLengths[s] as number
    fill[bucket] = used / ((end - start) * plan.sequenceLen)
  }
  return fill
}
