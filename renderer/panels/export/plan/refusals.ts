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
  /** Text is the lines of one column: the one to take where several are chosen; null elsewhere. */
  only: string | null
}

/** Values of these kinds have no text of their own. */
const NESTED: readonly ColumnInfo['kind'][] = ['list', 'struct']

export function refusedOf(
  refusals: readonly ExportRefusal[],
  columns: readonly ColumnInfo[],
  { format, nestedAsJson, left }: ExportForm,
): Refused {
  const reasons = new Map<string, string>()
  const others: string[] = []
  for (const { column, message } of refusals) {
    if (column === null) others.push(message)
    else if (!reasons.has(column)) reasons.set(column, message)
  }
  const canBeJson = isFlat(format) && !nestedAsJson
  const nested = canBeJson ? columns.filter(({ name, kind }) => reasons.has(name) && NESTED.includes(kind)) : []
  const asJson = nested.map(({ name }) => name)
  return { columns: [...reasons.keys()], reasons, others, asJson, only: onlyColumn(refusals, columns, format, left) }
}

function onlyColumn(
  refusals: readonly ExportRefusal[],
  columns: readonly ColumnInfo[],
  format: ExportForm['format'],
  left: ReadonlySet<string>,
): string | null {
  if (format !== 'text' || refusals.length === 0) return null
  const chosen = columns.filter(({ name, kind }) => kind === 'text' && !left.has(name))
  const isOnly = columns.length - left.size === 1
  return isOnly ? null : ((chosen.find(({ name }) => name === 'text') ?? chosen[0])?.name ?? null)
}
