import { type Data, type DataType, type Field, Type } from 'apache-arrow'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { booleanAt } from './cells.ts'
import { schemaMembers } from './json/jsonMembers.ts'
import type { JsonMember, JsonOut } from './json/jsonOut.ts'
import { writeJsonCell } from './json/writeJson.ts'
import { type IntegerStyle, jsonInteger, quoteUnsafeIntegers } from './jsonNumbers.ts'
import { addBase64, addJsonString, addRawText, type TextSink } from './jsonSink.ts'
import { decimalText, floatAt, floatText, integerText, timeCellText } from './scalarText.ts'

const INTEGERS_AT_A_TIME = 512

/** JSON of a float: NaN and the infinities are no JSON numbers and become the strings of those names. */
function jsonFloat(value: number): string {
  return Number.isFinite(value) ? floatText(value) : `"${value}"`
}

/** Cells as JSON text, piece by piece, as `addCellJson` says. */
export class CellJsonOut implements JsonOut {
  readonly maps = 'pairs'
  readonly #sink: TextSink
  readonly #integers: IntegerStyle

  constructor(sink: TextSink, integers: IntegerStyle) {
    this.#sink = sink
    this.#integers = integers
  }

  add(json: string): boolean {
    return this.#sink.add(json)
  }

  addName({ text }: JsonMember): boolean {
    return this.#sink.add(text)
  }

  addText(utf8: Uint8Array): void {
    addJsonString(this.#sink, utf8)
  }

  addJsonText(utf8: Uint8Array): void {
    if (this.#integers === 'digits') addRawText(this.#sink, utf8)
    else this.#sink.add(quoteUnsafeIntegers(decodeUtf8(utf8)))
  }

  addBinary(bytes: Uint8Array): void {
    addBase64(this.#sink, bytes)
  }

  addScalar(data: Data, row: number): void {
    const integers = this.#integers
    switch (data.type.typeId) {
      case Type.Bool:
        this.#sink.add(booleanAt(data, row) ? 'true' : 'false')
        break
      case Type.Int:
      case Type.Duration:
        this.#sink.add(jsonInteger(integerText(data, row), integers))
        break
      case Type.Float:
        this.#sink.add(jsonFloat(floatAt(data, row)))
        break
      case Type.Decimal: {
        const words = (data.values as Uint32Array).subarray(row * data.stride, (row + 1) * data.stride)
        const digits = decimalText(words, (data.type as DataType & { scale: number }).scale)
        this.#sink.add(integers === 'digits' ? digits : `"${digits}"`)
        break
      }
      default:
        this.#sink.add(JSON.stringify(timeCellText(data, row)))
    }
  }

  /** Token lists are what rows are made of: they are handed over many numbers at a time. */
  addIntegers(data: Data, start: number, end: number): void {
    for (let from = start; from < end; from += INTEGERS_AT_A_TIME) {
      const to = Math.min(from + INTEGERS_AT_A_TIME, end)
      let piece = from > start ? ',' : ''
      for (let at = from; at < to; at++) {
        if (at > from) piece += ','
        piece += jsonInteger(integerText(data, at), this.#integers)
      }
      if (!this.#sink.add(piece)) return
    }
  }

  members(fields: readonly Field[]): readonly JsonMember[] {
    return schemaMembers(fields)
  }
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
  writeJsonCell(new CellJsonOut(sink, options.integers), column, columnRow, options.isJson)
}
