import { type Data, type DataType, type Field, type RecordBatch, Type } from 'apache-arrow'
import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts'
import { booleanAt, bytesAt, childSpan, isBinaryType, isListType, isTextType, resolveCell } from '../../table/cells.ts'
import { isJsonField } from '../../table/jsonField.ts'
import { addBase64 } from '../../table/jsonSink.ts'
import { decimalText, floatAt, integerText, timeCellText } from '../../table/scalarText.ts'
import type { ByteWriter } from './byteWriter.ts'
import { writeCanonicalText } from './canonicalText.ts'
import { byCodePoint } from './codePointOrder.ts'
import { JSON_NAMES, pythonFloat } from './pythonFloat.ts'

/** Fields in the order their names are written in, with their names as JSON; by the array they stand in. */
const orders = new WeakMap<readonly Field[], { index: number; name: Uint8Array }[]>()

/**
 * A row as canonical JSON, the text of Python's `json.dumps(row, sort_keys=True, separators=(',', ':'),
 * ensure_ascii=False)`: names sorted by code point at every depth, no spaces, integers with all digits, floats as
 * `repr` writes them. What JSON has no value for is written as `rowJson` does: binary as base64, dates and times as
 * ISO 8601 text, decimals as numbers, maps as lists of pairs.
 */
export function writeCanonicalRow(writer: ByteWriter, batch: RecordBatch, row: number): void {
  writeObject(writer, batch.schema.fields, batch.data.children, row)
}

function writeObject(writer: ByteWriter, fields: readonly Field[], columns: readonly Data[], row: number): void {
  let separator = '{'
  if (fields.length === 0) writer.addText(separator)
  for (const { index, name } of orderOf(fields)) {
    writer.addText(separator)
    writer.addBytes(name)
    writeCell(writer, columns[index] as Data, row, isJsonField(fields[index] as Field))
    separator = ','
  }
  writer.addText('}')
}

function orderOf(fields: readonly Field[]): { index: number; name: Uint8Array }[] {
  const known = orders.get(fields)
  if (known) return known
  const order = fields
    .map((field, index) => ({ field, index }))
    .sort((a, b) => byCodePoint(a.field.name, b.field.name))
    .map(({ field, index }) => ({ index, name: encodeUtf8(`${JSON.stringify(field.name)}:`) }))
  orders.set(fields, order)
  return order
}

function writeCell(writer: ByteWriter, column: Data, columnRow: number, isJson: boolean): void {
  const cell = resolveCell(column, columnRow)
  if (!cell) {
    writer.addText('null')
    return
  }
  const { data, row } = cell
  const { typeId } = data.type
  const fields = data.type.children as Field[]
  if (isTextType(typeId)) {
    if (isJson) writeCanonicalText(writer, decodeUtf8(bytesAt(data, row)))
    else writer.addJsonString(bytesAt(data, row))
  } else if (isBinaryType(typeId)) {
    addBase64({ add: (piece) => writer.addText(piece) === undefined }, bytesAt(data, row))
  } else if (typeId === Type.Struct) writeObject(writer, fields, data.children, row)
  else if (typeId === Type.Map) writePairs(writer, data, row)
  else if (isListType(typeId)) writeList(writer, data, row, isJsonField(fields[0] as Field))
  else writer.addText(scalarJson(data, row))
}

function writeList(writer: ByteWriter, data: Data, row: number, isJson: boolean): void {
  const child = data.children[0] as Data
  const { start, end } = childSpan(data, row)
  writer.addText('[')
  for (let at = start; at < end; at++) {
    if (at > start) writer.addText(',')
    writeCell(writer, child, at, isJson)
  }
  writer.addText(']')
}

function writePairs(writer: ByteWriter, data: Data, row: number): void {
  const [keys, values] = data.children[0]?.children ?? []
  const { start, end } = childSpan(data, row)
  writer.addText('[')
  for (let at = start; at < end; at++) {
    writer.addText(at > start ? ',[' : '[')
    writeCell(writer, keys as Data, at, false)
    writer.addText(',')
    writeCell(writer, values as Data, at, false)
    writer.addText(']')
  }
  writer.addText(']')
}

function scalarJson(data: Data, row: number): string {
  switch (data.type.typeId) {
    case Type.Bool:
      return booleanAt(data, row) ? 'true' : 'false'
    case Type.Int:
    case Type.Duration:
      return integerText(data, row)
    case Type.Float:
      return pythonFloat(floatAt(data, row), JSON_NAMES)
    case Type.Decimal: {
      const words = (data.values as Uint32Array).subarray(row * data.stride, (row + 1) * data.stride)
      return decimalText(words, (data.type as DataType & { scale: number }).scale)
    }
    default:
      return JSON.stringify(timeCellText(data, row))
  }
}
