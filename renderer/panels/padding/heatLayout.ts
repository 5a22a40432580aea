/** The grid the slices of an epoch are wrapped into, line by line from the top left; lengths in CSS px. */
export interface HeatGrid {
  slices: number
  columns: number
  lines: number
  /** Side of a cell with the gap behind it. */
  cell: number
  gap: number
  /** Room for the numbers of the lines. */
  left: number
  width: number
  height: number
}

const MOST_CELL = 26
const LEAST_CELL = 3
/** Below this a gap would take more than the colour is worth. */
const LEAST_GAPPED_CELL = 9
const MOST_HEIGHT = 144

/** The largest square cells with which `slices` fit the width and a modest height. */
export function layoutHeat(slices: number, width: number, left: number): HeatGrid {
  const room = Math.max(LEAST_CELL, width - left)
  let cell = MOST_CELL
  let columns = columnsOf(room, cell, slices)
  while (cell > LEAST_CELL && Math.ceil(slices / columns) * cell > MOST_HEIGHT) {
    cell--
    columns = columnsOf(room, cell, slices)
  }
  const lines = Math.ceil(slices / columns)
  const gap = cell >= LEAST_GAPPED_CELL ? 1 : 0
  return { slices, columns, lines, cell, gap, left, width: left + columns * cell, height: lines * cell }
}

/** Tens, so that the lines start at round numbers. */
function columnsOf(room: number, cell: number, slices: number): number {
  const fitting = Math.max(1, Math.floor(room / cell))
  if (slices <= fitting) return Math.max(1, slices)
  return fitting >= 20 ? fitting - (fitting % 10) : fitting
}

/** Top left corner of a slice. */
export function placeOfSlice(grid: HeatGrid, slice: number): { x: number; y: number } {
  return {
    x: grid.left + (slice % grid.columns) * grid.cell,
    y: Math.floor(slice / grid.columns) * grid.cell,
  }
}

/** The slice under a point; null beside the grid and behind its end. */
export function sliceAt(grid: HeatGrid, x: number, y: number): number | null {
  const column = Math.floor((x - grid.left) / grid.cell)
  const line = Math.floor(y / grid.cell)
  if (column < 0 || column >= grid.columns || line < 0 || line >= grid.lines) return null
  const slice = line * grid.columns + column
  return slice < grid.slices ? slice : null
}

/** Every how many lines a number is written, so that they do not overlap. */
export function labelStep(grid: HeatGrid, linePx: number): number {
  return Math.max(1, Math.ceil(linePx / grid.cell))
}

/** Where a key leads from a slice; null for keys that mean nothing here. */
export function moveInHeat(grid: HeatGrid, slice: number, key: string): number | null {
  const to = {
    ArrowLeft: slice - 1,
    ArrowRight: slice + 1,
    ArrowUp: slice - grid.columns,
    ArrowDown: slice + grid.columns,
    Home: 0,
    End: grid.slices - 1,
  }[key]
  if (to === undefined) return null
  const vertical = key === 'ArrowUp' || key === 'ArrowDown'
  if (vertical && (to < 0 || to >= grid.slices)) return slice // not into another column
  return Math.max(0, Math.min(to, grid.slices - 1))
}

/** Batches `[batchStart, batchEnd)` of one of `slices` equal slices of an epoch of `batches`. */
export function batchesOfSlice(
  slice: number,
  slices: number,
  batches: number,
): { batchStart: number; batchEnd: number } {
  const batchStart = Math.floor((slice * batches) / slices)
  const batchEnd = Math.max(batchStart + 1, Math.floor(((slice + 1) * batches) / slices))
  return { batchStart, batchEnd: Math.min(batchEnd, batches) }
}

/** The slice a batch lies in: the inverse of `batchesOfSlice`. */
export function sliceOfBatch(batch: number, slices: number, batches: number): number {
  let slice = Math.min(slices - 1, Math.floor((batch * slices) / batches))
  while (slice < slices - 1 && batchesOfSlice(slice, slices, batches).batchEnd <= batch) slice++
  return slice
}

/** The slice with the most waste, the first of equals; 0 for none. */
export function worstSlice(heat: Float32Array): number {
  let worst = 0
  for (let slice = 1; slice < heat.length; slice++) if (heat[slice]! > heat[worst]!) worst = slice
  return worst
}

/** Upper end of the colour scale: the next tenth over the most waste in any of `heats`. */
export function heatScale(heats: readonly Float32Array[]): number {
  let most = 0
  for (const heat of heats) for (const waste of heat) most = Math.max(most, waste)
  return Math.min(1, Math.max(1, Math.ceil(most * 10 - 1e-6)) / 10)
}
