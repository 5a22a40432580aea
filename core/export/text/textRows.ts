import type { RecordBatch } from 'apache-arrow'
import type { ByteWriter } from '../../bytes/byteWriter.ts'
import { EngineError } from '../../errors.ts'
import type { LossCounter } from '../encoding/lostValues.ts'
import type { EncodedChunk } from '../encoding/tableFormat.ts'

/** Text is handed over in pieces of so many bytes, or of one row where it is longer. */
const PIECE_BYTES = 1024 ** 2

/** Arrow bytes of a chunk of text. */
const CHUNK_BYTES = 4 * 1024 ** 2
const CHUNK_ROWS = 128 * 1024
/** What a chunk may come to by what every row has, whatever is in it: names, separators, nulls. */
const FIXED_BYTES = 32 * 1024 ** 2

/** The limits of a chunk of a text format. @param rowBytes bytes of a row whose cells are all null */
export function textChunkLimits(rowBytes: number): { rows: number; bytes: number } {
  return { rows: Math.max(1, Math.min(CHUNK_ROWS, Math.floor(FIXED_BYTES / rowBytes))), bytes: CHUNK_BYTES }
}

/** Writes a row of a batch. @param chunkRow the row inside the chunk */
export type WriteRow = (row: number, chunkRow: number) => void

/**
 * Rows as text, one after the other.
 * @param writer what the rows are written to; emptied
 * @param rowsOf gives what writes the rows of a batch
 * @param losses what rows were written with less than they had
 * @throws EngineError what `WriteRow` throws, with the row inside the chunk in `details.row`
 */
export function encodeTextRows(
  batches: readonly RecordBatch[],
  writer: ByteWriter,
  losses: LossCounter,
  rowsOf: (batch: RecordBatch) => WriteRow,
): EncodedChunk {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let rows = 0
  losses.take()
  for (const batch of batches) {
    writeTextRows(pieces, batch, writer, rowsOf, rows)
    rows += batch.numRows
  }
  return textChunk(pieces, rows, losses)
}

/** The rows of one batch, added to `pieces`. @param chunkRow the number of the first one inside the chunk */
export function writeTextRows(
  pieces: Uint8Array<ArrayBuffer>[],
  batch: RecordBatch,
  writer: ByteWriter,
  rowsOf: (batch: RecordBatch) => WriteRow,
  chunkRow: number,
): void {
  const write = rowsOf(batch)
  writer.clear()
  for (let row = 0; row < batch.numRows; row++) {
    try {
      write(row, chunkRow + row)
    } catch (error) {
      throw withRow(error, chunkRow + row)
    }
    if (writer.length >= PIECE_BYTES) takePiece(pieces, writer)
  }
  if (writer.length > 0) takePiece(pieces, writer)
}

/** A chunk of text that was written. */
export function textChunk(
  pieces: Uint8Array<ArrayBuffer>[],
  rows: number,
  losses: LossCounter,
  details: unknown = null,
): EncodedChunk {
  const plainBytes = pieces.reduce((bytes, piece) => bytes + piece.length, 0)
  const lost = losses.take()
  return { pieces, rows, plainBytes, details, ...(lost.length > 0 && { lost }) }
}

function takePiece(pieces: Uint8Array<ArrayBuffer>[], writer: ByteWriter): void {
  pieces.push(writer.written.slice())
  writer.clear()
}

function withRow(error: unknown, row: number): unknown {
  if (!(error instanceof EngineError) || error.details.row !== undefined) return error
  return new EngineError(error.code, error.message, { ...error.details, row }, error)
}
