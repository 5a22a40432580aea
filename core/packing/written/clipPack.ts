import type { PackLayout } from '../plan/packOptions.ts'
import type { PackPlan } from '../plan/packPlan.ts'

/**
 * A plan of one pack alone, cut behind its first positions: written, it begins with the first `positions` positions of
 * the whole pack, and is about as long. So a part of a pack of millions of positions costs that part.
 * @param positions 1 to the width of the pack
 */
export function clipPack(
  plan: PackPlan,
  layout: PackLayout,
  pack: number,
  positions: number,
): { plan: PackPlan; layout: PackLayout } {
  const first = plan.packOffsets[pack] as number
  const last = plan.packOffsets[pack + 1] as number
  let end = first
  let used = 0
  while (end < last && used < positions) {
    used += (plan.segmentLengths[end] as number) + plan.addedPerSegment
    end++
  }
  const segmentLengths = plan.segmentLengths.slice(first, end)
  const over = used - plan.addedPerSegment - positions // tokens of the last segment that lie behind
  if (over > 0) segmentLengths[end - 1 - first] = (segmentLengths[end - 1 - first] as number) - over
  const clipped: PackPlan = {
    ...plan,
    packOffsets: Uint32Array.of(0, end - first),
    segmentRows: plan.segmentRows.slice(first, end),
    segmentStarts: plan.segmentStarts?.slice(first, end) ?? null,
    segmentLengths,
    segmentFlags: plan.segmentFlags.slice(first, end),
  }
  // Rules without a token in a pack have nothing to round up.
  if (used === 0) return { plan: { ...clipped, sequenceLen: positions }, layout: { ...layout, padTo: 'capacity' } }
  return { plan: clipped, layout: { ...layout, padTo: { multipleOf: positions } } }
}
