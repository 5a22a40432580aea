import type { Data, DataType } from 'apache-arrow'
import { gatherColumn } from '../../../table/gatherRows.ts'

/**
 * Columns of several batches as one column each, copied; as they are where there is one batch. Dictionaries are not
 * looked at: keys mean the same in all of them.
 *
 * @param parts for each batch its columns
 * @throws EngineError `limit/exceeded` when a column gets 2^31 items or bytes
 */
export function joinColumns(parts: readonly (readonly Data[])[]): Data[] {
  const first = parts[0] as readonly Data[]
  if (parts.length === 1) return [...first]
  return first.map(({ type }, column) => {
    const pieces = parts.map((columns) => columns[column] as Data)
    return joined(type, pieces)
  })
}

function joined(type: DataType, pieces: readonly Data[]): Data {
  const counts = pieces.map(({ length }) => length)
  const runs = { batches: pieces.map((_, at) => at), starts: pieces.map(() => 0), counts }
  return gatherColumn(
    type,
    pieces,
    runs,
    counts.reduce((sum, count) => sum + count, 0),
  )
}
