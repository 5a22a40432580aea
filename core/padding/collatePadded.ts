import { EngineError } from '../errors.ts'
import { ROW_UNUSABLE } from '../packing/plan/packPlan.ts'
import { copyTokens, fillTokens } from '../packing/rows/copyTokens.ts'
import { checkRow, type RowTokens, rowLength } from '../packing/rows/rowTokens.ts'
import type { TokenLists } from '../tokens/tokenLists.ts'
import { checkCount, checkSide, MAX_POSITIONS, type PaddingSide, roundUp } from './padWidth.ts'

export interface CollateOptions {
  padTokenId: number
  /** Label of padding; -100 in every trainer. */
  labelPadId: number
  side: PaddingSide
  /** What `axolotlMultiple` gives; null: the longest row as it is. */
  padToMultipleOf: number | null
  /** Width where it is settled already (a `PadPlan`'s); longer rows are cut to their first tokens. Null: the longest. */
  width: number | null
  /** Whether to make `position_ids`: 0, 1, 2, … in the row, and again from 0 in its padding. */
  positionIds: boolean
}

/** One batch as a trainer's model sees it: rows of `width` positions, back to back. */
export interface CollatedBatch {
  numRows: number
  width: number
  inputIds: Int32Array<ArrayBuffer>
  /** Null when the rows have none. */
  labels: Int32Array<ArrayBuffer> | null
  attentionMask: Int32Array<ArrayBuffer> | null
  positionIds: Int32Array<ArrayBuffer> | null
}

/**
 * Axolotl's `DataCollatorForSeq2Seq` (axolotl-semantics §3.1): ids padded with the pad token, labels with the ignored
 * one, the mask with 0, position ids with one more 0, 1, 2, …. What the rows do not have is not returned.
 * @param rows rows of `tokens`, in batch order
 * @throws EngineError `argument/invalid` for a row that cannot be padded, `limit/exceeded` for 2^31 positions
 */
export function collatePadded(tokens: RowTokens, rows: ArrayLike<number>, options: CollateOptions): CollatedBatch {
  const { side, padToMultipleOf, labelPadId, padTokenId } = options
  checkSide(side)
  checkCount('pad_to_multiple_of', padToMultipleOf ?? 0, 0)
  const numRows = rows.length
  let longest = 0
  for (let i = 0; i < numRows; i++) {
    const row = rows[i] as number
    const length = rowLength(tokens, row)
    if (length === ROW_UNUSABLE) {
      throw new EngineError('argument/invalid', `row ${row}: ${checkRow(tokens, row) ?? 'no tokens'}`, { row })
    }
    longest = Math.max(longest, length)
  }
  const width = options.width ?? roundUp(longest, padToMultipleOf)
  if (numRows * width > MAX_POSITIONS) {
    throw new EngineError('limit/exceeded', `${numRows} rows of ${width} are more than ${MAX_POSITIONS} positions`)
  }
  const column = (lists: TokenLists | null, padding: number) => lists && padColumn(lists, rows, width, padding, side)
  return {
    numRows,
    width,
    inputIds: padColumn(tokens.ids, rows, width, padTokenId, side),
    labels: column(tokens.labels, labelPadId),
    attentionMask: column(tokens.mask, 0),
    positionIds: options.positionIds ? positionColumn(tokens.ids, rows, width, side) : null,
  }
}

function padColumn(
  { values, offsets }: TokenLists,
  rows: ArrayLike<number>,
  width: number,
  padding: number,
  side: PaddingSide,
): Int32Array<ArrayBuffer> {
  const out = new Int32Array(rows.length * width)
  for (let i = 0, at = 0; i < rows.length; i++, at += width) {
    const from = offsets[rows[i] as number] as number
    const length = Math.min(width, (offsets[(rows[i] as number) + 1] as number) - from)
    const start = side === 'right' ? at : at + width - length
    copyTokens(values, from, length, out, start)
    if (padding === 0) continue
    fillTokens(out, padding, at, start)
    fillTokens(out, padding, start + length, at + width)
  }
  return out
}

function positionColumn(
  { offsets }: TokenLists,
  rows: ArrayLike<number>,
  width: number,
  side: PaddingSide,
): Int32Array<ArrayBuffer> {
  const ramp = Int32Array.from({ length: width }, (_, i) => i)
  const out = new Int32Array(rows.length * width)
  for (let i = 0, at = 0; i < rows.length; i++, at += width) {
    const row = rows[i] as number
    const length = Math.min(width, (offsets[row + 1] as number) - (offsets[row] as number))
    const first = side === 'right' ? length : width - length
    copyTokens(ramp, 0, first, out, at)
    copyTokens(ramp, 0, width - first, out, at + first)
  }
  return out
}
