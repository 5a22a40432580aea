import {
  type Data,
  type DataType,
  type Dictionary,
  type Field,
  type RecordBatch,
  type Schema,
  Type,
} from 'apache-arrow'
import type { ByteWriter } from '../../bytes/byteWriter.ts'
import { decodeUtf8 } from '../../bytes/utf8.ts'
import { booleanAt, bytesAt, childSpan, isBinaryType, isListType, isTextType, resolveCell } from '../../table/cells.ts'
import { isJsonField } from '../../table/jsonField.ts'
import { PYTHON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'
import { floatAt, integerText, scalarText } from '../../table/scalarText.ts'
import { type JsonValue, readJsonValue } from './jsonValues.ts'
import { pythonBytes, pythonText } from './pythonText.ts'

/**
 * A row as Python's `str(dict)`, columns in the order of the schema: what Axolotl hashes (axolotl-semantics Appendix B).
 * Columns of `unlikePython` print as Python objects there and as quoted text here: equal rows are equal, digests are
 * our own.
 */
export function writePythonRow(writer: ByteWriter, batch: RecordBatch, row: number): void {
  writeDict(writer, batch.schema.fields, batch.data.children, row)
}

/** Names of the columns whose values Python prints in a way that is not reproduced. */
export function unlikePython({ fields }: Schema): string[] {
  return fields.filter(({ type }) => isUnlike(type)).map(({ name }) => name)
}

function isUnlike(type: DataType): boolean {
  switch (type.typeId) {
    case Type.Dictionary:
      return isUnlike((type as Dictionary).dictionary)
    case Type.Decimal:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
    case Type.Interval:
      return true
    default:
      return ((type.children ?? []) as Field[]).some((field) => isUnlike(field.type))
  }
}

function writeDict(writer: ByteWriter, fields: readonly Field[], columns: readonly Data[], row: number): void {
  writer.addText('{')
  for (const [index, field] of fields.entries()) {
    writer.addText(`${index > 0 ? ', ' : ''}${pythonText(field.name)}: `)
    writeCell(writer, columns[index] as Data, row, isJsonField(field))
  }
  writer.addText('}')
}

function writeCell(writer: ByteWriter, column: Data, columnRow: number, isJson: boolean): void {
  const cell = resolveCell(column, columnRow)
  if (!cell) {
    writer.addText('None')
    return
  }
  const { data, row } = cell
  const { typeId } = data.type
  const fields = data.type.children as Field[]
  if (isTextType(typeId)) {
    const text = decodeUtf8(bytesAt(data, row))
    if (isJson) writeValue(writer, readJsonValue(text))
    else writer.addText(pythonText(text))
  } else if (isBinaryType(typeId)) writer.addText(pythonBytes(bytesAt(data, row)))
  else if (typeId === Type.Struct) writeDict(writer, fields, data.children, row)
  else if (typeId === Type.Map) writePairs(writer, data, row)
  else if (isListType(typeId)) writeList(writer, data, row, isJsonField(fields[0] as Field))
  else writer.addText(scalar(data, row))
}

function writeList(writer: ByteWriter, data: Data, row: number, isJson: boolean): void {
  const { start, end } = childSpan(data, row)
  writer.addText('[')
  for (let at = start; at < end; at++) {
    if (at > start) writer.addText(', ')
    writeCell(writer, data.children[0] as Data, at, isJson)
  }
  writer.addText(']')
}

/** Maps reach Python as lists of tuples. */
function writePairs(writer: ByteWriter, data: Data, row: number): void {
  const [keys, values] = data.children[0]?.children ?? []
  const { start, end } = childSpan(data, row)
  writer.addText('[')
  for (let at = start; at < end; at++) {
    writer.addText(at > start ? ', (' : '(')
    writeCell(writer, keys as Data, at, false)
    writer.addText(', ')
    writeCell(writer, values as Data, at, false)
    writer.addText(')')
  }
  writer.addText(']')
}

function scalar(data: Data, row: number): string {
  switch (data.type.typeId) {
    case Type.Bool:
      return booleanAt(data, row) ? 'True' : 'False'
    case Type.Int:
      return integerText(data, row)
    case Type.Float:
      return pythonFloat(floatAt(data, row), PYTHON_NAMES)
    default:
      return pythonText(scalarText(data, row))
  }
}

function writeValue(writer: ByteWriter, value: JsonValue): void {
  if (value === null) writer.addText('None')
  else if (typeof value === 'boolean') writer.addText(value ? 'True' : 'False')
  else if (typeof value === 'string') writer.addText(pythonText(value))
  else if ('integer' in value) writer.addText(value.integer)
  else if ('float' in value) writer.addText(pythonFloat(value.float, PYTHON_NAMES))
  else if ('list' in value) {
    writer.addText('[')
    for (const [i, item] of value.list.entries()) {
      if (i > 0) writer.addText(', ')
      writeValue(writer, item)
    }
    writer.addText(']')
  } else {
    let separator = '{'
    if (value.members.size === 0) writer.addText(separator)
    for (const [name, member] of value.members) {
      writer.addText(`${separator}${pythonText(name)}: `)
      writeValue(writer, member)
      separator = ', '
    }
    writer.addText('}')
  }
}
