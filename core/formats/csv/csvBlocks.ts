import type { CsvWindow } from '../../kernels/csvKernels.ts'
import type { RecordBlock } from '../records/recordBlock.ts'

/** Rows of a block that a window can read at once, in its own count. */
export interface WindowRows {
  from: number
  to: number
}

/** Moves a window along the blocks of a pass. */
export class CsvBlocks {
  readonly window: CsvWindow
  readonly #options: { delimiter: number; numColumns: number }
  #bytes: Uint8Array | null = null
  /** Row numbers in the dataset of what the window holds. */
  #rowStart = 0
  #rowEnd = 0

  constructor(window: CsvWindow, delimiter: number, numColumns: number) {
    this.window = window
    this.#options = { delimiter, numColumns }
  }

  /** The rows from `from` on, before `to`, that can be read at once; null where record `from` has to be read by itself. */
  rowsAt(block: RecordBlock, from: number, to: number): WindowRows | null {
    const row = block.row + from
    if (!this.#holds(block.bytes, row)) {
      const loaded = this.window.load(this, block, from, block.count, this.#options)
      this.#bytes = block.bytes
      this.#rowStart = row
      this.#rowEnd = row + loaded
      if (loaded === 0) return null
    }
    const first = row - this.#rowStart
    const end = this.window.faultlessEnd(first, Math.min(block.row + to, this.#rowEnd) - this.#rowStart)
    return end > first ? { from: first, to: end } : null
  }

  #holds(bytes: Uint8Array, row: number): boolean {
    if (this.window.owner !== this || this.#bytes !== bytes) return false
    return row >= this.#rowStart && row < this.#rowEnd
  }
}
