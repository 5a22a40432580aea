import { DataType, type Field } from 'apache-arrow'
import { decodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import { KIND_BOOL, KIND_FLOAT, KIND_HUGE, KIND_INEXACT, KIND_INT } from '../../table/typeShape.ts'
import { BoolWriter } from '../../table/writers/boolWriter.ts'
import type { ColumnWriter } from '../../table/writers/columnWriter.ts'
import { Float64Writer } from '../../table/writers/float64Writer.ts'
import { Int64Writer } from '../../table/writers/int64Writer.ts'
import { NullWriter } from '../../table/writers/nullWriter.ts'
import { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import { appendFieldText, PLAIN, QUOTED } from './csvFields.ts'
import { fieldKinds, fieldNumber, KIND_NOT_FINITE } from './csvNumber.ts'

/** Reads one field into a column; appends null and returns false where the field does not fit. */
export type CsvColumn = (bytes: Uint8Array, start: number, end: number, kind: number) => boolean

/** Whole numbers of fewer bytes are exact in a double, sign included. */
const SAFE_LENGTH = 15

/**
 * The CSV side of a column: reads fields into `writer`, which `createWriter` made for the same field. An empty field
 * without quotes is null in every column.
 */
export function createCsvColumn(field: Field, writer: ColumnWriter): CsvColumn {
  const column = columnOf(writer)
  if (!column) {
    const type = DataType.isDataType(field.type) ? String(field.type) : '?'
    throw new EngineError('format/unsupported', `CSV cannot be read into a column of type ${type} (${field.name})`, {
      feature: type,
    })
  }
  return (bytes, start, end, kind) => {
    if (start === end && kind === PLAIN) {
      writer.appendNull()
      return true
    }
    if (column(bytes, start, end, kind)) return true
    writer.appendNull()
    return false
  }
}

/** What reads a field that is not empty; appends nothing where it does not fit. */
function columnOf(writer: ColumnWriter): CsvColumn | null {
  if (writer instanceof Utf8Writer) {
    return (bytes, start, end, kind) => {
      appendFieldText(writer, bytes, start, end, kind)
      return true
    }
  }
  if (writer instanceof NullWriter) return () => false
  const kindsOf = (bytes: Uint8Array, start: number, end: number, kind: number) =>
    start < end && kind <= QUOTED ? fieldKinds(bytes, start, end) : 0
  if (writer instanceof BoolWriter) {
    return (bytes, start, end, kind) => {
      if (kindsOf(bytes, start, end, kind) !== KIND_BOOL) return false
      writer.append((bytes[start]! | 0x20) === 0x74)
      return true
    }
  }
  if (writer instanceof Int64Writer) {
    return (bytes, start, end, kind) => {
      const kinds = kindsOf(bytes, start, end, kind)
      if ((kinds & KIND_INT) === 0 || (kinds & KIND_HUGE) !== 0) return false
      if (end - start <= SAFE_LENGTH) writer.append(fieldNumber(bytes, start, end))
      else writer.appendBigInt(BigInt(decodeUtf8(bytes, start, end)))
      return true
    }
  }
  if (writer instanceof Float64Writer) {
    return (bytes, start, end, kind) => {
      const kinds = kindsOf(bytes, start, end, kind)
      if ((kinds & (KIND_INT | KIND_FLOAT | KIND_NOT_FINITE)) === 0 || (kinds & KIND_INEXACT) !== 0) return false
      writer.append(fieldNumber(bytes, start, end))
      return true
    }
  }
  return null
}
