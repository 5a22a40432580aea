import type { Encoders } from '../../compression/encoders.ts'
import { EngineError } from '../../errors.ts'
import { positionOf, type RowChunk } from '../chunks/chunkCutter.ts'
import type { FileCompression } from '../exportOptions.ts'
import type { LostValues } from './lostValues.ts'
import type { ChunkEncoder, EncodedChunk } from './tableFormat.ts'

/** A chunk of rows as it stands in a file, and which rows it is made of. */
export interface EncodedRows {
  rows: number
  /** Rows left out between the end of the chunk before and `rowEnd`. */
  skippedRows: number
  /** One past the last position that is told of so far. */
  rowEnd: number
  /** Null where all rows were left out. */
  chunk: EncodedChunk | null
  /** Values that were lost; `firstRow` is a position of the dataset. */
  lost: LostValues[]
}

/**
 * Encodes a chunk as it will stand in its file.
 *
 * @throws EngineError what the format throws, with the position of the row in `details.row`
 */
export function encodeRows(
  chunk: RowChunk,
  encoder: ChunkEncoder,
  compression: FileCompression | null,
  encoders: Encoders | null,
): EncodedRows {
  const { rows, skippedRows, rowEnd } = chunk
  if (rows === 0) return { rows, skippedRows, rowEnd, chunk: null, lost: [] }
  const { lost = [], ...encoded } = encodedChunk(chunk, encoder)
  const pieces = compression === null ? encoded.pieces : [compressed(joined(encoded.pieces), compression, encoders)]
  const placed = lost.map((loss) => ({ ...loss, firstRow: positionOf(chunk, loss.firstRow) }))
  return { rows, skippedRows, rowEnd, chunk: { ...encoded, pieces }, lost: placed }
}

function encodedChunk(chunk: RowChunk, encoder: ChunkEncoder): EncodedChunk {
  try {
    return encoder.encode(chunk.batches)
  } catch (error) {
    if (!(error instanceof EngineError) || error.details.row === undefined) throw error
    const row = positionOf(chunk, error.details.row)
    throw new EngineError(error.code, error.message, { ...error.details, row }, error)
  }
}

/**
 * Bytes in a frame or member of their own: files are made of them, one behind the other.
 *
 * @throws EngineError `compression/unsupported` where no compressor runs
 */
export function compressed(
  bytes: Uint8Array,
  compression: FileCompression,
  encoders: Encoders | null,
): Uint8Array<ArrayBuffer> {
  if (encoders) return encoders.compress(compression, bytes)
  throw new EngineError(
    'compression/unsupported',
    `no compressor runs here, so no file can be written in ${compression}`,
  )
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
