import { KIND_INEXACT } from '../../table/typeShape.ts'
import type { BoolWriter } from '../../table/writers/boolWriter.ts'
import type { Float64Writer } from '../../table/writers/float64Writer.ts'
import type { Int64Writer } from '../../table/writers/int64Writer.ts'
import type { NullWriter } from '../../table/writers/nullWriter.ts'
import type { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import { type JsonColumn, type RecordFindings, readMisfit } from './jsonColumn.ts'
import { type JsonCursor, NOT_SMALL, WORD_FALSE, WORD_NULL, WORD_TRUE } from './jsonCursor.ts'
import { numberKinds, numberText, numberValue, SAFE_DIGITS } from './jsonNumber.ts'
import { appendEscapedText } from './jsonText.ts'

const QUOTE = 0x22
const LETTER_F = 0x66
const LETTER_N = 0x6e
const LETTER_T = 0x74

/** Whether a number may start with `byte`: a digit, a minus, or the first letter of `NaN` and `Infinity`. */
function startsNumber(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x4e || byte === 0x49
}

export class NullColumn implements JsonColumn {
  readonly writer: NullWriter
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: NullWriter, findings: RecordFindings, path: string) {
    this.writer = writer
    this.#findings = findings
    this.#path = path
  }

  read(cursor: JsonCursor): void {
    if (cursor.peek() !== LETTER_N) {
      readMisfit(cursor, this.writer, this.#findings, this.#path, 'null')
      return
    }
    cursor.readWord(WORD_NULL)
    this.writer.appendNull()
  }
}

export class BoolColumn implements JsonColumn {
  readonly writer: BoolWriter
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: BoolWriter, findings: RecordFindings, path: string) {
    this.writer = writer
    this.#findings = findings
    this.#path = path
  }

  read(cursor: JsonCursor): void {
    const byte = cursor.peek()
    if (byte === LETTER_T) {
      cursor.readWord(WORD_TRUE)
      this.writer.append(true)
    } else if (byte === LETTER_F) {
      cursor.readWord(WORD_FALSE)
      this.writer.append(false)
    } else if (byte === LETTER_N) {
      cursor.readWord(WORD_NULL)
      this.writer.appendNull()
    } else readMisfit(cursor, this.writer, this.#findings, this.#path, 'bool')
  }
}

/** Whole numbers within int64; `1.0` is taken as 1, because it is. */
export class Int64Column implements JsonColumn {
  readonly writer: Int64Writer
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: Int64Writer, findings: RecordFindings, path: string) {
    this.writer = writer
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
    if (!startsNumber(byte)) {
      readMisfit(cursor, this.writer, this.#findings, this.#path, 'int64')
      return
    }
    const small = cursor.readSmallInteger()
    if (small !== NOT_SMALL) {
      this.writer.append(small)
      return
    }
    cursor.readNumber()
    const { number, bytes } = cursor
    if (number.isInteger && number.digits <= SAFE_DIGITS) {
      this.writer.append(number.value)
      return
    }
    if (number.isInteger) {
      const exact = BigInt(numberText(bytes, number))
      if (BigInt.asIntN(64, exact) === exact) {
        this.writer.appendBigInt(exact)
        return
      }
    } else {
      const value = numberValue(bytes, number)
      if (Number.isSafeInteger(value)) {
        this.writer.append(value)
        return
      }
    }
    this.writer.appendNull()
    const found = number.isInteger ? 'a number outside int64' : 'a number with a fraction'
    this.#findings.misfits.push({ path: this.#path, expected: 'int64', found, at: number.start })
  }
}

/** Doubles; whole numbers no double holds exactly do not fit. */
export class Float64Column implements JsonColumn {
  readonly writer: Float64Writer
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: Float64Writer, findings: RecordFindings, path: string) {
    this.writer = writer
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
    if (!startsNumber(byte)) {
      readMisfit(cursor, this.writer, this.#findings, this.#path, 'float64')
      return
    }
    cursor.readNumber()
    const { number, bytes } = cursor
    if (number.isInteger && number.digits > SAFE_DIGITS && (numberKinds(bytes, number) & KIND_INEXACT) !== 0) {
      this.writer.appendNull()
      const found = 'a whole number that a double cannot hold'
      this.#findings.misfits.push({ path: this.#path, expected: 'float64', found, at: number.start })
      return
    }
    this.writer.append(numberValue(bytes, number))
  }
}

export class TextColumn implements JsonColumn {
  readonly writer: Utf8Writer
  readonly #findings: RecordFindings
  readonly #path: string

  constructor(writer: Utf8Writer, findings: RecordFindings, path: string) {
    this.writer = writer
    this.#findings = findings
    this.#path = path
  }

  read(cursor: JsonCursor): void {
    const byte = cursor.peek()
    if (byte === QUOTE) {
      cursor.readString()
      if (cursor.escaped) appendEscapedText(this.writer, cursor)
      else this.writer.appendBytes(cursor.bytes, cursor.textStart, cursor.textEnd)
    } else if (byte === LETTER_N) {
      cursor.readWord(WORD_NULL)
      this.writer.appendNull()
    } else readMisfit(cursor, this.writer, this.#findings, this.#path, 'text')
  }
}

/** The JSON of each value as it stands in the file; JSON `null` is null. */
export class JsonTextColumn implements JsonColumn {
  readonly writer: Utf8Writer

  constructor(writer: Utf8Writer) {
    this.writer = writer
  }

  read(cursor: JsonCursor): void {
    const byte = cursor.peek()
    const start = cursor.at
    cursor.skipValue()
    if (byte === LETTER_N) this.writer.appendNull()
    else this.writer.appendBytes(cursor.bytes, start, cursor.at)
  }
}
