import { type Data, type DataType, Schema, Type, type Vector } from 'apache-arrow'
import { makeBatch } from '../batches.ts'
import { gatherRows } from '../gatherRows.ts'
import { nullableField } from '../jsonField.ts'
import { nullColumn } from '../nullBatch.ts'
import { validityOf } from './validity.ts'

/**
 * The values behind a dictionary's keys as a plain column.
 * @param conform makes a column of the dictionary's own type one of `to`
 */
export function decodeDictionary(data: Data, to: DataType, conform: (data: Data, to: DataType) => Data): Data {
  const chunks = ((data.dictionary as Vector | undefined)?.data ?? []).map((chunk) => conform(chunk, to))
  const starts: number[] = []
  let size = 0
  for (const chunk of chunks) {
    starts.push(size)
    size += chunk.length
  }
  const { bitmap } = validityOf(data)
  const runs = { batches: [] as number[], starts: [] as number[], counts: [] as number[] }
  for (let row = 0; row < data.length; row++) {
    const isNull = bitmap !== undefined && ((bitmap[row >> 3] as number) & (1 << (row & 7))) === 0
    const key = isNull ? -1 : Number(data.values[row])
    const isOutside = !(key >= 0 && key < size)
    let chunk = isOutside ? chunks.length : chunks.length - 1
    while (!isOutside && (starts[chunk] as number) > key) chunk--
    runs.batches.push(chunk)
    runs.starts.push(isOutside ? 0 : key - (starts[chunk] as number))
    runs.counts.push(1)
  }
  // A last part of one null, for keys that are null or point nowhere.
  const parts = [...chunks, nullColumn(to, 1)]
  if (to.typeId === Type.Null) return nullColumn(to, data.length)
  const schema = new Schema([nullableField('values', to)])
  const gathered = gatherRows(
    parts.map((part) => makeBatch(schema, [part], part.length)),
    runs,
  )
  return gathered.data.children[0] as Data
}
