import { type Data, type Field, Type } from 'apache-arrow'
import { bytesAt, childSpan, isBinaryType, isListType, isTextType, resolveCell } from '../cells.ts'
import { isJsonField } from '../jsonField.ts'
import type { JsonOut } from './jsonOut.ts'

/**
 * A cell as JSON: structs as objects, lists as arrays, maps as `out.maps` says; dictionaries and unions as the values
 * they stand for. How anything else is spelled is `out`'s. Recursion follows the type, whose depth the readers bound.
 * @param isJson the column's text is the JSON of each value
 */
export function writeJsonCell(out: JsonOut, column: Data, columnRow: number, isJson: boolean): void {
  const cell = resolveCell(column, columnRow)
  if (!cell) {
    out.add('null')
    return
  }
  const { data, row } = cell
  const { typeId } = data.type
  if (isTextType(typeId)) {
    if (isJson) out.addJsonText(bytesAt(data, row))
    else out.addText(bytesAt(data, row))
  } else if (isBinaryType(typeId)) out.addBinary(bytesAt(data, row))
  else if (typeId === Type.Struct) writeJsonObject(out, data.type.children as Field[], data.children, row)
  else if (typeId === Type.Map && out.maps === 'pairs') writePairs(out, data, row)
  else if (isListType(typeId)) writeList(out, data, row)
  else out.addScalar(data, row)
}

/** A row of a table, or a struct. */
export function writeJsonObject(out: JsonOut, fields: readonly Field[], columns: readonly Data[], row: number): void {
  if (!out.add('{')) return
  let first = true
  for (const member of out.members(fields)) {
    if (!first && !out.add(',')) return
    first = false
    if (!out.addName(member)) return
    writeJsonCell(out, columns[member.index] as Data, row, member.isJson)
  }
  out.add('}')
}

function writeList(out: JsonOut, data: Data, row: number): void {
  const child = data.children[0]
  const item = (data.type.children as Field[])[0]
  if (!child || !item) return
  const { start, end } = childSpan(data, row)
  out.add('[')
  if (out.addIntegers && child.type.typeId === Type.Int && child.nullCount === 0) out.addIntegers(child, start, end)
  else {
    const isJson = isJsonField(item)
    for (let at = start; at < end; at++) {
      if (at > start && !out.add(',')) return
      writeJsonCell(out, child, at, isJson)
    }
  }
  out.add(']')
}

/** Keys need not be text and may repeat, so an object would lose some. */
function writePairs(out: JsonOut, data: Data, row: number): void {
  const [keys, values] = data.children[0]?.children ?? []
  if (!keys || !values) return
  const { start, end } = childSpan(data, row)
  out.add('[')
  for (let at = start; at < end; at++) {
    if (!out.add(at > start ? ',[' : '[')) return
    writeJsonCell(out, keys, at, false)
    out.add(',')
    writeJsonCell(out, values, at, false)
    out.add(']')
  }
  out.add(']')
}
