import type { Encoders } from '../../core/compression/encoders.ts'
import { chosenScan } from '../../core/dataset/chosenScan.ts'
import type { ScanRequest } from '../../core/dataset/dataset.ts'
import { EngineError } from '../../core/errors.ts'
import type { RowChunk } from '../../core/export/chunks/chunkCutter.ts'
import { cutRows } from '../../core/export/chunks/cutRows.ts'
import { type EncodedRows, encodeRows } from '../../core/export/encoding/encodeRows.ts'
import { tableFormatOf } from '../../core/export/encoding/tableFormats.ts'
import { schemaFromIpc } from '../../core/table/ipc.ts'
import { transfer } from '../rpc/transfer.ts'
import type { CachedDataset } from './datasetCache.ts'
import type { TaskRuntime } from './openRecipe.ts'
import { scanPart } from './scanPart.ts'
import type { EncodeTarget, PoolApi } from './tasks.ts'

/** Encodes one chunk after the other. */
export type EncodeChunk = (chunk: RowChunk) => EncodedRows

/** The compressors; null where they do not run: what needs none goes on. */
export async function encodersOf(kernels: TaskRuntime['kernels']): Promise<Encoders | null> {
  return (await kernels).encoders().catch((error) => {
    if (error instanceof EngineError && error.code === 'compression/unsupported') return null
    throw error
  })
}

/** The encoder of a target. @throws EngineError `format/unsupported` */
export async function chunkEncoding(
  { kernels }: Pick<TaskRuntime, 'kernels'>,
  { schema, options }: EncodeTarget,
): Promise<EncodeChunk> {
  const encoders = await encodersOf(kernels)
  const { text, pageEncoder } = await kernels
  const loops = options.format === 'parquet' ? { pageEncoder: await pageEncoder() } : { text: await text() }
  const encoder = tableFormatOf(options.format).createEncoder(schemaFromIpc(schema), options, { encoders, ...loops })
  return (chunk) => encodeRows(chunk, encoder, options.compression, encoders)
}

/** The rows of a part of a dataset, encoded. */
export async function* encodedPart(
  opened: CachedDataset,
  { place, chosen, grid, ...request }: Parameters<PoolApi['encodeRows']>[0],
  encode: EncodeChunk,
  signal: AbortSignal | undefined,
): AsyncGenerator<EncodedRows> {
  const { rowStart, rowEnd, columns } = request
  const scanAll = (part: ScanRequest) => scanPart(opened, place, part)
  const scan = chosen ? chosenScan(opened.dataset, scanAll, chosen, rowStart) : scanAll
  for await (const chunk of cutRows(scan, grid, { rowStart, rowEnd, columns, signal })) {
    yield encodedToSend(encode(chunk))
  }
}

/** Encoded rows whose bytes may move to whoever asked. */
export function encodedToSend(encoded: EncodedRows): EncodedRows {
  return transfer(
    encoded,
    (encoded.chunk?.pieces ?? []).map((piece) => piece.buffer),
  )
}
