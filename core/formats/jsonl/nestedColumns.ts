import { KeyTable } from '../../table/keyTable.ts'
import type { ListWriter } from '../../table/writers/listWriter.ts'
import type { StructWriter } from '../../table/writers/structWriter.ts'
import { type JsonColumn, type RecordFindings, readMisfit } from './jsonColumn.ts'
import { type JsonCursor, WORD_NULL } from './jsonCursor.ts'
import { textOf } from './jsonText.ts'

const OPEN_BRACKET = 0x5b
const OPEN_BRACE = 0x7b
const LETTER_N = 0x6e

export class ListColumn implements JsonColumn {
  readonly writer: ListWriter
  readonly #item: JsonColumn
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: ListWriter, item: JsonColumn, findings: RecordFindings, path: string) {
    this.writer = writer
    this.#item = item
    this.#findings = findings
    this.#path = path
  }

  read(cursor: JsonCursor): void {
    const byte = cursor.peek()
    if (byte === LETTER_N) {
      cursor.readWord(WORD_NULL)
      this.writer.appendNull()
      return
    }
    if (byte !== OPEN_BRACKET) {
      readMisfit(cursor, this.writer, this.#findings, this.#path, 'a list')
      return
    }
    const item = this.#item
    if (cursor.beginArray()) {
      do item.read(cursor)
      while (cursor.nextItem())
    }
    this.writer.endList()
  }
}

/** The members of an object, each into its column; also reads the record itself. */
export class MemberReader {
  readonly #keys: KeyTable
  /** Null: a column of the schema that is not wanted. */
  readonly #columns: readonly (JsonColumn | null)[]
  /** Per column, the last object that had it. */
  readonly #seenIn: Float64Array
  #objects = 0
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(
    names: readonly string[],
    columns: readonly (JsonColumn | null)[],
    findings: RecordFindings,
    path: string,
  ) {
    this.#keys = new KeyTable(names)
    this.#columns = columns
    this.#seenIn = new Float64Array(names.length)
    this.#findings = findings
    this.#path = path
  }

  /** Reads the object at the cursor; every wanted column gets one value, the last one where a key comes twice. */
  read(cursor: JsonCursor): void {
    const stamp = ++this.#objects
    const seenIn = this.#seenIn
    const columns = this.#columns
    let filled = 0
    let hint = 0
    if (cursor.beginObject()) {
      do {
        cursor.readKey()
        const position = this.#find(cursor, hint)
        if (position < 0) {
          this.#findings.unknownKey ??= this.#unknown(cursor)
          cursor.skipValue()
          continue
        }
        const column = columns[position]!
        if (seenIn[position] === stamp) {
          this.#findings.duplicateKey ??= this.#keys.names[position]!
          column?.writer.truncate(column.writer.length - 1)
        } else filled++
        seenIn[position] = stamp
        if (column === null) cursor.skipValue()
        else column.read(cursor)
        hint = position + 1
      } while (cursor.nextMember())
    }
    if (filled === columns.length) return
    for (let i = 0; i < columns.length; i++) if (seenIn[i] !== stamp) columns[i]?.writer.appendNull()
  }

  #find(cursor: JsonCursor, hint: number): number {
    const { bytes, textStart, textEnd } = cursor
    if (cursor.escaped) return this.#keys.find(textOf(bytes, textStart, textEnd, true))
    return this.#keys.findBytes(bytes, textStart, textEnd, hint)
  }

  #unknown(cursor: JsonCursor): { path: string; at: number } {
    const name = textOf(cursor.bytes, cursor.textStart, cursor.textEnd, cursor.escaped)
    return { path: this.#path === '' ? name : `${this.#path}.${name}`, at: cursor.textStart }
  }
}

export class StructColumn implements JsonColumn {
  readonly writer: StructWriter
  readonly #members: MemberReader
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: StructWriter, members: MemberReader, findings: RecordFindings, path: string) {
    this.writer = writer
    this.#members = members
    this.#findings = findings
    this.#path = path
  }

  read(cursor: JsonCursor): void {
    const byte = cursor.peek()
    if (byte === OPEN_BRACE) {
      this.#members.read(cursor)
      this.writer.endStruct()
    } else if (byte === LETTER_N) {
      cursor.readWord(WORD_NULL)
      this.writer.appendNull()
    } else readMisfit(cursor, this.writer, this.#findings, this.#path, 'an object')
  }
}
