import type { ColumnInfo } from '../../../../app/protocol/datasets.ts'
import type { ExportRefusal } from '../../../../app/protocol/export.ts'
import type { ExportForm } from '../form/exportForm.ts'
import { isFlat } from '../form/formatChoices.ts'

/** Refusals that one step mends together. */
export interface Refused {
  /** Columns that are refused, in order. */
  columns: readonly string[]
  /** What each of them was refused for. */
  reasons: ReadonlyMap<string, string>
  /** Refusals that are about no column. */
  others: readonly string[]
  /** Of the columns, those that could be written as JSON. */
  asJson: readonly string[]
}

/** Values of these kinds have no text of their own. */
const NESTED: readonly ColumnInfo['kind'][] = ['list', 'struct']

export function refusedOf(
  refusals: readonly ExportRefusal[],
  columns: readonly ColumnInfo[],
  { format, nestedAsJson }: ExportForm,
): Refused {
  const reasons = new Map<string, string>()
  const others: string[] = []
  for (const { column, message } of refusals) {
    if (column === null) others.push(message)
    else if (!reasons.has(column)) reasons.set(column, message)
  }
  const canBeJson = isFlat(format) && !nestedAsJson
  const nested = canBeJson ? columns.filter(({ name, kind }) => reasons.has(name) && NESTED.includes(kind)) : []
  return { columns: [...reasons.keys()], reasons, others, asJson: nested.map(({ name }) => name) }
}
