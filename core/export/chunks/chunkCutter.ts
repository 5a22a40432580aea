import type { RecordBatch } from 'apache-arrow'
import type { BadRows } from '../../dataset/badRows.ts'
import { sliceBatch } from '../../table/batches.ts'
import { rowBits } from './rowBits.ts'

/**
 * Where rows may be cut into chunks. Positions of a dataset are divided into cells of `cellRows` from `rowStart` on; a
 * cell's rows that can be read are cut one chunk after the other, each as large as `chunk` allows. Nothing goes on
 * beyond a cell, so cells can be encoded by anyone in any order and the cuts are always the same.
 */
export interface ChunkGrid {
  rowStart: number
  cellRows: number
  /** Most rows and bytes of Arrow buffers of a chunk; a single row may have more bytes. */
  chunk: { rows: number; bytes: number }
}

/** Rows that are encoded together. */
export interface RowChunk {
  /** At least one row together; none where `rows` is 0. */
  batches: RecordBatch[]
  /** Positions of the first row of each batch. */
  starts: number[]
  rows: number
  /** Rows that were left out between the end of the chunk before and `rowEnd`. */
  skippedRows: number
  /** One past the last position that is told of so far. */
  rowEnd: number
}

/** The position of a row of a chunk. @param row from 0 */
export function positionOf({ batches, starts }: RowChunk, row: number): number {
  let first = 0
  for (const [i, { numRows }] of batches.entries()) {
    if (row < first + numRows) return (starts[i] as number) + row - first
    first += numRows
  }
  throw new RangeError(`row ${row} of a chunk of ${first}`)
}

/** The position at or before `row` where a cell begins. */
export function cellStart({ rowStart, cellRows }: ChunkGrid, row: number): number {
  return row - ((row - rowStart) % cellRows)
}

/** Cuts batches, given in row order, into chunks. */
export class ChunkCutter {
  readonly #grid: ChunkGrid
  #position: number
  #batches: RecordBatch[] = []
  #starts: number[] = []
  #rows = 0
  #bits = 0
  #skipped = 0

  /** @param position of the first row to come, where a cell begins */
  constructor(grid: ChunkGrid, position: number) {
    this.#grid = grid
    this.#position = position
  }

  /** The chunks that are full now. @param badRows those of the batch among others; they are left out */
  *add(batch: RecordBatch, badRows: BadRows): Generator<RowChunk> {
    const first = this.#position
    const end = first + batch.numRows
    while (this.#position < end) {
      const cellEnd = cellStart(this.#grid, this.#position) + this.#grid.cellRows
      const stop = Math.min(end, cellEnd)
      for (const bad of badRows.within(this.#position, stop)) {
        yield* this.#take(batch, first, bad.rowStart)
        this.#skipped += bad.rowEnd - bad.rowStart
        this.#position = bad.rowEnd
      }
      yield* this.#take(batch, first, stop)
      if (stop === cellEnd && this.#rows > 0) yield this.#flush()
    }
  }

  /** The rest; with no rows where it is only known now that the last ones were left out. */
  *end(): Generator<RowChunk> {
    if (this.#rows > 0 || this.#skipped > 0) yield this.#flush()
  }

  /** Takes the rows of `batch` from the position to `stop`. @param first position of the batch's first row */
  *#take(batch: RecordBatch, first: number, stop: number): Generator<RowChunk> {
    while (this.#position < stop) {
      const start = this.#position - first
      const rows = this.#fitting(batch, start, stop - first)
      if (rows === 0) {
        yield this.#flush()
        continue
      }
      this.#batches.push(sliceBatch(batch, start, start + rows))
      this.#starts.push(this.#position)
      this.#rows += rows
      this.#bits += rowBits(batch, start, start + rows)
      this.#position += rows
      if (this.#rows === this.#grid.chunk.rows) yield this.#flush()
    }
  }

  /** How many of rows `[start, end)` of a batch still fit; at least one where there is none yet. */
  #fitting(batch: RecordBatch, start: number, end: number): number {
    const { rows, bytes } = this.#grid.chunk
    const left = bytes * 8 - this.#bits
    let most = Math.min(end - start, rows - this.#rows)
    if (rowBits(batch, start, start + most) <= left) return most
    let least = 0 // fits; `most` does not
    while (most - least > 1) {
      const middle = (least + most) >>> 1
      if (rowBits(batch, start, start + middle) <= left) least = middle
      else most = middle
    }
    return least === 0 && this.#rows === 0 ? 1 : least
  }

  #flush(): RowChunk {
    const chunk = {
      batches: this.#batches,
      starts: this.#starts,
      rows: this.#rows,
      skippedRows: this.#skipped,
      rowEnd: this.#position,
    }
    this.#batches = []
    this.#starts = []
    this.#rows = 0
    this.#bits = 0
    this.#skipped = 0
    return chunk
  }
}
