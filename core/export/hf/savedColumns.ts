import { Data, type DataType, type Field, type Int, type RecordBatch, type Schema, Type } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { makeBatch } from '../../table/batches.ts'
import { conformColumn } from '../../table/conform/conformColumn.ts'
import { decodeDictionary } from '../../table/conform/decodeDictionary.ts'
import { nullableField } from '../../table/jsonField.ts'
import { integersAs } from './integersAs.ts'
import { type HfPreset, presetType } from './savedSchema.ts'

/**
 * A batch as it is saved: dictionaries as what they hold, maps as lists, whole numbers as the preset wants them.
 *
 * @param saved from `savedSchema` of the batch's own schema, with the same preset
 * @throws EngineError `format/unsupported` for a value that a column cannot hold, with the row of the batch in `details.row`
 */
export function savedBatch(batch: RecordBatch, saved: Schema, preset: HfPreset): RecordBatch {
  const columns = saved.fields.map(({ name, type }, at) => {
    const data = batch.data.children[at] as Data
    return presetType(name, preset) ? savedIntegers(data, type, name) : plainColumn(data, type)
  })
  return makeBatch(saved, columns, batch.numRows)
}

/** Whole numbers in the width a preset wants. What reads such columns can do nothing with nulls. */
function savedIntegers(data: Data, to: DataType, column: string): Data {
  const item = (to.typeId === Type.Int ? to : (to.children as Field[])[0]?.type) as Int
  const refuse = (row: number, what: string): never => {
    throw new EngineError('format/unsupported', `'${column}' ${what}`, { row, feature: column })
  }
  const nullRow = firstNull(data)
  if (nullRow >= 0) refuse(nullRow, 'is null there, which Axolotl cannot train on')
  if (data.type.typeId === Type.Int) {
    const { values, misfit } = integersAs(data, 0, data.length, item)
    if (misfit >= 0) refuse(misfit, misfitText(data, misfit, item))
    return new Data(to, 0, data.length, 0, [undefined, values, undefined, undefined] as never, [])
  }
  const child = data.children[0] as Data
  const { offsets, start, end } = listOffsets(data)
  const rowOf = (at: number) => offsets.findIndex((offset) => offset > at) - 1
  const nullItem = firstNull(child, start, end)
  if (nullItem >= 0) refuse(rowOf(nullItem - start), 'holds null there, which Axolotl cannot train on')
  const { values, misfit } = integersAs(child, start, end, item)
  if (misfit >= 0) refuse(rowOf(misfit - start), misfitText(child, misfit, item))
  const items = new Data(item, 0, end - start, 0, [undefined, values, undefined, undefined] as never, [])
  return new Data(to, 0, data.length, 0, [offsets, undefined, undefined, undefined] as never, [items])
}

function misfitText(data: Data, at: number, { bitWidth }: Int): string {
  return `holds ${String((data.values as Int32Array)[at])}, which int${bitWidth} cannot`
}

function firstNull(data: Data, start = 0, end = data.length): number {
  if (data.nullCount === 0) return -1
  for (let row = start; row < end; row++) if (!data.getValid(row)) return row
  return -1
}

/** The offsets of a list column counted from its first item, and which items they span. */
function listOffsets(data: Data): { offsets: Int32Array; start: number; end: number } {
  const offsets = new Int32Array(data.length + 1)
  if (data.type.typeId === Type.FixedSizeList) {
    const { listSize } = data.type as DataType & { listSize: number }
    for (let row = 0; row <= data.length; row++) offsets[row] = row * listSize
    return { offsets, start: 0, end: data.length * listSize }
  }
  const from = data.valueOffsets as Int32Array | BigInt64Array
  const start = data.length === 0 ? 0 : Number(from[0])
  for (let row = 0; row < data.length; row++) offsets[row + 1] = Number(from[row + 1]) - start
  return { offsets, start, end: start + (offsets[data.length] as number) }
}

/** A column with nothing in it that only says how values are stored. Buffers are shared where they can be. */
function plainColumn(data: Data, to: DataType): Data {
  const { typeId } = data.type
  if (typeId === Type.Dictionary) return decodeDictionary(data, to, plainColumn)
  if (typeId === Type.Utf8View || typeId === Type.BinaryView) {
    return conformColumn(data, nullableField('', data.type as DataType), nullableField('', to))
  }
  const children = data.children.map((child, at) =>
    plainColumn(child as Data, (to.children as Field[])[at]?.type as DataType),
  )
  if (children.every((child, at) => child === data.children[at]) && data.type === to) return data
  return new Data(to, data.offset, data.length, data.nullCount, data.buffers as never, children)
}
