import type { PartlyKept } from '../packing/account/partlyKept.ts'
import type { AccountLine, TrainedKept } from '../packing/account/tokenAccount.ts'
import { cutRows, type PadPlan, skippedRows, usableRows } from './padBatches.ts'

/** Lines that lead to rows: no row is dropped or split. */
export type PadLine = 'kept' | 'cut' | 'skipped'

/**
 * Where the rows of a source and their tokens go when they are padded, in the lines of a packing's account.
 * @param lengths what was planned
 * @param trained trained tokens per row; null: no labels, every token is trained on
 * @param trainedKept for the rows that are cut, ascending; null: not known, and lines with such rows say so
 */
export function padAccount(
  plan: PadPlan,
  lengths: Uint32Array,
  trained: Uint32Array | null,
  trainedKept: TrainedKept | null,
): AccountLine[] {
  const { rows, tokens, padTokens, cutTokens, cutRows: cut, skippedRows } = plan.totals
  const lost = trained ? trainedLost(plan, lengths, trained, trainedKept) : cutTokens
  let all = trained ? 0 : tokens + cutTokens
  if (trained) for (const row of plan.rows) all += trained[row] as number
  return [
    { kind: 'kept', rows, tokens, trainedTokens: lost === null ? null : all - lost },
    { kind: 'cut', rows: cut, tokens: cutTokens, trainedTokens: lost },
    { kind: 'skipped', rows: skippedRows, tokens: 0, trainedTokens: 0 },
    { kind: 'padding', rows: 0, tokens: padTokens, trainedTokens: 0 },
  ]
}

function trainedLost(
  plan: PadPlan,
  lengths: Uint32Array,
  trained: Uint32Array,
  trainedKept: TrainedKept | null,
): number | null {
  if (plan.totals.cutRows === 0) return 0
  if (!trainedKept) return null
  let lost = 0
  cutRows(plan, lengths).forEach((row, i) => {
    lost += (trained[row] as number) - (trainedKept[i] as number)
  })
  return lost
}

/** The rows behind a line, ascending. */
export function padLineRows(plan: PadPlan, lengths: Uint32Array, line: PadLine): Uint32Array<ArrayBuffer> {
  if (line === 'cut') return cutRows(plan, lengths)
  return line === 'kept' ? usableRows(lengths) : skippedRows(lengths)
}

/** The rows whose labels must be read to know what the loss still sees of them. */
export function partlyPadded(plan: PadPlan, lengths: Uint32Array): PartlyKept {
  const rows = cutRows(plan, lengths)
  const [width = 0] = plan.widths // that of every batch: see cutRows
  return {
    rows,
    offsets: Uint32Array.from({ length: rows.length + 1 }, (_, i) => i),
    starts: new Uint32Array(rows.length),
    lengths: new Uint32Array(rows.length).fill(width),
  }
}
