import type { Page } from '../../app/protocol/datasets.ts'
import { CELL_NULL, CELL_TRUNCATED } from '../../app/protocol/datasets.ts'
import { isAbortError } from '../../core/errors.ts'
import { blocksOf, type Flight, type PageRequest, planRequests, type Want } from './pagePlan.ts'

/** Rows of one request: about two windows, and under 1 MB even when every cell is full (64 rows × 40 columns × 320 bytes). */
export const PAGE_ROWS = 64
/** Cell text kept by one grid, bytes; the least recently wanted blocks go first. */
export const PAGE_BUDGET_BYTES = 32 << 20

/** A cell as the grid may find it. Not here yet, null, empty text and never to come are different things. */
export type CellState =
  | { readonly state: 'ready'; readonly text: string; readonly isNull: boolean; readonly truncated: boolean }
  | { readonly state: 'pending' }
  /** The answer came without this cell: the rows ended early or the column is gone. */
  | { readonly state: 'absent' }
  /** The rows could not be read. */
  | { readonly state: 'failed' }

const NOTHING: Want = { rowStart: 0, rowEnd: 0, columns: [] }
const PENDING: CellState = { state: 'pending' }
const ABSENT: CellState = { state: 'absent' }
const FAILED: CellState = { state: 'failed' }

export type ReadRows = (
  rowStart: number,
  rowEnd: number,
  columns: readonly string[],
  signal: AbortSignal,
) => Promise<Page>

export interface PageCacheOptions {
  read: ReadRows
  pageRows?: number
  budgetBytes?: number
  /** Rows `[rowStart, rowEnd)` look different now. */
  onChange: (rowStart: number, rowEnd: number) => void
  /** Rows on screen could not be read. Told once for each failure. */
  onError: (error: unknown, rowStart: number, rowEnd: number) => void
}

interface StoredColumn {
  readonly texts: readonly string[]
  readonly flags: Uint8Array
  readonly rowStart: number
  /** One past the last row asked for; fewer may have come. */
  readonly askedEnd: number
  readonly version: number
  readonly bytes: number
}

interface Block {
  readonly columns: Map<string, StoredColumn>
  rowNumbers: Float64Array | null
  rowStart: number
  badRows: ReadonlySet<number>
  revision: number
}

interface RunningFlight extends Flight {
  readonly controller: AbortController
}

/**
 * Pages of one dataset under a byte budget. `want` says what is on screen; `cell` answers at once with what is here.
 * Superseded requests are aborted. Nothing is rendered here and nothing is fetched while rendering.
 */
export class PageCache {
  readonly #options: PageCacheOptions
  readonly #pageRows: number
  readonly #budget: number
  /** In order of last use. */
  readonly #blocks = new Map<number, Block>()
  readonly #failures = new Map<number, { error: unknown; told: boolean }>()
  #flights: RunningFlight[] = []
  #seed: Page | null = null
  #want: Want = NOTHING
  #numRows = 0
  #version = 0
  #bytes = 0
  #revision = 0

  constructor(options: PageCacheOptions) {
    this.#options = options
    this.#pageRows = options.pageRows ?? PAGE_ROWS
    this.#budget = options.budgetBytes ?? PAGE_BUDGET_BYTES
  }

  /** Bytes of cell text held, by estimate. */
  get bytes(): number {
    return this.#bytes
  }

  /** Rows known by now and the schema's version. A new version keeps old cells visible until the new ones are here. */
  setExtent(numRows: number, schemaVersion: number): void {
    if (numRows === this.#numRows && schemaVersion === this.#version) return
    if (schemaVersion !== this.#version) this.#abortAll()
    this.#numRows = numRows
    this.#version = schemaVersion
    this.#run()
  }

  /** Takes a page that came with the opening, so that first paint needs no request. */
  seed(page: Page): void {
    this.#seed = page
    this.#options.onChange(page.rowStart, page.rowStart + page.numRows)
  }

  want(rowStart: number, rowEnd: number, columns: readonly string[]): void {
    this.#want = { rowStart, rowEnd, columns }
    const [first, end] = this.#wantedBlocks()
    for (let b = first; b < end; b++) this.#touch(b)
    for (const [b, failure] of this.#failures) {
      // A block that could not be read is tried again when one comes back to it.
      if (b < first - 1 || b > end) this.#failures.delete(b)
      else if (b >= first && b < end) this.#tell(b, failure)
    }
    this.#run()
  }

  /** Asks again for what could not be read. */
  retry(): void {
    this.#failures.clear()
    this.#run()
  }

  cell(row: number, column: string): CellState {
    const block = Math.floor(row / this.#pageRows)
    const stored = this.#blocks.get(block)?.columns.get(column)
    if (stored !== undefined) {
      const at = row - stored.rowStart
      const text = stored.texts[at]
      if (text !== undefined) return ready(text, stored.flags[at] ?? 0)
      if (row < stored.askedEnd) return ABSENT
    }
    const seeded = this.#seededCell(row, column)
    if (seeded !== null) return seeded
    return this.#failures.has(block) ? FAILED : PENDING
  }

  /** Identity of a row in the base dataset; its position while unknown. */
  rowNumber(row: number): number {
    const block = this.#blocks.get(Math.floor(row / this.#pageRows))
    if (block !== undefined) return block.rowNumbers?.[row - block.rowStart] ?? row
    return this.#seed?.rowNumbers?.[row - this.#seed.rowStart] ?? row
  }

  isBad(row: number): boolean {
    const block = this.#blocks.get(Math.floor(row / this.#pageRows))
    return block === undefined ? (this.#seed?.badRows.includes(row) ?? false) : block.badRows.has(row)
  }

  /** Differs whenever the row's block changed, failed or was evicted; never repeats. */
  revision(row: number): number {
    const b = Math.floor(row / this.#pageRows)
    return (this.#blocks.get(b)?.revision ?? 0) + (this.#failures.has(b) ? 0.5 : 0)
  }

  /** Aborts everything; nothing is sent or reported until the next `want`. What is here stays. */
  release(): void {
    this.#want = NOTHING
    this.#abortAll()
  }

  #wantedBlocks(): [number, number] {
    return blocksOf(this.#want.rowStart, this.#want.rowEnd, this.#pageRows)
  }

  #seededCell(row: number, column: string): CellState | null {
    const seed = this.#seed
    if (seed === null || row < seed.rowStart || row >= seed.rowStart + seed.numRows) return null
    const found = seed.columns.find((candidate) => candidate.name === column)
    const text = found?.texts[row - seed.rowStart]
    return found === undefined || text === undefined ? null : ready(text, found.flags[row - seed.rowStart] ?? 0)
  }

  #has(block: number, column: string): boolean {
    const rowStart = block * this.#pageRows
    const rowEnd = Math.min(rowStart + this.#pageRows, this.#numRows)
    const stored = this.#blocks.get(block)?.columns.get(column)
    if (stored !== undefined && stored.version === this.#version && stored.askedEnd >= rowEnd) return true
    const seed = this.#seed
    return (
      seed !== null &&
      seed.schemaVersion === this.#version &&
      seed.rowStart <= rowStart &&
      seed.rowStart + seed.numRows >= rowEnd &&
      seed.columns.some((candidate) => candidate.name === column)
    )
  }

  #run(): void {
    const plan = planRequests(this.#want, {
      pageRows: this.#pageRows,
      numRows: this.#numRows,
      flights: this.#flights,
      has: (block, column) => this.#has(block, column),
      failed: (block) => this.#failures.has(block),
    })
    for (const flight of plan.abort) flight.controller.abort()
    this.#flights = this.#flights.filter((flight) => !plan.abort.includes(flight))
    for (const request of plan.send) void this.#send(request)
  }

  async #send(request: PageRequest): Promise<void> {
    const version = this.#version
    const controller = new AbortController()
    const flight: RunningFlight = { block: request.block, columns: new Set(request.columns), controller }
    this.#flights.push(flight)
    try {
      const page = await this.#options.read(request.rowStart, request.rowEnd, request.columns, controller.signal)
      if (controller.signal.aborted) return
      this.#store(request, page, version)
    } catch (error) {
      if (controller.signal.aborted) return
      const failure = { error, told: isAbortError(error) }
      this.#failures.set(request.block, failure)
      const [first, end] = this.#wantedBlocks()
      if (request.block >= first && request.block < end) this.#tell(request.block, failure)
    } finally {
      this.#flights = this.#flights.filter((other) => other !== flight)
    }
    this.#options.onChange(request.rowStart, request.rowEnd)
    this.#run()
  }

  #tell(block: number, failure: { error: unknown; told: boolean }): void {
    if (failure.told) return
    failure.told = true
    const rowStart = block * this.#pageRows
    this.#options.onError(failure.error, rowStart, Math.min(rowStart + this.#pageRows, this.#numRows))
  }

  #store(request: PageRequest, page: Page, version: number): void {
    const block: Block = this.#blocks.get(request.block) ?? {
      columns: new Map(),
      rowNumbers: null,
      rowStart: request.rowStart,
      badRows: new Set(),
      revision: 0,
    }
    block.rowNumbers = page.rowNumbers
    block.rowStart = page.rowStart
    block.badRows = new Set(page.badRows)
    block.revision = ++this.#revision
    const came = new Map(page.columns.map((column) => [column.name, column]))
    for (const name of request.columns) {
      const column = came.get(name)
      const texts = column?.texts ?? []
      const flags = column?.flags ?? new Uint8Array(0)
      const bytes = texts.reduce((sum, text) => sum + 2 * text.length + 24, 64 + flags.byteLength)
      this.#bytes += bytes - (block.columns.get(name)?.bytes ?? 0)
      block.columns.set(name, { texts, flags, rowStart: page.rowStart, askedEnd: request.rowEnd, version, bytes })
    }
    this.#blocks.set(request.block, block)
    this.#evict(request.block)
  }

  #touch(b: number): void {
    const block = this.#blocks.get(b)
    if (block === undefined) return
    this.#blocks.delete(b)
    this.#blocks.set(b, block)
  }

  #evict(keep: number): void {
    const [first, end] = this.#wantedBlocks()
    for (const [b, block] of this.#blocks) {
      if (this.#bytes <= this.#budget) return
      // The neighbours are kept too: they would only be asked for again.
      if (b === keep || (b >= first - 1 && b <= end)) continue
      for (const column of block.columns.values()) this.#bytes -= column.bytes
      this.#blocks.delete(b)
    }
  }

  #abortAll(): void {
    for (const flight of this.#flights) flight.controller.abort()
    this.#flights = []
  }
}

function ready(text: string, flags: number): CellState {
  return { state: 'ready', text, isNull: (flags & CELL_NULL) !== 0, truncated: (flags & CELL_TRUNCATED) !== 0 }
}
