import { numPacks, type PackPlan, packingEfficiency } from '../../core/packing/packPlan.ts'
import type { PackSummary } from '../protocol/datasets.ts'

/** The figures of a plan as they are shown and printed. */
export function packSummary(plan: PackPlan, strategy: string, column: string, tokenizer: string | null): PackSummary {
  return {
    strategy,
    sequenceLen: plan.sequenceLen,
    column,
    tokenizer,
    packs: numPacks(plan),
    efficiency: packingEfficiency(plan),
    ...plan.account,
  }
}
