import { Field, Int32, List, makeData, RecordBatch, Schema, Struct } from 'apache-arrow'
import type { Dataset } from '../dataset/dataset.ts'

/** A batch with one `input_ids: list<int32>` column; null makes a null row. */
export function tokenBatch(rows: readonly (readonly number[] | null)[]): RecordBatch {
  const valueOffsets = new Int32Array(rows.length + 1)
  const nullBitmap = new Uint8Array(Math.ceil(rows.length / 8))
  for (const [i, row] of rows.entries()) {
    valueOffsets[i + 1] = (valueOffsets[i] as number) + (row?.length ?? 0)
    if (row) nullBitmap[i >> 3] = (nullBitmap[i >> 3] as number) | (1 << (i & 7))
  }
  const values = Int32Array.from(rows.flatMap((row) => row ?? []))
  const list = new List(new Field('item', new Int32(), false))
  const schema = new Schema([new Field('input_ids', list, true)])
  const column = makeData({
    type: list,
    length: rows.length,
    nullCount: rows.filter((row) => row === null).length,
    nullBitmap,
    valueOffsets,
    child: makeData({ type: new Int32(), length: values.length, nullCount: 0, data: values }),
  })
  const data = makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children: [column] })
  return new RecordBatch(schema, data)
}

/** A dataset of token rows that comes in batches of `batchRows`, whatever a scan asks for. */
export function tokenDataset(rows: readonly (readonly number[] | null)[], batchRows: number): Dataset {
  const { schema } = tokenBatch([])
  return {
    schema,
    extent: { numRows: rows.length, exact: true },
    splits: [{ rowStart: 0, rowEnd: rows.length }],
    async *scan({ rowStart = 0, rowEnd = rows.length }) {
      for (let at = rowStart; at < Math.min(rowEnd, rows.length); at += batchRows) {
        yield tokenBatch(rows.slice(at, Math.min(at + batchRows, rowEnd)))
      }
    },
    buildIndex: async () => {},
  }
}
