import { FirstFit, usualLength } from '../bins/firstFit.ts'
import { checkWhole } from '../plan/checkWhole.ts'
import type { PlanOptions } from '../plan/packOptions.ts'
import { gatherPacks, type Packing, type PackRule } from '../plan/packRule.ts'

/**
 * Axolotl's sample packing (`MultipackBatchSampler`, axolotl-semantics §2): first fit in the order rows come, without
 * sorting, `groupSize` rows at a time, at most `binSize` rows in a pack. Axolotl drops, truncates or refuses rows
 * longer than `sequenceLen` before it packs; `split` is ours.
 */
export const multipack: PackRule = {
  capacity: multipackCapacity,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: true,
  rowsPerSlice: null,
  pack({ segments }, options, counting) {
    const { groupSize, binSize } = options
    checkWhole('sample_packing_group_size', groupSize, 1)
    checkWhole('sample_packing_bin_size', binSize, 1)
    const { lengths, count } = segments
    const mayDrop = dropsLast(options)
    const packOf = counting && !mayDrop ? null : new Uint32Array(count)
    const bins = new FirstFit(multipackCapacity(options), binSize)
    let packs = 0
    for (let start = 0; start < count; start += groupSize) {
      const end = Math.min(count, start + groupSize)
      let least = Number.POSITIVE_INFINITY
      for (let i = start; i < end; i++) least = Math.min(least, lengths[i] as number)
      bins.start(least, usualLength(lengths, start, end))
      for (let i = start; i < end; i++) {
        const bin = bins.place(lengths[i] as number, 1)
        if (packOf) packOf[i] = packs + bin
      }
      packs += bins.bins
    }
    if (!packOf) return { packs, packOffsets: null, order: null }
    return wholeBatches(gatherPacks(packs, packOf, null), options)
  },
}

/** Positions of a pack (§2.2): with attention that supports packing, one pack holds a whole micro batch. */
export function multipackCapacity({ sequenceLen, microBatchSize, realBatches }: PlanOptions): number {
  checkWhole('micro_batch_size', microBatchSize, 1)
  return realBatches ? sequenceLen : sequenceLen * microBatchSize
}

function dropsLast({ realBatches, microBatchSize, dropLast }: PlanOptions): boolean {
  return dropLast && realBatches && microBatchSize > 1
}

/** Leaves out a last batch of fewer than `microBatchSize` packs, where the options say so (§2.4). */
export function wholeBatches(packing: Packing, options: PlanOptions): Packing {
  if (!dropsLast(options)) return packing
  const packs = packing.packs - (packing.packs % options.microBatchSize)
  return { ...packing, packs, packOffsets: packing.packOffsets?.slice(0, packs + 1) ?? null }
}
