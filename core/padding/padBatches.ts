import { LengthSorter } from '../packing/lengths/sortByLength.ts'
import { ROW_UNUSABLE } from '../packing/plan/packPlan.ts'
import { numpyPermutation } from '../packing/random/numpyPermutation.ts'
import { checkCount, checkSide, type PaddingSide, roundUp } from './padWidth.ts'

/** Which rows share a batch: as they come, in numpy's order of a seed, or the longest first. */
export type PadOrder = 'file' | 'length' | { shuffleSeed: number }

export interface PadBatchesOptions {
  /** Rows of a batch; the last one may have fewer. */
  batchSize: number
  /** Where padding goes; changes no number. */
  side: PaddingSide
  /** Widths are rounded up to a multiple of this, a given `targetLength` too; null and 0: not. */
  padToMultipleOf: number | null
  /** Width of every batch, longer rows are cut to it; null: the longest row of the batch. */
  targetLength: number | null
  order: PadOrder
}

/** Which row is padded in which batch. Batch `b` has rows `[b × batchSize, (b + 1) × batchSize)` of `rows`. */
export interface PadPlan {
  batchSize: number
  side: PaddingSide
  /** The usable rows in batch order. */
  rows: Uint32Array<ArrayBuffer>
  /** Per batch: positions of each of its rows. */
  widths: Uint32Array<ArrayBuffer>
  /** Per batch: positions that hold a token, that hold none, and tokens that found no position. */
  tokens: Float64Array<ArrayBuffer>
  padTokens: Float64Array<ArrayBuffer>
  cutTokens: Float64Array<ArrayBuffer>
  totals: PadTotals
}

export interface PadTotals {
  /** Rows in batches, and rows without a usable length. */
  rows: number
  skippedRows: number
  batches: number
  tokens: number
  padTokens: number
  cutTokens: number
  /** Rows that lost tokens: their last ones, whatever the side. */
  cutRows: number
}

/**
 * Plans batches of padded rows. Lengths in, batches out; O(n) time and memory. Rows longer than the width keep their
 * first tokens, as in fast-axolotl (axolotl-semantics §1.8), also when padding goes left.
 * @param lengths tokens per row; `ROW_UNUSABLE` for rows to leave out
 * @throws EngineError `argument/invalid`
 */
export function padBatches(lengths: Uint32Array, options: PadBatchesOptions): PadPlan {
  const { batchSize, side, padToMultipleOf, targetLength, order } = options
  checkSide(side)
  checkCount('batch_size', batchSize, 1)
  checkCount('pad_to_multiple_of', padToMultipleOf ?? 0, 0)
  checkCount('target_length', targetLength ?? 0, 0)
  const rows = inOrder(lengths, usableRows(lengths), order)
  const batches = Math.ceil(rows.length / batchSize)
  const widths = new Uint32Array(batches)
  const perBatch = () => new Float64Array(batches)
  const plan = { batchSize, side, rows, widths, tokens: perBatch(), padTokens: perBatch(), cutTokens: perBatch() }
  const skippedRows = lengths.length - rows.length
  const totals = { rows: rows.length, skippedRows, batches, tokens: 0, padTokens: 0, cutTokens: 0, cutRows: 0 }
  for (let batch = 0; batch < batches; batch++) {
    const start = batch * batchSize
    const end = Math.min(rows.length, start + batchSize)
    let longest = 0
    let all = 0
    for (let i = start; i < end; i++) {
      const length = lengths[rows[i] as number] as number
      all += length
      if (length > longest) longest = length
    }
    const width = roundUp(targetLength ?? longest, padToMultipleOf)
    let cut = 0
    if (longest > width) {
      for (let i = start; i < end; i++) {
        const over = (lengths[rows[i] as number] as number) - width
        if (over <= 0) continue
        cut += over
        totals.cutRows++
      }
    }
    widths[batch] = width
    plan.tokens[batch] = all - cut
    plan.padTokens[batch] = width * (end - start) - (all - cut)
    plan.cutTokens[batch] = cut
    totals.tokens += all - cut
    totals.padTokens += plan.padTokens[batch] as number
    totals.cutTokens += cut
  }
  return { ...plan, totals }
}

/** Share of positions that hold no token: padTokens / (tokens + padTokens); 0 without positions. */
export function paddingWaste(counts: { tokens: number; padTokens: number }): number {
  const positions = counts.tokens + counts.padTokens
  return positions === 0 ? 0 : counts.padTokens / positions
}

/** Rows in batches, ascending. */
export function usableRows(lengths: Uint32Array): Uint32Array<ArrayBuffer> {
  return rowsWhere(lengths, (length) => length !== ROW_UNUSABLE)
}

/** Rows without a usable length, ascending. */
export function skippedRows(lengths: Uint32Array): Uint32Array<ArrayBuffer> {
  return rowsWhere(lengths, (length) => length === ROW_UNUSABLE)
}

/** Rows that lose tokens, ascending. They are only ever cut to one given length, so every batch is as wide as the first. */
export function cutRows({ widths, totals }: PadPlan, lengths: Uint32Array): Uint32Array<ArrayBuffer> {
  const [width = 0] = widths
  if (totals.cutRows === 0) return new Uint32Array(0)
  return rowsWhere(lengths, (length) => length > width && length !== ROW_UNUSABLE)
}

function rowsWhere(lengths: Uint32Array, belongs: (length: number) => boolean): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(lengths.length)
  let count = 0
  for (let row = 0; row < lengths.length; row++) if (belongs(lengths[row] as number)) rows[count++] = row
  return count === rows.length ? rows : rows.slice(0, count)
}

function inOrder(lengths: Uint32Array, rows: Uint32Array<ArrayBuffer>, order: PadOrder): Uint32Array<ArrayBuffer> {
  if (order === 'file') return rows
  if (order === 'length') return longestFirst(lengths, rows)
  return numpyPermutation(order.shuffleSeed, rows.length).map((place) => rows[place] as number)
}

/** Rows by length, equal ones in file order: the longest batch comes first, where running out of memory costs least. */
function longestFirst(lengths: Uint32Array, rows: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  let longest = 0
  for (const row of rows) longest = Math.max(longest, lengths[row] as number)
  return new LengthSorter().sortList(lengths, rows, longest)
}
