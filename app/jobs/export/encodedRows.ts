import type { Split } from '../../../core/dataset/dataset.ts'
import { inOrder } from '../../../core/dataset/inOrder.ts'
import { isDecoderFailure } from '../../../core/dataset/salvage.ts'
import { type ChunkGrid, cellStart, type RowChunk } from '../../../core/export/chunks/chunkCutter.ts'
import { cutRows } from '../../../core/export/chunks/cutRows.ts'
import type { EncodedRows } from '../../../core/export/encoding/encodeRows.ts'
import { batchToIpc } from '../../../core/table/ipc.ts'
import type { Pool } from '../../pool/pool.ts'
import type { EncodeTarget, PoolApi } from '../../pool/tasks.ts'
import { transfer } from '../../rpc/transfer.ts'
import { aheadInOrder } from './aheadInOrder.ts'
import { type ExportRows, type ExportSource, exportParts } from './exportRows.ts'

/** Encoded bytes that a part behind the first one may hold ready, besides the chunk it works at. */
const WAITING_BYTES = 24 * 1024 ** 2

export interface Encoding {
  range: Split
  grid: ChunkGrid
  columns: string[] | null
  target: EncodeTarget
  /** What a row weighs, about. */
  rowBytes: number
  pool: Pool
  signal: AbortSignal
}

/**
 * The rows of a range, encoded in workers, in order. Rows of a source are read and encoded there in one go, several parts
 * at once; those of a view are made here, and each chunk of them is encoded by a worker.
 */
export async function* encodedRows(rows: ExportRows, encoding: Encoding): AsyncGenerator<EncodedRows> {
  const { range, pool, signal } = encoding
  const { source } = rows
  if (!source) {
    yield* encodedChunks(rows, encoding, range.rowStart)
    return
  }
  const parts = exportParts(range, encoding.grid, source.splits, encoding.rowBytes)
  const open = (part: Split, leaving: AbortSignal) => partRows(rows, source, part, { ...encoding, signal: leaving })
  yield* inOrder(parts, open, { lanes: pool.batchLanes, weigh: bytesOf, maxWaiting: WAITING_BYTES, signal })
}

function bytesOf({ chunk }: EncodedRows): number {
  return (chunk?.pieces ?? []).reduce((sum, piece) => sum + piece.length, 0)
}

/** The rows of a part by one worker. What its decoder cannot read is read as every other job does it. */
async function* partRows(
  rows: ExportRows,
  { recipe, chosen, placeOf }: ExportSource,
  part: Split,
  encoding: Encoding,
): AsyncGenerator<EncodedRows> {
  const { grid, columns, target, pool, signal } = encoding
  let rowEnd = part.rowStart
  try {
    const own = chosen ? chosen.slice(part.rowStart, part.rowEnd) : null
    const params = { recipe, place: await placeOf(part), ...part, chosen: own, columns, grid, target }
    for await (const encoded of pool.batch.encodeRows(params, signal)) {
      rowEnd = encoded.rowEnd
      yield encoded
    }
  } catch (error) {
    if (!isDecoderFailure(error)) throw error
    yield* encodedChunks(rows, { ...encoding, range: part }, rowEnd)
  }
}

/** The rows of a range from `rowStart` on, where a chunk begins, made here and encoded by workers. */
async function* encodedChunks(
  { dataset }: ExportRows,
  { range, grid, columns, target, pool, signal }: Encoding,
  rowStart: number,
): AsyncGenerator<EncodedRows> {
  const scan = dataset.scan.bind(dataset)
  const request = { rowStart: cellStart(grid, rowStart), rowEnd: range.rowEnd, columns, signal }
  const chunks = behind(cutRows(scan, grid, request), rowStart)
  const encode = (chunk: RowChunk) => pool.batch.encodeChunk(chunkToSend(chunk, target), signal)
  yield* aheadInOrder(chunks, encode, pool.batchLanes)
}

/** The chunks whose rows are not all before `row`. */
async function* behind(chunks: AsyncIterable<RowChunk>, row: number): AsyncGenerator<RowChunk> {
  for await (const chunk of chunks) if (chunk.rowEnd > row) yield chunk
}

function chunkToSend({ batches, ...chunk }: RowChunk, target: EncodeTarget): Parameters<PoolApi['encodeChunk']>[0] {
  const sent = batches.map(batchToIpc)
  return transfer(
    { chunk: { ...chunk, batches: sent }, target },
    sent.map(({ buffer }) => buffer),
  )
}
