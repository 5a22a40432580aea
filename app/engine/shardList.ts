import type { SchemaDifference } from '../../core/formats/shards/schemaDifferences.ts'
import type { ShardInfo } from '../protocol/datasets.ts'
import type { Entry } from './entry.ts'

/** Most files, and most columns, of one answer. */
const MOST_LISTED = 1000

/** The files a dataset is made of, with their rows as far as they are known. */
export function listShards({ shards }: Entry, start: number, end: number): ShardInfo[] {
  if (!shards) return []
  const { dataset, recipes } = shards
  const last = Math.min(end, start + MOST_LISTED)
  return recipes.slice(start, last).map(({ name, bytes }, at) => {
    const { numRows, exact, rowStart } = dataset.shardRows(start + at)
    return {
      name,
      bytes,
      numRows: exact ? numRows : null,
      rowStart,
      error: dataset.shardErrors.get(start + at) ?? null,
    }
  })
}

/** Columns that are not the same in all files. */
export function listDifferences({ shards }: Entry): SchemaDifference[] {
  return shards?.differences.slice(0, MOST_LISTED) ?? []
}
