import type { Dataset } from '../../dataset/dataset.ts'
import { nearRunEnd, openRowCursor } from '../../dataset/rowCursor.ts'
import { EngineError } from '../../errors.ts'
import { type TokenRange, trainedKept } from '../rows/countTokens.ts'
import { columnNames, readRowTokens, type TokenColumns } from '../rows/rowTokens.ts'
import type { PartlyKept, TrainedKept } from './tokenAccount.ts'

/**
 * Reads the labels of rows that lost a part, in one pass that skips far gaps, and counts what the loss still sees.
 * @returns what `tokenAccount` asks
 * @throws EngineError `source/changed` when a row is gone, null or cannot be packed any more
 */
export async function readTrainedKept(
  base: Dataset,
  source: TokenColumns,
  partly: PartlyKept,
  labelPadId: number,
  signal?: AbortSignal,
): Promise<TrainedKept> {
  const { rows, offsets } = partly
  const counts = new Uint32Array(rows.length)
  const columns = { ...source, mask: null }
  const cursor = openRowCursor(base, { columns: columnNames(columns), signal })
  const rowAt = (i: number) => rows[i] as number
  const rangesOf = (i: number): TokenRange[] => {
    const parts: TokenRange[] = []
    for (let p = offsets[i] as number; p < (offsets[i + 1] as number); p++) {
      parts.push({ start: partly.starts[p] as number, length: partly.lengths[p] as number })
    }
    return parts
  }
  try {
    for (let i = 0; i < rows.length; ) {
      const from = i
      const { batch, rowStart, rowEnd } = await cursor.moveTo(rowAt(i), () => nearRunEnd(rowAt, from, rows.length))
      const tokens = readRowTokens(batch, columns)
      for (; i < rows.length && rowAt(i) < rowEnd; i++) {
        const local = rowAt(i) - rowStart
        if (tokens.ids.isNull(local) || tokens.problems.has(local)) {
          throw new EngineError('source/changed', `row ${rowAt(i)} cannot be packed any more`, { row: rowAt(i) })
        }
        counts[i] = trainedKept(tokens, local, rangesOf(i), labelPadId)
      }
    }
  } finally {
    await cursor.close()
  }
  return (row) => counts[indexOf(rows, row)] as number
}

/** Index of a row in ascending rows that hold it. */
function indexOf(rows: Uint32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as number) < row) low = middle + 1
    else high = middle
  }
  return low
}
