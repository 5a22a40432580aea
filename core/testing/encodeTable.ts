import type { RecordBatch } from 'apache-arrow'
import { addLosses, type LostValues } from '../export/encoding/lostValues.ts'
import type { EncodeMeans, TableFormat } from '../export/encoding/tableFormat.ts'
import { type ExportFormat, type ExportOptions, usualExportOptions } from '../export/exportOptions.ts'
import type { TextKernel } from '../kernels/textKernel.ts'
import { sliceBatch } from '../table/batches.ts'
import { testTextKernel } from './textKernel.ts'

export interface EncodedTable {
  bytes: Uint8Array<ArrayBuffer>
  text: string
  lost: LostValues[]
  chunks: number
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A whole file of a text format, as an export makes it, in TypeScript and by the kernel: both must be the same.
 * @param chunks lists of batches, a chunk each
 * @throws where the two differ, or the text is not valid UTF-8
 */
export function encodeTable(
  format: TableFormat,
  chunks: readonly (readonly RecordBatch[])[],
  options: Partial<ExportOptions> & { format: ExportFormat },
  kernel: TextKernel = testTextKernel(),
): EncodedTable {
  const all: ExportOptions = { ...usualExportOptions(options.format), ...options }
  const plain = encodedBy(format, chunks, all, { encoders: null })
  const byKernel = encodedBy(format, chunks, all, { encoders: null, text: kernel })
  if (byKernel.text !== plain.text) {
    throw new Error(`the kernel writes ${JSON.stringify(byKernel.text)}, expected ${JSON.stringify(plain.text)}`)
  }
  const [lost, expected] = [byKernel, plain].map((table) => JSON.stringify(table.lost))
  if (lost !== expected) throw new Error(`the kernel loses ${lost}, expected ${expected}`)
  return plain
}

function encodedBy(
  format: TableFormat,
  chunks: readonly (readonly RecordBatch[])[],
  options: ExportOptions,
  means: EncodeMeans,
): EncodedTable {
  const { schema } = chunks.flat()[0] as RecordBatch
  format.check(schema, options)
  const encoder = format.createEncoder(schema, options, means)
  const assembler = format.createAssembler(schema, options)
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
