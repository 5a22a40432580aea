import type { RecordBatch, Schema } from 'apache-arrow'
import type { EncodeMeans, TableFormat } from '../export/encoding/tableFormat.ts'
import type { ExportOptions } from '../export/exportOptions.ts'

/** A whole file of some chunks, each of which is a list of batches. Facts travel as they do between threads. */
export function encodedFile(
  format: TableFormat,
  schema: Schema,
  chunks: readonly (readonly RecordBatch[])[],
  options: ExportOptions,
  means: EncodeMeans = { encoders: null },
): Uint8Array<ArrayBuffer> {
  const encoder = format.createEncoder(schema, options, means)
  const assembler = format.createAssembler(schema, options)
  const pieces: Uint8Array[] = [assembler.start()]
  for (const batches of chunks) {
    const { pieces: own, ...facts } = encoder.encode(batches)
    pieces.push(...own)
    assembler.add(structuredClone(facts))
  }
  pieces.push(assembler.end())
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
