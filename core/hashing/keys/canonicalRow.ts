import type { Data, Field, RecordBatch } from 'apache-arrow'
import type { ByteWriter } from '../../bytes/byteWriter.ts'
import { decodeUtf8 } from '../../bytes/utf8.ts'
import { memberOf } from '../../table/json/jsonMembers.ts'
import type { JsonMember, JsonOut } from '../../table/json/jsonOut.ts'
import { scalarJson } from '../../table/json/scalarJson.ts'
import { writeJsonObject } from '../../table/json/writeJson.ts'
import { addBase64 } from '../../table/jsonSink.ts'
import { writeCanonicalText } from './canonicalText.ts'
import { byCodePoint } from './codePointOrder.ts'

/** Fields in the order their names are written in, by the array they stand in. */
const orders = new WeakMap<readonly Field[], readonly JsonMember[]>()

/** The walks by the writer they write to: one for all rows. */
const outs = new WeakMap<ByteWriter, CanonicalOut>()

/**
 * A row as canonical JSON, the text of Python's `json.dumps(row, sort_keys=True, separators=(',', ':'),
 * ensure_ascii=False)`: names sorted by code point at every depth, no spaces, integers with all digits, floats as
 * `repr` writes them. What JSON has no value for is written as `rowJson` does: binary as base64, dates and times as
 * ISO 8601 text, decimals as numbers, maps as lists of pairs.
 */
export function writeCanonicalRow(writer: ByteWriter, batch: RecordBatch, row: number): void {
  let out = outs.get(writer)
  if (!out) {
    out = new CanonicalOut(writer)
    outs.set(writer, out)
  }
  writeJsonObject(out, batch.schema.fields, batch.data.children, row)
}

class CanonicalOut implements JsonOut {
  readonly maps = 'pairs'
  readonly #writer: ByteWriter

  constructor(writer: ByteWriter) {
    this.#writer = writer
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
    this.#writer.addJsonString(utf8)
  }

  addJsonText(utf8: Uint8Array): void {
    writeCanonicalText(this.#writer, decodeUtf8(utf8))
  }

  addBinary(bytes: Uint8Array): void {
    addBase64(this, bytes)
  }

  addScalar(data: Data, row: number): void {
    this.#writer.addText(scalarJson(data, row))
  }

  members(fields: readonly Field[]): readonly JsonMember[] {
    let order = orders.get(fields)
    if (!order) {
      order = [...fields.keys()]
        .sort((a, b) => byCodePoint((fields[a] as Field).name, (fields[b] as Field).name))
        .map((index) => memberOf(fields[index] as Field, index))
      orders.set(fields, order)
    }
    return order
  }
}
