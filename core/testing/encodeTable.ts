import type { RecordBatch } from 'apache-arrow'
import { addLosses, type LostValues } from '../export/encoding/lostValues.ts'
import type { EncodeMeans, TableFormat } from '../export/encoding/tableFormat.ts'
import { type ExportFormat, type ExportOptions, usualExportOptions } from '../export/exportOptions.ts'
import { sliceBatch } from '../table/batches.ts'

export interface EncodedTable {
  bytes: Uint8Array<ArrayBuffer>
  text: string
  lost: LostValues[]
  chunks: number
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A whole file of a format, as an export makes it. The text must be valid UTF-8.
 * @param chunks lists of batches, a chunk each
 */
export function encodeTable(
  format: TableFormat,
  chunks: readonly (readonly RecordBatch[])[],
  options: Partial<ExportOptions> & { format: ExportFormat },
  means: EncodeMeans = { encoders: null },
): EncodedTable {
  const all: ExportOptions = { ...usualExportOptions(options.format), ...options }
  const { schema } = chunks.flat()[0] as RecordBatch
  format.check(schema, all)
  const encoder = format.createEncoder(schema, all, means)
  const assembler = format.createAssembler(schema, all)
  const pieces = [assembler.start()]
  const lost: LostValues[] = []
  let rows = 0
  for (const batches of chunks) {
    const chunk = encoder.encode(batches)
    assembler.add(chunk)
    pieces.push(...chunk.pieces)
    addLosses(lost, chunk.lost ?? [], rows)
    rows += chunk.rows
  }
  pieces.push(assembler.end())
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return { bytes, text: decoder.decode(bytes), lost, chunks: chunks.length }
}

/** The rows of a batch as batches that end before each of `cuts`, ascending. */
export function cutBatch(batch: RecordBatch, cuts: readonly number[]): RecordBatch[] {
  const ends = [...cuts.filter((cut) => cut > 0 && cut < batch.numRows), batch.numRows]
  return ends.map((end, i) => sliceBatch(batch, ends[i - 1] ?? 0, end))
}
