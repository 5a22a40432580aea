/** What is wanted on screen: rows `[rowStart, rowEnd)` of these columns. */
export interface Want {
  readonly rowStart: number
  readonly rowEnd: number
  readonly columns: readonly string[]
}

/** A request on its way. */
export interface Flight {
  readonly block: number
  readonly columns: ReadonlySet<string>
}

/** One aligned request: rows `[rowStart, rowEnd)` of `columns`. */
export interface PageRequest {
  readonly block: number
  readonly rowStart: number
  readonly rowEnd: number
  readonly columns: readonly string[]
}

export interface PlanState<F extends Flight> {
  /** Rows of a block; block `b` holds rows `[b × pageRows, (b + 1) × pageRows)`. */
  readonly pageRows: number
  readonly numRows: number
  readonly flights: readonly F[]
  /** True when the block's rows, up to `numRows`, are here for the column. */
  has(block: number, column: string): boolean
  /** True when the block could not be read; it is then not asked for again by itself. */
  failed(block: number): boolean
}

export interface Plan<F extends Flight> {
  readonly send: readonly PageRequest[]
  readonly abort: readonly F[]
}

/** Blocks that hold rows `[rowStart, rowEnd)`, half-open. */
export function blocksOf(rowStart: number, rowEnd: number, pageRows: number): [number, number] {
  if (rowEnd <= rowStart) return [0, 0]
  return [Math.floor(rowStart / pageRows), Math.ceil(rowEnd / pageRows)]
}

/**
 * What to ask for and what to give up so that `want` comes on screen: first the visible blocks; once nothing of them
 * is missing or on its way, the block before and after. Flights for anything else are superseded.
 */
export function planRequests<F extends Flight>(want: Want, state: PlanState<F>): Plan<F> {
  const numBlocks = Math.ceil(state.numRows / state.pageRows)
  const [first, end] = blocksOf(want.rowStart, Math.min(want.rowEnd, state.numRows), state.pageRows)
  const abort = state.flights.filter((flight) => flight.block < first - 1 || flight.block > end || end === first)
  const kept = state.flights.filter((flight) => !abort.includes(flight))

  const send: PageRequest[] = []
  for (let block = first; block < end; block++) ask(block)
  const settled = send.length === 0 && !kept.some((flight) => flight.block >= first && flight.block < end)
  if (settled && end > first) {
    if (end < numBlocks) ask(end)
    if (first > 0) ask(first - 1)
  }
  return { send, abort }

  function ask(block: number): void {
    if (state.failed(block)) return
    const columns = want.columns.filter(
      (column) =>
        !state.has(block, column) && !kept.some((flight) => flight.block === block && flight.columns.has(column)),
    )
    if (columns.length === 0) return
    const rowStart = block * state.pageRows
    send.push({ block, rowStart, rowEnd: Math.min(rowStart + state.pageRows, state.numRows), columns })
  }
}

/** Widens a column window to multiples of `step`, so that sideways scrolling asks in few, aligned requests. */
export function alignColumns(colStart: number, colEnd: number, numColumns: number, step = 8): [number, number] {
  return [Math.floor(colStart / step) * step, Math.min(numColumns, Math.ceil(colEnd / step) * step)]
}
