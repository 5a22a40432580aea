import type { Data, RecordBatch } from 'apache-arrow'
import { ByteWriter } from '../../bytes/byteWriter.ts'
import type { Dataset } from '../../dataset/dataset.ts'
import { selectRows } from '../../dataset/selectRows.ts'
import { writeCanonicalRow } from '../../hashing/keys/canonicalRow.ts'
import { bytesAt, childSpan, isBinaryType, isListType, isTextType, resolveCell } from '../../table/cells.ts'
import type { KeepRule } from './keepRows.ts'

/**
 * What the keep rule compares, of some rows: the bytes of the row as JSON (`longest`), or how many of its columns hold
 * something, empty texts and lists not counted (`most-complete`). One pass over those rows.
 * @param rows in any order, each at most once
 * @param numRows of the dataset
 * @returns by row of the dataset; 0 for the others
 */
export async function rowScores(
  dataset: Dataset,
  rows: Uint32Array,
  keep: Exclude<KeepRule, 'first'>,
  numRows: number,
  options: { signal?: AbortSignal; onRows?: (done: number) => void } = {},
): Promise<Uint32Array> {
  const scores = new Uint32Array(numRows)
  const ascending = rows.slice().sort()
  const writer = new ByteWriter()
  let at = 0
  for await (const batch of selectRows(dataset, ascending).scan({ signal: options.signal })) {
    for (let row = 0; row < batch.numRows; row++) {
      scores[ascending[at++] as number] = keep === 'longest' ? jsonBytes(writer, batch, row) : filledColumns(batch, row)
    }
    options.onRows?.(at)
  }
  return scores
}

function jsonBytes(writer: ByteWriter, batch: RecordBatch, row: number): number {
  writer.clear()
  writeCanonicalRow(writer, batch, row)
  return writer.length
}

function filledColumns(batch: RecordBatch, row: number): number {
  return batch.data.children.reduce((sum, column) => sum + (isFilled(column, row) ? 1 : 0), 0)
}

function isFilled(column: Data, columnRow: number): boolean {
  const cell = resolveCell(column, columnRow)
  if (!cell) return false
  const { data, row } = cell
  const { typeId } = data.type
  if (isTextType(typeId) || isBinaryType(typeId)) return bytesAt(data, row).length > 0
  if (!isListType(typeId)) return true
  const { start, end } = childSpan(data, row)
  return end > start
}
