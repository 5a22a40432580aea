import type { ChunkGrid } from './chunkCutter.ts'
import type { Scan } from './cutRows.ts'
import { rowBits } from './rowBits.ts'

/** Rows looked at to know what a row weighs, and their bytes at most. */
const SAMPLE_ROWS = 256
const SAMPLE_BYTES = 4 * 1024 ** 2

/** Cells are planned to fill so much of a chunk, as rows weigh more here and less there: the rest is a small chunk. */
const CHUNK_SHARE = 0.75
/** Cells of formats with small chunks are about so large: what can be encoded by itself. */
const CELL_BYTES = 8 * 1024 ** 2
/** However much the first rows weigh, those behind may weigh little. */
const LEAST_CELL_ROWS = 256

/** Bytes of Arrow buffers a row takes on average, judged by the first ones: the same for every scan of the rows. */
export async function meanRowBytes(
  scan: Scan,
  {
    rowStart,
    columns,
    signal,
  }: { rowStart: number; columns: readonly string[] | null; signal?: AbortSignal | undefined },
): Promise<number> {
  let rows = 0
  let bits = 0
  const batches = scan({
    rowStart,
    rowEnd: rowStart + SAMPLE_ROWS,
    batchRows: 32,
    ...(columns ? { columns } : {}),
    ...(signal ? { signal } : {}),
  })
  for await (const batch of batches) {
    const all = rowBits(batch, 0, batch.numRows)
    if (bits + all < SAMPLE_BYTES * 8) {
      rows += batch.numRows
      bits += all
      continue
    }
    for (let row = 0; bits < SAMPLE_BYTES * 8; row++) {
      rows++
      bits += rowBits(batch, row, row + 1)
    }
    break
  }
  return rows === 0 ? 0 : bits / 8 / rows
}

/** The grid for a format's chunks where rows weigh so much. @param chunk the format's `chunkLimits` */
export function chunkGrid(chunk: { rows: number; bytes: number }, rowBytes: number, rowStart: number): ChunkGrid {
  const weight = Math.max(1, rowBytes)
  const fitting = Math.floor((chunk.bytes * CHUNK_SHARE) / weight)
  if (fitting < chunk.rows) {
    return { rowStart, cellRows: Math.min(chunk.rows, Math.max(LEAST_CELL_ROWS, fitting)), chunk }
  }
  // Whole chunks of as many rows as may be, several to a cell where they are small.
  const chunks = Math.max(1, Math.floor(Math.min(fitting, CELL_BYTES / weight) / chunk.rows))
  return { rowStart, cellRows: chunks * chunk.rows, chunk }
}
