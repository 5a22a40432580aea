import { type Data, type Field, Type } from 'apache-arrow'
import type { ByteWriter } from '../../../bytes/byteWriter.ts'
import { decodeUtf8, encodeUtf8, findInvalidUtf8 } from '../../../bytes/utf8.ts'
import type { LossCounter } from '../../../export/encoding/lostValues.ts'
import { schemaMembers } from '../../../table/json/jsonMembers.ts'
import type { JsonMember, JsonOut } from '../../../table/json/jsonOut.ts'
import { scalarJson } from '../../../table/json/scalarJson.ts'
import { writeJsonCell } from '../../../table/json/writeJson.ts'
import { addBase64 } from '../../../table/jsonSink.ts'
import { floatAt } from '../../../table/scalarText.ts'
import { embedJson } from './embedJson.ts'

export const NOT_FINITE = ['export/not-finite', 'no JSON number, null is written'] as const
export const INVALID_UTF8 = ['export/invalid-utf8', 'malformed UTF-8, U+FFFD is written for it'] as const

/** Rows and cells as JSON for files: the spelling of `jsonlTableFormat`, valid for every reader. */
export class JsonLineOut implements JsonOut {
  readonly maps = 'entries'
  readonly #writer: ByteWriter
  readonly #losses: LossCounter
  /** What lost values are counted for. */
  #column = ''
  #row = 0

  constructor(writer: ByteWriter, losses: LossCounter) {
    this.#writer = writer
    this.#losses = losses
  }

  /** A row as an object and a line end. @param chunkRow the row inside the chunk, for what is lost */
  addLine(
    fields: readonly Field[],
    members: readonly JsonMember[],
    columns: readonly Data[],
    row: number,
    chunkRow: number,
  ): void {
    const writer = this.#writer
    let separator = '{'
    for (const member of members) {
      writer.addText(separator)
      writer.addBytes(member.bytes)
      this.addCell((fields[member.index] as Field).name, columns[member.index] as Data, row, member.isJson, chunkRow)
      separator = ','
    }
    writer.addText(members.length === 0 ? '{}\n' : '}\n')
  }

  /** One cell of a column. @param chunkRow the row inside the chunk, for what is lost */
  addCell(name: string, column: Data, row: number, isJson: boolean, chunkRow: number): void {
    this.#column = name
    this.#row = chunkRow
    writeJsonCell(this, column, row, isJson)
  }

  add(json: string): boolean {
    this.#writer.addText(json)
    return true
  }

  addName({ bytes }: JsonMember): boolean {
    this.#writer.addBytes(bytes)
    return true
  }

  addText(utf8: Uint8Array): void {
    this.#writer.addJsonString(this.#validUtf8(utf8))
  }

  addJsonText(utf8: Uint8Array): void {
    const valid = this.#validUtf8(utf8)
    const embedded = embedJson(valid)
    if (embedded === null)
      this.#writer.addJsonString(valid) // the column said JSON and has something else
    else {
      this.#writer.addBytes(embedded.bytes)
      if (embedded.notFinite) this.#lose(NOT_FINITE)
    }
  }

  addBinary(bytes: Uint8Array): void {
    addBase64(this, bytes)
  }

  addScalar(data: Data, row: number): void {
    if (data.type.typeId === Type.Float && !Number.isFinite(floatAt(data, row))) {
      this.#lose(NOT_FINITE)
      this.#writer.addText('null')
    } else this.#writer.addText(scalarJson(data, row))
  }

  members(fields: readonly Field[]): readonly JsonMember[] {
    return schemaMembers(fields)
  }

  #validUtf8(utf8: Uint8Array): Uint8Array {
    if (findInvalidUtf8(utf8, 0, utf8.length) < 0) return utf8
    this.#lose(INVALID_UTF8)
    return encodeUtf8(decodeUtf8(utf8))
  }

  #lose([code, what]: readonly [string, string]): void {
    this.#losses.count(code, this.#column, what, this.#row)
  }
}
