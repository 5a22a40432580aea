import { tokenAccount } from '../../core/packing/account/tokenAccount.ts'
import { numPacks, type PackPlan, packingEfficiency } from '../../core/packing/plan/packPlan.ts'
import type { AccountLine, PackOptions, PackSummary } from '../protocol/packing.ts'
import type { TokenCounts } from './countTokens.ts'

/**
 * The figures of a plan as they are shown and printed. What is trained on in rows that lost a part is not known yet:
 * that takes their labels, and the lines concerned say so.
 */
export function packSummary(
  plan: PackPlan,
  counts: TokenCounts,
  options: PackOptions,
  source: { column: string; tokenizer: string | null; usesLabels: boolean },
): PackSummary {
  const { usesLabels, column, tokenizer } = source
  // Without labels of the source, labels are copies of the ids: every token is trained on.
  const account = tokenAccount(plan, counts.lengths, usesLabels ? counts.trained : null, null)
  const packs = numPacks(plan)
  const kept = account.find((line) => line.kind === 'kept')
  const { rows, tokens, addedTokens, padTokens, cutTokens, droppedRows, truncatedRows, splitRows, skippedRows } =
    plan.account
  return {
    strategy: options.strategy,
    sequenceLen: options.sequenceLen,
    capacity: plan.sequenceLen,
    column,
    tokenizer,
    rows,
    packs,
    tokens,
    trainedTokens: kept?.trainedTokens ?? null,
    addedTokens,
    padTokens,
    cutTokens,
    droppedRows,
    truncatedRows,
    splitRows,
    skippedRows,
    efficiency: packingEfficiency(plan),
    // A pack of several sequence_len counts as that many sequences: a step takes as many positions either way.
    speedUp: packs === 0 ? 0 : (kept?.rows ?? 0) / (packs * (plan.sequenceLen / options.sequenceLen)),
    account,
  }
}

/** The same figures with an account that knows more. */
export function withAccount(summary: PackSummary, account: AccountLine[]): PackSummary {
  const kept = account.find((line) => line.kind === 'kept')
  return { ...summary, account, trainedTokens: kept?.trainedTokens ?? null }
}
