import { type Data, type Field, Type } from 'apache-arrow'
import { decodeUtf8, utf8CutEnd } from '../bytes/utf8.ts'
import { bytesAt, childSpan, isBinaryType, isListType, isTextType, resolveCell } from './cells.ts'
import { scalarText } from './scalarText.ts'
import { utf8Length } from './utf8Length.ts'

/** What a grid shows of a cell. */
export interface CellText {
  text: string
  isNull: boolean
  /** The cell holds more than `text` shows. */
  truncated: boolean
}

const NEWLINE = 0x0a
const RETURN = 0x0d
/** Kept free of a nested cell's budget for the mark that something was left out. */
const ELLIPSIS_BYTES = 4

const hexDigits = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'))

function isLineBreak(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === RETURN
}

/** The first line that is not empty, at most `maxBytes` long, decoding no more than that. */
function firstLine(bytes: Uint8Array, maxBytes: number): { text: string; truncated: boolean } {
  const window = Math.min(bytes.length, maxBytes)
  let start = 0
  while (start < window && isLineBreak(bytes[start])) start++
  let end = start
  while (end < window && !isLineBreak(bytes[end])) end++
  if (end === window) end = utf8CutEnd(bytes, start, window)
  return { text: decodeUtf8(bytes, start, end), truncated: start > 0 || end < bytes.length }
}

/** Text up to a byte budget: once something did not fit, nothing more is taken. */
class Budget {
  text = ''
  full = false
  private left: number

  constructor(maxBytes: number) {
    this.left = maxBytes
  }

  get bytesLeft(): number {
    return this.left
  }

  /** Takes all of `piece` or nothing. */
  add(piece: string): boolean {
    if (this.full) return false
    const length = utf8Length(piece)
    if (length > this.left) {
      this.full = true
      return false
    }
    this.text += piece
    this.left -= length
    return true
  }
}

function addText(budget: Budget, bytes: Uint8Array): void {
  const { text, truncated } = firstLine(bytes, budget.bytesLeft)
  const lineBreakOnly = truncated && bytes.length <= budget.bytesLeft
  budget.add(text)
  if (lineBreakOnly) budget.add('…')
  else if (truncated) budget.full = true
}

function addBinary(budget: Budget, bytes: Uint8Array): void {
  budget.add(`<${bytes.length}>`)
  if (bytes.length > 0) budget.add(' ')
  for (const byte of bytes) if (!budget.add(hexDigits[byte] ?? '')) return
}

/** `1, 2, 3`: an item is shown whole, or (text and nested ones) cut by the budget. */
function addItems(budget: Budget, child: Data, start: number, end: number): void {
  for (let row = start; row < end && !budget.full; row++) {
    const before = budget.text
    if (row > start) budget.add(', ')
    addCell(budget, child, row)
    // Nothing of the item fitted: leave its comma out too.
    if (budget.full && budget.text === `${before}, `) budget.text = before
  }
}

function addStruct(budget: Budget, data: Data, row: number): void {
  budget.add('{')
  const fields = data.type.children as Field[]
  for (let index = 0; index < fields.length && !budget.full; index++) {
    const child = data.children[index]
    if (!child) continue
    budget.add(`${index > 0 ? ', ' : ''}${fields[index]?.name}: `)
    addCell(budget, child, row)
  }
  budget.add('}')
}

function addMap(budget: Budget, entries: Data, start: number, end: number): void {
  const [keys, values] = entries.children
  if (!keys || !values) return
  budget.add('{')
  for (let row = start; row < end && !budget.full; row++) {
    if (row > start) budget.add(', ')
    addCell(budget, keys, row)
    budget.add(': ')
    addCell(budget, values, row)
  }
  budget.add('}')
}

function addCell(budget: Budget, column: Data, columnRow: number): void {
  const cell = resolveCell(column, columnRow)
  if (!cell) {
    budget.add('null')
    return
  }
  const { data, row } = cell
  const { typeId } = data.type
  if (isTextType(typeId)) addText(budget, bytesAt(data, row))
  else if (isBinaryType(typeId)) addBinary(budget, bytesAt(data, row))
  else if (typeId === Type.Struct) addStruct(budget, data, row)
  else if (isListType(typeId)) {
    const { start, end } = childSpan(data, row)
    const child = data.children[0]
    if (!child) return
    if (typeId === Type.Map) addMap(budget, child, start, end)
    else {
      budget.add('[')
      addItems(budget, child, start, end)
      budget.add(']')
    }
  } else budget.add(scalarText(data, row))
}

function nestedText(data: Data, row: number, maxBytes: number): CellText {
  const budget = new Budget(Math.max(0, maxBytes - ELLIPSIS_BYTES))
  const child = data.children[0]
  const { typeId } = data.type
  if (isListType(typeId) && typeId !== Type.Map && child) {
    const { start, end } = childSpan(data, row)
    budget.add(end > start ? `[${end - start}] ` : '[0]')
    addItems(budget, child, start, end)
  } else addCell(budget, data, row)
  return { text: budget.full ? `${budget.text.trimEnd()} …` : budget.text, isNull: false, truncated: budget.full }
}

/**
 * The display text of a cell, at most `maxBytes` of UTF-8, decoding and walking no more than that needs: the first
 * non-empty line of text; `[412] 1, 15, 27 …` for lists; `{role: user, content: …}` for structs and maps; exact digits
 * for integers and decimals; ISO 8601 for dates and times; `<3> 01ff07` for binary. Works on slices.
 *
 * @param column a column of a batch (`batch.data.children[i]`)
 * @param row a row of that column
 */
export function cellText(column: Data, row: number, maxBytes: number): CellText {
  const cell = resolveCell(column, row)
  if (!cell) return { text: '', isNull: true, truncated: false }
  const { typeId } = cell.data.type
  if (isTextType(typeId)) return { ...firstLine(bytesAt(cell.data, cell.row), maxBytes), isNull: false }
  if (isBinaryType(typeId) || typeId === Type.Struct || isListType(typeId)) {
    return nestedText(cell.data, cell.row, maxBytes)
  }
  return { text: scalarText(cell.data, cell.row), isNull: false, truncated: false }
}
