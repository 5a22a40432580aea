import {
  emptyShape,
  emptyStructShape,
  KIND_BOOL,
  KIND_FLOAT,
  KIND_INT,
  KIND_LIST,
  KIND_OPAQUE,
  KIND_STRUCT,
  KIND_TEXT,
  kindsConflict,
  type StructShape,
  type TypeShape,
} from '../../table/typeShape.ts'
import { MAX_COLUMNS, MAX_STRUCT_FIELDS, MAX_TYPE_DEPTH } from '../records/limits.ts'
import { type JsonCursor, NOT_SMALL, WORD_FALSE, WORD_NULL, WORD_TRUE } from './jsonCursor.ts'
import { numberKinds } from './jsonNumber.ts'
import { textOf } from './jsonText.ts'

const KIND_NUMBER = KIND_INT | KIND_FLOAT
const KIND_OF_BYTE: Readonly<Record<number, number>> = {
  34: KIND_TEXT,
  91: KIND_LIST,
  102: KIND_BOOL,
  116: KIND_BOOL,
  123: KIND_STRUCT,
}

/**
 * Learns shapes from records as they are read. Everything a record changes can be taken back, so that a line that
 * turns out damaged behind its first half teaches nothing; changes are rare once the first rows were seen.
 */
export class ShapeReader {
  readonly columns: StructShape = emptyStructShape()
  /** First name of a key that is twice in one object of this record; null: none. */
  duplicateKey: string | null = null
  /** Row of the first record with a column over the limit of columns; -1: none. */
  columnsLeftOutRow = -1
  /** How many times something was learned. */
  changes = 0
  #row = 0
  readonly #undo: (() => void)[] = []

  /** Reads the object at the cursor as a record. */
  readRecord(cursor: JsonCursor, row: number): void {
    this.#begin(row)
    this.#readMembers(cursor, this.columns, MAX_COLUMNS, 0)
  }

  /** Reads the value at the cursor as a record of one column. */
  readValueRecord(cursor: JsonCursor, row: number, column: string): void {
    this.#begin(row)
    if (this.columns.keys.size === 0) this.#addField(this.columns, column)
    this.#readValue(cursor, this.columns.shapes[0]!, 1)
  }

  #begin(row: number): void {
    this.#row = row
    if (this.#undo.length > 0) this.#undo.length = 0
    this.duplicateKey = null
  }

  /** Takes back what the last record changed. */
  forgetRecord(): void {
    for (let i = this.#undo.length - 1; i >= 0; i--) this.#undo[i]!()
    this.#undo.length = 0
  }

  #readValue(cursor: JsonCursor, shape: TypeShape, depth: number): void {
    if (shape.json) {
      this.#noteKind(cursor, shape)
      return
    }
    switch (cursor.peek()) {
      case 0x22:
        cursor.readString()
        this.#mark(shape, KIND_TEXT)
        return
      case 0x7b:
        this.#readObject(cursor, shape, depth)
        return
      case 0x5b:
        this.#readArray(cursor, shape, depth)
        return
      case 0x74:
        cursor.readWord(WORD_TRUE)
        this.#mark(shape, KIND_BOOL)
        return
      case 0x66:
        cursor.readWord(WORD_FALSE)
        this.#mark(shape, KIND_BOOL)
        return
      case 0x6e:
        cursor.readWord(WORD_NULL)
        return
      default:
        if (cursor.readSmallInteger() !== NOT_SMALL) this.#mark(shape, KIND_INT)
        else {
          cursor.readNumber()
          this.#mark(shape, numberKinds(cursor.bytes, cursor.number))
        }
    }
  }

  /** Reads over a value of a column that is JSON already: only its kind is of interest, and of a number only once. */
  #noteKind(cursor: JsonCursor, shape: TypeShape): void {
    const byte = cursor.peek()
    const kind = KIND_OF_BYTE[byte] ?? (byte === 0x6e ? 0 : KIND_INT)
    if (kind !== KIND_INT || (shape.kinds & KIND_NUMBER) !== 0) {
      cursor.skipValue()
      this.#mark(shape, kind === KIND_INT ? 0 : kind)
    } else {
      cursor.readNumber()
      this.#mark(shape, numberKinds(cursor.bytes, cursor.number))
    }
  }

  #readObject(cursor: JsonCursor, shape: TypeShape, depth: number): void {
    this.#mark(shape, depth >= MAX_TYPE_DEPTH ? KIND_OPAQUE : KIND_STRUCT)
    if (shape.json) {
      cursor.skipValue()
      return
    }
    if (!shape.fields) {
      shape.fields = emptyStructShape()
      this.#change(() => {
        shape.fields = null
      })
    }
    this.#readMembers(cursor, shape.fields, MAX_STRUCT_FIELDS, depth, shape)
  }

  #readArray(cursor: JsonCursor, shape: TypeShape, depth: number): void {
    this.#mark(shape, depth >= MAX_TYPE_DEPTH ? KIND_OPAQUE : KIND_LIST)
    if (shape.json) {
      cursor.skipValue()
      return
    }
    if (!cursor.beginArray()) return
    if (!shape.item) {
      shape.item = emptyShape()
      this.#change(() => {
        shape.item = null
      })
    }
    const { item } = shape
    do this.#readValue(cursor, item, depth + 1)
    while (cursor.nextItem())
  }

  /** @param owner the shape that becomes opaque when it has too many keys; none for the table itself */
  #readMembers(cursor: JsonCursor, struct: StructShape, limit: number, depth: number, owner?: TypeShape): void {
    if (!cursor.beginObject()) return
    const stamp = ++struct.structCount
    let hint = 0
    do {
      cursor.readKey()
      const { bytes, textStart, textEnd, escaped } = cursor
      let position = escaped
        ? struct.keys.find(textOf(bytes, textStart, textEnd, true))
        : struct.keys.findBytes(bytes, textStart, textEnd, hint)
      if (position < 0) {
        if (struct.keys.size >= limit) {
          if (owner) this.#mark(owner, KIND_OPAQUE)
          else if (this.columnsLeftOutRow < 0) this.columnsLeftOutRow = this.#row
          cursor.skipValue()
          continue
        }
        position = this.#addField(struct, textOf(bytes, textStart, textEnd, escaped))
      }
      if (struct.seenIn[position] === stamp) this.duplicateKey ??= struct.keys.names[position]!
      struct.seenIn[position] = stamp
      this.#readValue(cursor, struct.shapes[position]!, depth + 1)
      hint = position + 1
    } while (cursor.nextMember())
  }

  #addField(struct: StructShape, name: string): number {
    const position = struct.keys.size
    struct.keys.add(name)
    struct.shapes.push(emptyShape())
    struct.firstRows.push(this.#row)
    struct.seenIn.push(0)
    this.#change(() => {
      struct.keys.removeLast()
      struct.shapes.pop()
      struct.firstRows.pop()
      struct.seenIn.pop()
    })
    return position
  }

  /** Notes how to take back what was just changed. */
  #change(undo: () => void): void {
    this.changes++
    this.#undo.push(undo)
  }

  #mark(shape: TypeShape, kinds: number): void {
    const before = shape.kinds
    if ((before & kinds) === kinds) return
    const { json, conflictRow } = shape
    shape.kinds = before | kinds
    shape.firsts.push({ kinds: kinds & ~before, row: this.#row })
    if (!json && kindsConflict(shape.kinds)) {
      shape.json = true
      shape.conflictRow = this.#row
    }
    this.#change(() => {
      shape.kinds = before
      shape.firsts.pop()
      shape.json = json
      shape.conflictRow = conflictRow
    })
  }
}
