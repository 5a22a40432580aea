import { type Data, type DataType, type Field, Type } from 'apache-arrow'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { booleanAt, bytesAt, childSpan, isBinaryType, isListType, isTextType, resolveCell } from './cells.ts'
import { isJsonField } from './jsonField.ts'
import { type IntegerStyle, jsonInteger, quoteUnsafeIntegers } from './jsonNumbers.ts'
import { addBase64, addJsonString, addRawText, type TextSink } from './jsonSink.ts'
import { decimalText, floatAt, floatText, integerText, timeCellText } from './scalarText.ts'

const INTEGERS_AT_A_TIME = 512

/** JSON of a float: NaN and the infinities are no JSON numbers and become the strings of those names. */
function jsonFloat(value: number): string {
  return Number.isFinite(value) ? floatText(value) : `"${value}"`
}

function addScalar(sink: TextSink, data: Data, row: number, integers: IntegerStyle): void {
  switch (data.type.typeId) {
    case Type.Bool:
      sink.add(booleanAt(data, row) ? 'true' : 'false')
      break
    case Type.Int:
      sink.add(jsonInteger(integerText(data, row), integers))
      break
    case Type.Float:
      sink.add(jsonFloat(floatAt(data, row)))
      break
    case Type.Decimal: {
      const words = (data.values as Uint32Array).subarray(row * data.stride, (row + 1) * data.stride)
      const digits = decimalText(words, (data.type as DataType & { scale: number }).scale)
      sink.add(integers === 'digits' ? digits : `"${digits}"`)
      break
    }
    case Type.Duration:
      sink.add(jsonInteger(integerText(data, row), integers))
      break
    default:
      sink.add(JSON.stringify(timeCellText(data, row)))
  }
}

function addStruct(sink: TextSink, data: Data, row: number, integers: IntegerStyle): void {
  sink.add('{')
  const fields = data.type.children as Field[]
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]
    const child = data.children[index]
    if (!field || !child) continue
    if (!sink.add(`${index > 0 ? ',' : ''}${JSON.stringify(field.name)}:`)) return
    addCellJson(sink, child, row, { integers, isJson: isJsonField(field) })
  }
  sink.add('}')
}

function addList(sink: TextSink, data: Data, row: number, integers: IntegerStyle): void {
  const child = data.children[0]
  const item = (data.type.children as Field[])[0]
  if (!child || !item) return
  const isJson = isJsonField(item)
  const { start, end } = childSpan(data, row)
  sink.add('[')
  if (child.type.typeId === Type.Int && child.nullCount === 0) addIntegers(sink, child, start, end, integers)
  else {
    for (let at = start; at < end; at++) {
      if (at > start && !sink.add(',')) return
      addCellJson(sink, child, at, { integers, isJson })
    }
  }
  sink.add(']')
}

/** Token lists are what rows are made of: integers without nulls are handed over many at a time. */
function addIntegers(sink: TextSink, child: Data, start: number, end: number, integers: IntegerStyle): void {
  for (let from = start; from < end; from += INTEGERS_AT_A_TIME) {
    const to = Math.min(from + INTEGERS_AT_A_TIME, end)
    let piece = from > start ? ',' : ''
    for (let at = from; at < to; at++) {
      if (at > from) piece += ','
      piece += jsonInteger(integerText(child, at), integers)
    }
    if (!sink.add(piece)) return
  }
}

/** A map as its entries, `[[key, value], …]`: keys need not be text and may repeat, so an object would lose some. */
function addMap(sink: TextSink, data: Data, row: number, integers: IntegerStyle): void {
  const [keys, values] = data.children[0]?.children ?? []
  if (!keys || !values) return
  const { start, end } = childSpan(data, row)
  sink.add('[')
  for (let at = start; at < end; at++) {
    if (!sink.add(at > start ? ',[' : '[')) return
    addCellJson(sink, keys, at, { integers, isJson: false })
    sink.add(',')
    addCellJson(sink, values, at, { integers, isJson: false })
    sink.add(']')
  }
  sink.add(']')
}

/**
 * A cell as JSON text. Integers as `integers` says; decimals as numbers (`digits`) or strings; floats with the digits
 * of the double they are, NaN and infinities as strings; text escaped, or embedded when the field holds JSON; binary
 * as base64; dates, times and timestamps as ISO 8601 strings; durations as integers of the column's unit; structs as
 * objects, maps as lists of `[key, value]`. Recursion follows the type, whose depth the schema readers bound.
 */
export function addCellJson(
  sink: TextSink,
  column: Data,
  columnRow: number,
  options: { integers: IntegerStyle; isJson: boolean },
): void {
  const cell = resolveCell(column, columnRow)
  if (!cell) {
    sink.add('null')
    return
  }
  const { data, row } = cell
  const { typeId } = data.type
  if (isTextType(typeId)) {
    const bytes = bytesAt(data, row)
    if (!options.isJson) addJsonString(sink, bytes)
    else if (options.integers === 'digits') addRawText(sink, bytes)
    else sink.add(quoteUnsafeIntegers(decodeUtf8(bytes)))
  } else if (isBinaryType(typeId)) addBase64(sink, bytesAt(data, row))
  else if (typeId === Type.Struct) addStruct(sink, data, row, options.integers)
  else if (typeId === Type.Map) addMap(sink, data, row, options.integers)
  else if (isListType(typeId)) addList(sink, data, row, options.integers)
  else addScalar(sink, data, row, options.integers)
}
