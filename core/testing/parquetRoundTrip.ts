import type { RecordBatch, Schema } from 'apache-arrow'
import type { EncodeMeans } from '../export/encoding/tableFormat.ts'
import { type ExportOptions, usualExportOptions } from '../export/exportOptions.ts'
import { pageCodecs } from '../formats/parquet/codecs/pageCodecs.ts'
import { openParquet } from '../formats/parquet/openParquet.ts'
import { parquetTableFormat } from '../formats/parquet/write/parquetTableFormat.ts'
import { memorySource } from '../io/memorySource.ts'
import { kernelsWithPages, testPages } from './pages.ts'

const decompress = pageCodecs(kernelsWithPages, async () => {
  throw new Error('no page of ours needs this decoder')
})

/** A whole Parquet file of some row groups, each a list of batches. Facts travel as they do between threads. */
export function parquetBytes(
  schema: Schema,
  groups: readonly (readonly RecordBatch[])[],
  options: Partial<ExportOptions> = {},
  means: EncodeMeans = { encoders: null },
): Uint8Array<ArrayBuffer> {
  const all: ExportOptions = { ...usualExportOptions('parquet'), codec: 'none', ...options }
  parquetTableFormat.check(schema, all)
  const encoder = parquetTableFormat.createEncoder(schema, all, means)
  const assembler = parquetTableFormat.createAssembler(schema, all)
  const pieces: Uint8Array[] = [assembler.start()]
  for (const batches of groups) {
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

/** Such a file as our reader has it. */
export async function openedParquet(bytes: Uint8Array<ArrayBuffer>) {
  return openParquet(memorySource(bytes), { pages: await testPages(), decompress })
}
