import { type PackPlan, ROW_UNUSABLE } from '../plan/packPlan.ts'
import { SEGMENT_CUT } from '../plan/segmentFlags.ts'
import { type IndexedPartlyKept, isPiece, NO_INDEX, partlyKept } from './partlyKept.ts'

/**
 * Where the rows of a source and their tokens went. Every row is `kept`, `dropped` or `skipped`, every token kept, cut
 * or dropped; `cut` and `split` rows are among the kept ones, `split` tokens among the kept ones too.
 * - kept: rows with a part in a pack; their tokens that are there
 * - cut: rows that lost a part; the tokens lost
 * - dropped: rows in no pack at all (too long, in a last batch that was not full, or empty)
 * - split: rows in several pieces; their tokens in packs
 * - skipped: rows without a usable length
 * - padding: positions without a token; no rows
 */
export type AccountKind = 'kept' | 'cut' | 'dropped' | 'split' | 'skipped' | 'padding'

export interface AccountLine {
  kind: AccountKind
  rows: number
  tokens: number
  /** Of those tokens, the ones the loss counts; null where it takes labels that were not read. */
  trainedTokens: number | null
}

/** Trained tokens in the kept parts of each row of `partlyKept`. */
export type TrainedKept = Uint32Array

/**
 * The account of a plan, in the order of `AccountKind`. Whole rows are counted by their segments alone, so that it costs
 * next to nothing where there are no labels, and one look-up a segment where there are.
 * @param lengths what was planned
 * @param trained trained tokens per row; null: no labels, every token is trained on
 * @param trainedKept for the rows of `partlyKept`; null: not known, and lines with such rows say so
 */
export function tokenAccount(
  plan: PackPlan,
  lengths: Uint32Array,
  trained: Uint32Array | null,
  trainedKept: TrainedKept | null,
): AccountLine[] {
  const { rows, tokens, cutTokens, droppedRows, truncatedRows, splitRows, skippedRows, padTokens } = plan.account
  const partly = partlyKept(plan, lengths.length)
  let lostOfCut = 0
  for (const row of partly.rows) lostOfCut += lengths[row] as number
  for (const kept of partly.lengths) lostOfCut -= kept
  const ofTrained = trained && trainedTokens(plan, trained, partly, trainedKept)
  const line = (kind: keyof LineTokens, ofRows: number, ofTokens: number): AccountLine => ({
    kind,
    rows: ofRows,
    tokens: ofTokens,
    trainedTokens: ofTrained ? ofTrained[kind] : ofTokens,
  })
  return [
    line('kept', rows - droppedRows - skippedRows, tokens),
    line('cut', truncatedRows, lostOfCut),
    line('dropped', droppedRows, cutTokens - lostOfCut),
    line('split', splitRows, splitRows === 0 ? 0 : pieceTokens(plan)),
    { kind: 'skipped', rows: skippedRows, tokens: 0, trainedTokens: 0 },
    { kind: 'padding', rows: 0, tokens: padTokens, trainedTokens: 0 },
  ]
}

/** Trained tokens of the lines that have rows; null where they are not known. */
interface LineTokens {
  kept: number | null
  cut: number | null
  dropped: number
  split: number | null
}

function trainedTokens(
  plan: PackPlan,
  trained: Uint32Array,
  { rows, indexOf }: IndexedPartlyKept,
  trainedKept: TrainedKept | null,
): LineTokens {
  const { segmentRows, segmentFlags, segmentStarts } = plan
  let inPacks = 0
  let inSplit = 0
  let splitIsKnown = true
  /** Of a row in pieces, its first piece stands for all; rows that were cut are added below. */
  const addFlagged = (s: number) => {
    const row = segmentRows[s] as number
    const index = indexOf?.[row] ?? NO_INDEX
    const isSplit = isPiece(plan, s)
    if (index === NO_INDEX) {
      if ((segmentStarts?.[s] ?? 0) > 0) return
      inPacks += trained[row] as number
      if (isSplit) inSplit += trained[row] as number
    } else if (isSplit && (segmentFlags[s] as number) & SEGMENT_CUT) {
      if (trainedKept) inSplit += trainedKept[index] as number
      else splitIsKnown = false
    }
  }
  for (let s = 0; s < segmentRows.length; s++) {
    if (segmentFlags[s] === 0 && (segmentStarts === null || segmentStarts[s] === 0)) {
      inPacks += trained[segmentRows[s] as number] as number
    } else addFlagged(s)
  }
  let ofCut = 0
  for (const row of rows) ofCut += trained[row] as number
  let keptOfCut: number | null = 0
  if (trainedKept) for (const count of trainedKept) keptOfCut += count
  else if (rows.length > 0) keptOfCut = null
  let all = 0
  for (let row = 0; row < trained.length; row++) all += trained[row] as number
  return {
    kept: keptOfCut === null ? null : inPacks + keptOfCut,
    cut: keptOfCut === null ? null : ofCut - keptOfCut,
    dropped: all - inPacks - ofCut,
    split: splitIsKnown ? inSplit : null,
  }
}

function pieceTokens(plan: PackPlan): number {
  let tokens = 0
  for (let s = 0; s < plan.segmentRows.length; s++) {
    if (isPiece(plan, s)) tokens += plan.segmentLengths[s] as number
  }
  return tokens
}

/** The rows behind a line of the account, ascending. None behind `padding`. */
export function accountRows(plan: PackPlan, lengths: Uint32Array, kind: AccountKind): Uint32Array<ArrayBuffer> {
  const { states } = rowStates(plan, lengths)
  const belongs = (state: number) => {
    if (kind === 'dropped') return (state & (IN_PACK | SKIPPED)) === 0
    return (state & STATE_OF[kind]) !== 0
  }
  let count = 0
  for (const state of states) if (belongs(state)) count++
  const rows = new Uint32Array(count)
  count = 0
  for (let row = 0; row < states.length; row++) if (belongs(states[row] as number)) rows[count++] = row
  return rows
}

const IN_PACK = 1
const CUT = 2
const SPLIT = 4
const SKIPPED = 8
const STATE_OF = { kept: IN_PACK, cut: CUT, split: SPLIT, skipped: SKIPPED, padding: 0 } as const

/** State bits and tokens in packs of every row. */
function rowStates(plan: PackPlan, lengths: Uint32Array) {
  const { segmentRows, segmentLengths } = plan
  const states = new Uint8Array(lengths.length)
  const kept = new Uint32Array(lengths.length)
  for (let s = 0; s < segmentRows.length; s++) {
    const row = segmentRows[s] as number
    states[row] = (states[row] as number) | IN_PACK | (isPiece(plan, s) ? SPLIT : 0)
    kept[row] = (kept[row] as number) + (segmentLengths[s] as number)
  }
  for (let row = 0; row < states.length; row++) {
    const state = states[row] as number
    const length = lengths[row] as number
    if (length === ROW_UNUSABLE) states[row] = SKIPPED
    else if (state & IN_PACK && (kept[row] as number) < length) states[row] = state | CUT
  }
  return { states, kept }
}
