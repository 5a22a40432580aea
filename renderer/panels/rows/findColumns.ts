import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import type { ColumnSetting } from '../../grid/columns.ts'

export interface FoundColumn {
  readonly setting: ColumnSetting
  readonly info: ColumnInfo
}

/** Columns with every word of `query` in name or type, in the order on screen; names that begin with it first. */
export function findColumns(
  columns: readonly ColumnInfo[],
  settings: readonly ColumnSetting[],
  query: string,
): FoundColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const found: FoundColumn[] = []
  for (const setting of settings) {
    const info = byName.get(setting.name)
    if (info === undefined) continue
    const text = `${info.name} ${info.type}`.toLowerCase()
    if (words.every((word) => text.includes(word))) found.push({ setting, info })
  }
  const first = words[0]
  if (first === undefined) return found
  const begins = (column: FoundColumn) => (column.info.name.toLowerCase().startsWith(first) ? 0 : 1)
  return found.sort((a, b) => begins(a) - begins(b))
}
