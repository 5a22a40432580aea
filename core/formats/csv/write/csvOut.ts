import { type Data, type Field, type Schema, Type } from 'apache-arrow'
import { ByteWriter } from '../../../bytes/byteWriter.ts'
import { decodeUtf8, encodeUtf8, findInvalidUtf8 } from '../../../bytes/utf8.ts'
import type { LossCounter } from '../../../export/encoding/lostValues.ts'
import { bytesAt, isBinaryType, isTextType, resolveCell } from '../../../table/cells.ts'
import { isNested } from '../../../table/isNested.ts'
import { addBase64 } from '../../../table/jsonSink.ts'
import { pythonFloat } from '../../../table/pythonFloat.ts'
import { floatAt, integerText, scalarText } from '../../../table/scalarText.ts'
import { INVALID_UTF8, JsonLineOut } from '../../jsonl/write/jsonLineOut.ts'
import { addQuoted, type CsvSpelling, needsQuotes, quotedBytes } from './csvText.ts'

/** Names that all readers take for numbers. */
const NUMBER_NAMES = { nan: 'NaN', infinity: 'inf' }
export const NULL_AS_EMPTY = [
  'export/null-as-empty',
  'null, written as empty text, as an empty line would be no row',
] as const

/** Rows as lines of CSV. */
export class CsvOut {
  readonly #writer: ByteWriter
  readonly #losses: LossCounter
  readonly #fields: readonly Field[]
  readonly #spelling: CsvSpelling
  readonly #table: Uint8Array
  readonly #delimiter: string
  /** JSON of a cell before it is put into quotes. */
  readonly #scratch = new ByteWriter()
  readonly #json: JsonLineOut

  constructor(writer: ByteWriter, losses: LossCounter, schema: Schema, spelling: CsvSpelling) {
    this.#writer = writer
    this.#losses = losses
    this.#fields = schema.fields
    this.#spelling = spelling
    this.#table = quotedBytes(spelling)
    this.#delimiter = String.fromCharCode(spelling.delimiter)
    this.#json = new JsonLineOut(this.#scratch, losses)
  }

  /** A row and its line end. @param chunkRow the row inside the chunk, for what is lost */
  addRow(columns: readonly Data[], row: number, chunkRow: number): void {
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) this.#writer.addText(this.#delimiter)
      this.addCell(i, columns[i] as Data, row, chunkRow)
    }
    this.#writer.addText('\n')
  }

  /** One cell. @param chunkRow the row inside the chunk, for what is lost */
  addCell(index: number, column: Data, columnRow: number, chunkRow: number): void {
    const cell = resolveCell(column, columnRow)
    if (!cell) {
      if (this.#spelling.columns > 1) return
      this.#writer.addText('""')
      const [code, what] = NULL_AS_EMPTY
      this.#losses.count(code, this.#nameOf(index), what, chunkRow)
      return
    }
    const { data, row } = cell
    const { typeId } = data.type
    if (isTextType(typeId)) this.#addText(index, this.#validUtf8(bytesAt(data, row), index, chunkRow))
    else if (isBinaryType(typeId)) this.#addBinary(index, bytesAt(data, row))
    else if (isNested(data.type)) {
      this.#scratch.clear()
      this.#json.addCell(this.#nameOf(index), data, row, false, chunkRow)
      this.#addText(index, this.#scratch.written)
    } else this.#writer.addText(scalarCsv(data, row))
  }

  #addText(index: number, utf8: Uint8Array): void {
    if (needsQuotes(utf8, this.#table, this.#spelling, index === 0)) addQuoted(this.#writer, utf8)
    else this.#writer.addBytes(utf8)
  }

  #addBinary(index: number, bytes: Uint8Array): void {
    this.#scratch.clear()
    addBase64({ add: (piece) => this.#scratch.addText(piece) === undefined }, bytes)
    this.#addText(index, this.#scratch.written.subarray(1, this.#scratch.length - 1)) // without JSON's quotes
  }

  #validUtf8(utf8: Uint8Array, index: number, chunkRow: number): Uint8Array {
    if (findInvalidUtf8(utf8, 0, utf8.length) < 0) return utf8
    const [code, what] = INVALID_UTF8
    this.#losses.count(code, this.#nameOf(index), what, chunkRow)
    return encodeUtf8(decodeUtf8(utf8))
  }

  #nameOf(index: number): string {
    return this.#fields[index]?.name ?? ''
  }
}

function scalarCsv(data: Data, row: number): string {
  switch (data.type.typeId) {
    case Type.Float:
      return pythonFloat(floatAt(data, row), NUMBER_NAMES)
    case Type.Duration:
      return integerText(data, row)
    default:
      return scalarText(data, row)
  }
}
