import type { RecordBatch } from 'apache-arrow'
import { type TokenLists, tokenLists } from '../../tokens/tokenLists.ts'
import { ROW_UNUSABLE } from '../plan/packPlan.ts'

/** The columns a packing reads. */
export interface TokenColumns {
  /** Token ids, or text for the byte-level tokenizer. */
  ids: string
  /** Labels, where the source has them. */
  labels: string | null
  /** Attention mask, where the source has one. */
  mask: string | null
}

/** The tokens of the rows of one batch. */
export interface RowTokens {
  numRows: number
  ids: TokenLists
  labels: TokenLists | null
  mask: TokenLists | null
  /** Rows that cannot be packed although they have a list of ids, and why. */
  problems: ReadonlyMap<number, string>
}

/** Names of the columns, each once, for a scan. */
export function columnNames(source: TokenColumns): string[] {
  const names = [source.ids, source.labels, source.mask].filter((name) => name !== null)
  return [...new Set(names)]
}

/**
 * Reads the token columns of a batch.
 * @throws EngineError `argument/invalid` for a column that is not there or holds neither ids nor text
 */
export function readRowTokens(batch: RecordBatch, source: TokenColumns): RowTokens {
  const ids = tokenLists(batch, source.ids)
  const labels = source.labels === null ? null : tokenLists(batch, source.labels)
  const mask = source.mask === null ? null : tokenLists(batch, source.mask)
  const problems = new Map<number, string>()
  noteBadItems(ids, 'input_ids', problems)
  if (labels) noteRagged(ids, labels, 'labels', problems)
  if (mask) {
    noteRagged(ids, mask, 'attention_mask', problems)
    noteWideMask(mask, problems)
  }
  return { numRows: batch.numRows, ids, labels, mask, problems }
}

/** Tokens of a row; `ROW_UNUSABLE` when it has none to pack: null, or with a problem. */
export function rowLength(tokens: RowTokens, row: number): number {
  const { ids, problems } = tokens
  if (ids.isNull(row) || (problems.size > 0 && problems.has(row))) return ROW_UNUSABLE
  return (ids.offsets[row + 1] as number) - (ids.offsets[row] as number)
}

/** Why a row with a list of ids cannot be packed; null when it can. The sentence goes behind `row N: `. */
export function checkRow(tokens: RowTokens, row: number): string | null {
  return tokens.problems.get(row) ?? null
}

function noteBadItems(lists: TokenLists, name: string, problems: Map<number, string>): void {
  let row = 0
  for (const item of lists.badItems) {
    while (row < lists.numRows && (lists.offsets[row + 1] as number) <= item) row++
    if (row === lists.numRows) return // behind the rows of a slice
    const at = item - (lists.offsets[row] as number)
    if (at < 0 || lists.isNull(row) || problems.has(row)) continue
    problems.set(row, `item ${at} of ${name} is null or does not fit int32`)
  }
}

function noteRagged(ids: TokenLists, other: TokenLists, name: string, problems: Map<number, string>): void {
  noteBadItems(other, name, problems)
  for (let row = 0; row < ids.numRows; row++) {
    if (ids.isNull(row) || problems.has(row)) continue
    const length = (ids.offsets[row + 1] as number) - (ids.offsets[row] as number)
    if (other.isNull(row)) {
      problems.set(row, `${name} is null beside ${length} input_ids`)
      continue
    }
    const otherLength = (other.offsets[row + 1] as number) - (other.offsets[row] as number)
    if (otherLength !== length) problems.set(row, `${length} input_ids beside ${otherLength} ${name}`)
  }
}

/** Masks are written as int8. */
function noteWideMask({ numRows, offsets, values, isNull }: TokenLists, problems: Map<number, string>): void {
  const end = offsets[numRows] as number
  let wide = 0
  for (let i = offsets[0] as number; i < end; i++) wide |= values[i] as number
  if (wide >= 0 && wide <= 0x7f) return
  for (let row = 0; row < numRows; row++) {
    if (isNull(row) || problems.has(row)) continue
    for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++) {
      const value = values[i] as number
      if (value >= 0 && value <= 0x7f) continue
      problems.set(row, `attention_mask holds ${value}, which is not in 0..127`)
      break
    }
  }
}
