import { throwIfAborted, withAbort } from '../../../core/abort.ts'
import { matchRows } from '../../../core/search/matchRows.ts'
import { matcherOf, type SearchQuery } from '../../../core/search/searchQuery.ts'
import { columnIndexes } from '../../../core/table/batches.ts'
import type { Pool } from '../../pool/pool.ts'
import type { SearchedRows } from '../../protocol/search.ts'
import type { Entry } from '../entry.ts'
import { fileRow } from '../views/fileRows.ts'
import { PatternSearch } from './patternSearch.ts'

/**
 * Searches all rows of a dataset in order; an answer for each batch that is read. Rows are called by their numbers in the
 * file; rows that could not be read match nothing.
 * @throws EngineError `argument/invalid` for unknown columns, an empty text, an expression that is none; `limit/exceeded`
 * for one that takes too long too often; whatever scanning throws
 */
export async function* searchRows(
  entry: Entry,
  { query, columns }: { query: SearchQuery; columns: string[] | null },
  { pool, signal }: { pool: Pool; signal: AbortSignal },
): AsyncGenerator<SearchedRows> {
  const matcher = matcherOf(query)
  await withAbort(entry.indexed, signal)
  if (columns) columnIndexes(entry.dataset.schema, columns)
  const bulk = await entry.bulk(signal)
  const patterns = query.kind === 'regex' ? new PatternSearch(pool, query) : null
  let row = 0
  try {
    for await (const batch of bulk.scan({ signal, ...(columns && { columns }) })) {
      throwIfAborted(signal)
      const found = patterns
        ? await patterns.search(batch, signal)
        : { rows: [...matchRows(batch, matcher).rows], undecided: [] }
      const numbered = (rows: readonly number[]) => rows.map((match) => fileRow(entry.dataset, row + match))
      yield { rowEnd: row + batch.numRows, rows: numbered(found.rows), undecided: numbered(found.undecided) }
      row += batch.numRows
    }
  } finally {
    patterns?.close()
  }
}
