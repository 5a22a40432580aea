import { numPacks, type PackPlan } from './packPlan.ts'

/**
 * Mean fill (0..1) of the packs in each of `buckets` equal slices of a plan, for an overview of millions of packs.
 * Slices without a pack (fewer packs than buckets) take the fill of the pack they fall on.
 */
export function packFill(plan: PackPlan, buckets: number): Float32Array<ArrayBuffer> {
  const count = numPacks(plan)
  const fill = new Float32Array(count === 0 ? 0 : buckets)
  // Of what a rule adds behind a segment, only EOS is attended to.
  const attended = plan.addedPerSegment > 0 ? 1 : 0
  for (let bucket = 0; bucket < fill.length; bucket++) {
    const start = Math.min(count - 1, Math.floor((bucket * count) / buckets))
    const end = Math.max(start + 1, Math.floor(((bucket + 1) * count) / buckets))
    const first = plan.packOffsets[start] as number
    const last = plan.packOffsets[end] as number
    let used = (last - first) * attended
    for (let s = first; s < last; s++) used += plan.segmentLengths[s] as number
    fill[bucket] = used / ((end - start) * plan.sequenceLen)
  }
  return fill
}
