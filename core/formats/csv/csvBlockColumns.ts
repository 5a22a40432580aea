import type { CsvWindow } from '../../kernels/csvKernels.ts'
import { BoolWriter } from '../../table/writers/boolWriter.ts'
import type { ColumnWriter } from '../../table/writers/columnWriter.ts'
import { Float64Writer } from '../../table/writers/float64Writer.ts'
import { Int64Writer } from '../../table/writers/int64Writer.ts'
import { NullWriter } from '../../table/writers/nullWriter.ts'
import { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import type { WindowRows } from './csvBlocks.ts'

/**
 * Appends the fields of rows of a window to a column, as far as they fit it.
 * @param position of the column in the file; -1: it has none, all are null
 * @returns the end of the rows that were appended
 */
export function appendFields(writer: ColumnWriter, window: CsvWindow, position: number, rows: WindowRows): number {
  const { from, to } = rows
  if (position < 0) {
    for (let i = from; i < to; i++) writer.appendNull()
    return to
  }
  if (writer instanceof Utf8Writer) {
    const bytes = window.readText(position, from, to)
    writer.appendRun(window.data.subarray(0, bytes), window.offsets, to - from, window.validity, window.nullCount)
    return to
  }
  if (writer instanceof Int64Writer) {
    const end = window.readIntegers(position, from, to)
    writer.appendRun(window.halves.subarray(0, (end - from) * 2), window.validity, window.nullCount)
    return end
  }
  if (writer instanceof Float64Writer) {
    const end = window.readFloats(position, from, to)
    writer.appendRun(window.floats.subarray(0, end - from), window.validity, window.nullCount)
    return end
  }
  if (writer instanceof BoolWriter) {
    const end = window.readBooleans(position, from, to)
    writer.appendRun(window.data, end - from, window.validity, window.nullCount)
    return end
  }
  if (writer instanceof NullWriter) {
    const end = window.skipNulls(position, from, to)
    writer.appendRun(end - from)
    return end
  }
  return from
}
