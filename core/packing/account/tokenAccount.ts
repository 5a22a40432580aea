import { type PackPlan, ROW_UNUSABLE } from '../plan/packPlan.ts'
import { SEGMENT_CONTINUES } from '../plan/segmentFlags.ts'

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
 * The account of a plan, in the order of `AccountKind`.
 * @param lengths what was planned
 * @param trained trained tokens per row; null: no labels, every token is trained on
 * @param trainedKept for the rows that lost a part, ascending; null: not known, and lines with such rows say so
 */
export function tokenAccount(
  plan: PackPlan,
  lengths: Uint32Array,
  trained: Uint32Array | null,
  trainedKept: TrainedKept | null,
): AccountLine[] {
  const lines = { kept: emptyLine(), cut: emptyLine(), dropped: emptyLine(), split: emptyLine() }
  const { states, kept } = rowStates(plan, lengths)
  let skipped = 0
  let partlyKeptRows = 0
  for (let row = 0; row < states.length; row++) {
    const state = states[row] as number
    const length = lengths[row] as number
    if (state & SKIPPED) {
      skipped++
    } else if (state & IN_PACK) {
      const keptTokens = kept[row] as number
      const whole = trained ? (trained[row] as number) : length
      let part: number | null = trained ? whole : keptTokens
      if (trained && state & CUT) part = trainedKept ? (trainedKept[partlyKeptRows++] as number) : null
      add(lines.kept, keptTokens, part)
      if (state & CUT) add(lines.cut, length - keptTokens, part === null ? null : whole - part)
      if (state & SPLIT) add(lines.split, keptTokens, part)
    } else {
      add(lines.dropped, length, trained ? (trained[row] as number) : length)
    }
  }
  return [
    { kind: 'kept', ...lines.kept },
    { kind: 'cut', ...lines.cut },
    { kind: 'dropped', ...lines.dropped },
    { kind: 'split', ...lines.split },
    { kind: 'skipped', rows: skipped, tokens: 0, trainedTokens: 0 },
    { kind: 'padding', rows: 0, tokens: plan.account.padTokens, trainedTokens: 0 },
  ]
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

/** Rows of which a part is in packs and a part is lost, ascending, with the parts that are kept. */
export interface PartlyKept {
  rows: Uint32Array<ArrayBuffer>
  /** `rows.length + 1` offsets into `starts` and `lengths`. */
  offsets: Uint32Array<ArrayBuffer>
  starts: Uint32Array<ArrayBuffer>
  lengths: Uint32Array<ArrayBuffer>
}

/** The rows whose labels must be read to know what the loss still sees of them. */
export function partlyKept(plan: PackPlan, lengths: Uint32Array): PartlyKept {
  const rows = accountRows(plan, lengths, 'cut')
  const { segmentRows, segmentStarts, segmentLengths } = plan
  const indexOf = new Uint32Array(rows.length === 0 ? 0 : lengths.length).fill(NO_INDEX)
  rows.forEach((row, i) => {
    indexOf[row] = i
  })
  const offsets = new Uint32Array(rows.length + 1)
  const eachPart = (visit: (index: number, s: number) => void) => {
    if (rows.length === 0) return
    for (let s = 0; s < segmentRows.length; s++) {
      const index = indexOf[segmentRows[s] as number] as number
      if (index !== NO_INDEX) visit(index, s)
    }
  }
  eachPart((index) => {
    offsets[index + 1] = (offsets[index + 1] as number) + 1
  })
  for (let i = 0; i < rows.length; i++) offsets[i + 1] = (offsets[i + 1] as number) + (offsets[i] as number)
  const next = offsets.slice()
  const parts = offsets[rows.length] as number
  const partStarts = new Uint32Array(parts)
  const partLengths = new Uint32Array(parts)
  eachPart((index, s) => {
    const at = next[index] as number
    next[index] = at + 1
    partStarts[at] = segmentStarts?.[s] ?? 0
    partLengths[at] = segmentLengths[s] as number
  })
  return { rows, offsets, starts: partStarts, lengths: partLengths }
}

const NO_INDEX = 0xffffffff
const IN_PACK = 1
const CUT = 2
const SPLIT = 4
const SKIPPED = 8
const STATE_OF = { kept: IN_PACK, cut: CUT, split: SPLIT, skipped: SKIPPED, padding: 0 } as const

/** State bits and tokens in packs of every row. */
function rowStates(plan: PackPlan, lengths: Uint32Array) {
  const { segmentRows, segmentStarts, segmentLengths, segmentFlags } = plan
  const states = new Uint8Array(lengths.length)
  const kept = new Uint32Array(lengths.length)
  for (let s = 0; s < segmentRows.length; s++) {
    const row = segmentRows[s] as number
    const isPiece = ((segmentFlags[s] as number) & SEGMENT_CONTINUES) !== 0 || (segmentStarts?.[s] ?? 0) > 0
    states[row] = (states[row] as number) | IN_PACK | (isPiece ? SPLIT : 0)
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

type Line = Omit<AccountLine, 'kind'>

function emptyLine(): Line {
  return { rows: 0, tokens: 0, trainedTokens: 0 }
}

function add(line: Line, tokens: number, trainedTokens: number | null): void {
  line.rows++
  line.tokens += tokens
  line.trainedTokens = trainedTokens === null || line.trainedTokens === null ? null : line.trainedTokens + trainedTokens
}
