import { matchRows } from '../../core/search/matchRows.ts'
import { matcherOf } from '../../core/search/searchQuery.ts'
import { batchesFromIpc } from '../../core/table/ipc.ts'
import type { PoolApi } from './tasks.ts'

/** Rows of a batch that match, as far as they are found in the time given; at least one row is looked at. */
export async function matchBatch({
  ipc,
  query,
  milliseconds,
}: Parameters<PoolApi['matchRows']>[0]): ReturnType<PoolApi['matchRows']> {
  const over = performance.now() + milliseconds
  const matcher = matcherOf(query)
  const [batch] = batchesFromIpc(ipc).batches
  if (!batch) return { rows: new Uint32Array(0), rowEnd: 0 }
  return matchRows(batch, matcher, 0, () => performance.now() > over)
}
