import type { Schema } from 'apache-arrow'
import type { Encoders } from '../../../core/compression/encoders.ts'
import type { Dataset } from '../../../core/dataset/dataset.ts'
import { type ChunkGrid, cellStart } from '../../../core/export/chunks/chunkCutter.ts'
import { chunkGrid, meanRowBytes } from '../../../core/export/chunks/chunkGrid.ts'
import { cutRows } from '../../../core/export/chunks/cutRows.ts'
import { compressed, encodeRows } from '../../../core/export/encoding/encodeRows.ts'
import { tableFormatOf } from '../../../core/export/encoding/tableFormats.ts'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'

/** Arrow bytes that are encoded to know what all of them come to, in so many places. */
const SAMPLE_BYTES = 2 * 1024 ** 2
const PLACES = 3
/** A sample is read at once, in the engine. */
const MOST_ROWS = 20_000

/**
 * Bytes of an export, estimated from rows that are really encoded: first ones, and of a source also some from the middle
 * and towards the end. Exact where that is all of them.
 *
 * @throws EngineError what reading and encoding throw
 */
export async function sampleBytes(
  dataset: Dataset,
  params: {
    schema: Schema
    options: ExportOptions
    columns: string[] | null
    encoders: Encoders | null
    isView: boolean
    signal?: AbortSignal | undefined
  },
): Promise<number> {
  const { schema, options, columns, encoders, isView, signal } = params
  const { numRows } = dataset.extent
  const format = tableFormatOf(options.format)
  const assembler = format.createAssembler(schema, options)
  const whole = (bytes: Uint8Array) =>
    bytes.length === 0 || !options.compression ? bytes.length : compressed(bytes, options.compression, encoders).length
  const start = whole(assembler.start())
  const scan = dataset.scan.bind(dataset)
  const rowBytes = await meanRowBytes(scan, { rowStart: 0, columns, signal })
  const limits = format.chunkLimits(schema, options)
  const chunk = { rows: Math.min(limits.rows, MOST_ROWS), bytes: Math.min(limits.bytes, SAMPLE_BYTES) }
  const grid = chunkGrid(chunk, rowBytes, 0)
  const total = { positions: 0, bytes: 0 }
  for (const rowStart of placesIn(grid, numRows, isView)) {
    const rowEnd = Math.min(numRows, rowStart + grid.cellRows, rowStart + MOST_ROWS)
    const encoder = format.createEncoder(schema, options, { encoders })
    for await (const rows of cutRows(scan, grid, { rowStart, rowEnd, columns, signal })) {
      const encoded = encodeRows(rows, encoder, options.compression, encoders)
      if (encoded.chunk) {
        const { pieces, ...facts } = encoded.chunk
        assembler.add(facts)
        total.bytes += pieces.reduce((sum, piece) => sum + piece.length, 0)
      }
    }
    total.positions += rowEnd - rowStart
  }
  const end = whole(assembler.end())
  return start + end + Math.round(total.positions === 0 ? 0 : (total.bytes / total.positions) * numRows)
}

/** Where samples begin: where cells do, apart from each other. */
function placesIn(grid: ChunkGrid, numRows: number, isView: boolean): number[] {
  const places = Array.from({ length: isView ? 1 : PLACES }, (_, i) =>
    cellStart(grid, Math.floor((numRows * i) / PLACES)),
  )
  return [...new Set(places)].filter((row) => row < numRows)
}
