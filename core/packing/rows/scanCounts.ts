import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import { BadRows } from '../../dataset/badRows.ts'
import type { Dataset, ScanRequest } from '../../dataset/dataset.ts'
import type { Issue } from '../../issues.ts'
import { likelyTokenColumn } from '../../tokens/tokenColumn.ts'
import { ROW_UNUSABLE } from '../plan/packPlan.ts'
import { countTokens, type RowCounts } from './countTokens.ts'
import { findTokenColumns } from './findTokenColumns.ts'
import { columnNames, type TokenColumns } from './rowTokens.ts'

/**
 * Counts the tokens of rows batch by batch. Rows an `error` issue names have none to use, whatever stands in them.
 * @param scan reads the rows: a dataset's own scan, or a part of one
 * @param request which rows; columns and issues are seen to here
 */
export async function* scanCounts(
  scan: (request: ScanRequest) => AsyncIterable<RecordBatch>,
  source: TokenColumns,
  labelPadId: number,
  request: Pick<ScanRequest, 'rowStart' | 'rowEnd' | 'signal'>,
): AsyncGenerator<RowCounts> {
  let row = request.rowStart ?? 0
  const badRows = new BadRows()
  const onIssue = (issue: Issue) => badRows.addIssue(issue)
  for await (const batch of scan({ ...request, columns: columnNames(source), onIssue })) {
    throwIfAborted(request.signal)
    const counts = countTokens(batch, source, labelPadId, row)
    for (const bad of badRows.within(row, row + batch.numRows)) {
      counts.lengths.fill(ROW_UNUSABLE, bad.rowStart - row, bad.rowEnd - row)
    }
    row += batch.numRows
    badRows.forgetBefore(row)
    yield counts
  }
}

/** A dataset's rows as the planners want them. */
export interface CountedDataset {
  source: TokenColumns
  /** Tokens per row; `ROW_UNUSABLE` for rows that cannot be used. */
  lengths: Uint32Array<ArrayBuffer>
  /** Trained tokens per row; null without labels. */
  trained: Uint32Array<ArrayBuffer> | null
  /** Why rows that hold ids cannot be used. */
  issues: Issue[]
}

/**
 * Counts a whole dataset in one pass.
 * @param column token ids or text; null: the likeliest
 * @throws EngineError `argument/invalid` when there is no such column; whatever scanning throws
 */
export async function countDataset(
  dataset: Dataset,
  column: string | null,
  labelPadId: number,
  signal?: AbortSignal,
): Promise<CountedDataset> {
  const source = findTokenColumns(dataset.schema, column ?? likelyTokenColumn(dataset.schema), 'the dataset')
  const parts: RowCounts[] = []
  for await (const part of scanCounts((request) => dataset.scan(request), source, labelPadId, { signal }))
    parts.push(part)
  const joined = (arrays: readonly Uint32Array[]) => {
    const all = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const array of arrays) {
      all.set(array, at)
      at += array.length
    }
    return all
  }
  return {
    source,
    lengths: joined(parts.map(({ lengths }) => lengths)),
    trained: source.labels === null ? null : joined(parts.flatMap(({ trained }) => trained ?? [])),
    issues: parts.flatMap(({ issues }) => issues),
  }
}
