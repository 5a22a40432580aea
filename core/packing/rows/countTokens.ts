import type { RecordBatch } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import type { TokenLists } from '../../tokens/tokenLists.ts'
import { ROW_UNUSABLE } from '../plan/packPlan.ts'
import { type RowTokens, readRowTokens, rowLength, type TokenColumns } from './rowTokens.ts'

/** What the planners and the token account need to know of consecutive rows. */
export interface RowCounts {
  /** Tokens per row; `ROW_UNUSABLE` for a row that cannot be packed. */
  lengths: Uint32Array<ArrayBuffer>
  /** Per row, tokens whose label is not the ignored one; null without labels: every token is trained on. */
  trained: Uint32Array<ArrayBuffer> | null
  /** One `warning` per row that has ids but cannot be packed; code `pack/unusable-row`. */
  issues: Issue[]
}

/** Stable code of the issue of a row left out of every pack. */
export const UNUSABLE_ROW = 'pack/unusable-row'

/**
 * Counts the tokens of a batch.
 * @param rowStart position of the batch's first row in its dataset, for the issues
 */
export function countTokens(batch: RecordBatch, source: TokenColumns, labelPadId: number, rowStart: number): RowCounts {
  const tokens = readRowTokens(batch, source)
  const { numRows, labels } = tokens
  const lengths = new Uint32Array(numRows)
  const trained = labels ? new Uint32Array(numRows) : null
  const issues: Issue[] = []
  for (let row = 0; row < numRows; row++) lengths[row] = rowLength(tokens, row)
  if (labels && trained) {
    for (let row = 0; row < numRows; row++) {
      if (lengths[row] === ROW_UNUSABLE) continue
      trained[row] = countNot(labels, labels.offsets[row] as number, labels.offsets[row + 1] as number, labelPadId)
    }
  }
  for (const [row, problem] of [...tokens.problems].sort(([a], [b]) => a - b))
    issues.push(unusableRow(rowStart + row, problem))
  return { lengths, trained, issues }
}

function unusableRow(row: number, problem: string): Issue {
  return {
    severity: 'warning',
    code: UNUSABLE_ROW,
    message: `row ${row} cannot be packed: ${problem}`,
    rowStart: row,
    rowEnd: row + 1,
    byteStart: null,
  }
}

/** How many of a row's tokens `[start, start + length)` are trained on; all of them where there are no labels. */
export function countTrained(
  { labels }: RowTokens,
  row: number,
  start: number,
  length: number,
  labelPadId: number,
): number {
  if (!labels) return length
  const at = (labels.offsets[row] as number) + start
  return countNot(labels, at, Math.min(at + length, labels.offsets[row + 1] as number), labelPadId)
}

function countNot({ values }: TokenLists, start: number, end: number, ignored: number): number {
  let count = 0
  for (let i = start; i < end; i++) if (values[i] !== ignored) count++
  return count
}
