import { DEFAULT_PLAN_OPTIONS, type PlanOptions } from '../packing/plan/packOptions.ts'
import type { PackPlan } from '../packing/plan/packPlan.ts'

/** A piece of a row in a pack. */
export type Piece = [row: number, start: number, length: number]

/** Options where only what matters is named. */
export function planOptions(
  options: Partial<PlanOptions> & Pick<PlanOptions, 'strategy' | 'sequenceLen'>,
): PlanOptions {
  return { ...DEFAULT_PLAN_OPTIONS, ...options }
}

/** The pieces of each pack, in order. */
export function piecesOf(plan: PackPlan): Piece[][] {
  const packs: Piece[][] = []
  for (let pack = 0; pack + 1 < plan.packOffsets.length; pack++) {
    const pieces: Piece[] = []
    for (let s = plan.packOffsets[pack]!; s < plan.packOffsets[pack + 1]!; s++) {
      pieces.push([plan.segmentRows[s]!, plan.segmentStarts?.[s] ?? 0, plan.segmentLengths[s]!])
    }
    packs.push(pieces)
  }
  return packs
}

/** The rows of each pack, in order. */
export function rowsOf(plan: PackPlan): number[][] {
  return piecesOf(plan).map((pieces) => pieces.map(([row]) => row))
}
