import { type Data, Field, Int8, Int32, List, makeData } from 'apache-arrow'

/** A column of lists of integers without nulls, as trainers write them: `input_ids`, `labels`, `attention_mask`. */
export function intListField(name: string, item: Int32 | Int8): Field {
  return new Field(name, new List(new Field('item', item, false)), false)
}

/**
 * The column itself, sharing both arrays: row `r` is `values[valueOffsets[r]..valueOffsets[r + 1])`. int8 items where
 * the values are.
 */
export function intListColumn(valueOffsets: Int32Array, values: Int32Array | Int8Array): Data {
  const type = values instanceof Int8Array ? new Int8() : new Int32()
  return makeData({
    type: new List(new Field('item', type, false)),
    length: valueOffsets.length - 1,
    nullCount: 0,
    valueOffsets,
    child: makeData({ type, length: values.length, nullCount: 0, data: values } as never),
  } as never)
}
