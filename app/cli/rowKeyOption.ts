import type { RowKey } from '../protocol/dedup.ts'
import { columnList } from './args.ts'
import { UsageError } from './usage.ts'

/** What makes rows the same: `--columns`, `--axolotl`, or the whole row. @throws UsageError for both at once */
export function rowKey(values: { columns?: string[]; axolotl?: boolean }): RowKey {
  const columns = columnList(values.columns)
  if (values.axolotl && columns) throw new UsageError('--axolotl hashes whole rows: it does not go with --columns')
  if (values.axolotl) return { kind: 'axolotl' }
  return columns ? { kind: 'columns', columns } : { kind: 'row' }
}
