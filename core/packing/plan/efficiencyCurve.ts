import type { PlanOptions } from './packOptions.ts'
import { countPacks } from './planPacks.ts'

/** What a strategy makes of all rows at one `sequence_len`. */
export interface EfficiencyPoint {
  sequenceLen: number
  packs: number
  /** As `packingEfficiency` of the plan. */
  efficiency: number
  keptTokens: number
  cutTokens: number
  droppedRows: number
}

/**
 * How a strategy does at several lengths: exact, for all rows, without making the plans.
 * @param shouldStop asked before each point; the points so far are returned when it says so
 * @throws EngineError as `planPacks`, at the first length that cannot be planned
 */
export function efficiencyCurve(
  lengths: Uint32Array,
  options: PlanOptions,
  sequenceLens: readonly number[],
  shouldStop?: () => boolean,
): EfficiencyPoint[] {
  const points: EfficiencyPoint[] = []
  for (const sequenceLen of sequenceLens) {
    if (shouldStop?.()) break
    const { capacity, packs, account } = countPacks(lengths, { ...options, sequenceLen })
    const slots = packs * capacity
    points.push({
      sequenceLen,
      packs,
      efficiency: slots === 0 ? 0 : (slots - account.padTokens) / slots,
      keptTokens: account.tokens,
      cutTokens: account.cutTokens,
      droppedRows: account.droppedRows,
    })
  }
  return points
}
