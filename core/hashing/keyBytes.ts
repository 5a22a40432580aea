import { type Data, type RecordBatch, Type } from 'apache-arrow'
import { ByteWriter } from '../bytes/byteWriter.ts'
import type { KeyBytes } from '../kernels/rowHasher.ts'
import { bytesAt, isNullCell, resolveCell } from '../table/cells.ts'
import { writeCanonicalRow } from './keys/canonicalRow.ts'
import { writePythonRow } from './keys/pythonRow.ts'
import type { KeyReading } from './rowKey.ts'

/** Written keys are handed on when they come to this. */
const PART_BYTES = 4 * 1024 ** 2

/**
 * The keys of a batch's rows, in parts that follow each other. A part is good until the next one is asked for.
 * @param batch holds the columns of the reading and no others
 * @throws EngineError `limit/exceeded` for a key of over a gibibyte
 */
export function* keyParts(batch: RecordBatch, form: KeyReading['form']): Generator<KeyBytes> {
  const { numRows } = batch
  if (numRows === 0) return
  const column = batch.data.children[0]
  if (form === 'text' && column?.type.typeId === Type.Utf8) {
    const { buffer, byteOffset } = column.valueOffsets as Int32Array
    yield { bytes: column.values, offsets: new Uint32Array(buffer, byteOffset, numRows + 1) }
    return
  }
  const write = rowWriter(batch, form)
  const writer = new ByteWriter()
  const offsets = new Uint32Array(numRows + 1)
  let first = 0
  for (let row = 0; row < numRows; row++) {
    write(writer, row)
    offsets[row + 1] = writer.length
    if (writer.length < PART_BYTES && row + 1 < numRows) continue
    offsets[first] = 0
    yield { bytes: writer.written, offsets: offsets.subarray(first, row + 2) }
    first = row + 1
    writer.clear()
  }
}

function rowWriter(batch: RecordBatch, form: KeyReading['form']): (writer: ByteWriter, row: number) => void {
  if (form === 'json') return (writer, row) => writeCanonicalRow(writer, batch, row)
  if (form === 'python') return (writer, row) => writePythonRow(writer, batch, row)
  const column = batch.data.children[0] as Data
  return (writer, row) => {
    const cell = resolveCell(column, row)
    if (cell) writer.addBytes(bytesAt(cell.data, cell.row))
  }
}

/**
 * One byte a row, 1 where it has no key: the text is null, or every column of a JSON key is. In Python's form nulls are
 * values like any other, as they are to Axolotl.
 * @returns null where every row has a key
 */
export function keylessRows(batch: RecordBatch, form: KeyReading['form']): Uint8Array<ArrayBuffer> | null {
  const columns = batch.data.children
  if (form === 'python' || columns.length === 0 || columns.some(hasNoNulls)) return null
  let keyless: Uint8Array<ArrayBuffer> | null = null
  for (let row = 0; row < batch.numRows; row++) {
    if (!columns.every((column) => isNullCell(column, row))) continue
    keyless ??= new Uint8Array(batch.numRows)
    keyless[row] = 1
  }
  return keyless
}

/** Whether that is plain to see; dictionaries and unions may hold null values. */
function hasNoNulls({ nullCount, type: { typeId } }: Data): boolean {
  return nullCount === 0 && typeId !== Type.Dictionary && typeId !== Type.Union && typeId !== Type.Null
}
