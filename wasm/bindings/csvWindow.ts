import type { CsvWindow } from '../../core/kernels/csvKernels.ts'
import { type CsvExports, type CsvLayout, MAX_ROWS, WINDOW_BYTES } from './csvExports.ts'

/** Bytes behind the window that are read with it. */
const MARGIN = 64
const NEAR_BYTES = 64 * 1024
const IN_QUOTES = 2

/** `CsvWindow` in the memory of `csv.wasm`. */
export class WasmCsvWindow implements CsvWindow {
  owner: object | null = null
  readonly maxBytes = WINDOW_BYTES
  readonly data: Uint8Array<ArrayBuffer>
  readonly floats: Float64Array<ArrayBuffer>
  readonly halves: Int32Array<ArrayBuffer>
  readonly offsets: Int32Array<ArrayBuffer>
  readonly validity: Uint8Array<ArrayBuffer>
  readonly #csv: CsvExports
  readonly #layout: CsvLayout
  readonly #input: Uint8Array
  readonly #starts: Uint32Array
  readonly #ends: Uint32Array
  readonly #faults: Uint8Array
  readonly #rest: Uint32Array

  constructor(csv: CsvExports, layout: CsvLayout) {
    this.#csv = csv
    this.#layout = layout
    const buffer = csv.memory.buffer as ArrayBuffer
    this.#input = new Uint8Array(buffer, layout.input, WINDOW_BYTES + MARGIN)
    this.#starts = new Uint32Array(buffer, layout.starts, MAX_ROWS)
    this.#ends = new Uint32Array(buffer, layout.ends, MAX_ROWS)
    this.#faults = new Uint8Array(buffer, layout.faults, MAX_ROWS)
    this.#rest = new Uint32Array(buffer, layout.rest, MAX_ROWS * 3)
    this.data = new Uint8Array(buffer, layout.data, WINDOW_BYTES)
    this.floats = new Float64Array(buffer, layout.data, MAX_ROWS)
    this.halves = new Int32Array(buffer, layout.data, MAX_ROWS * 2)
    this.offsets = new Int32Array(buffer, layout.offsets, MAX_ROWS + 1)
    this.validity = new Uint8Array(buffer, layout.validity, MAX_ROWS / 8 + 1)
  }

  get nullCount(): number {
    return this.#csv.nullCount()
  }

  load(
    owner: object,
    records: { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array },
    from: number,
    to: number,
    { delimiter, numColumns }: { delimiter: number; numColumns: number },
  ): number {
    this.owner = null
    const { bytes, starts, ends } = records
    const byteStart = starts[from]!
    const rowsEnd = Math.min(to, from + MAX_ROWS)
    const fitting = fittingRows(ends, from, rowsEnd, byteStart + WINDOW_BYTES)
    // A column is read at a time, so the window should stay in the nearest cache, unless its rows are large.
    const near = fittingRows(ends, from, rowsEnd, byteStart + NEAR_BYTES)
    const numRows = Math.max(near, Math.min(fitting, 1))
    if (numRows === 0 || numColumns === 0) return 0
    for (let i = 0; i < numRows; i++) {
      this.#starts[i] = starts[from + i]! - byteStart
      this.#ends[i] = ends[from + i]! - byteStart
    }
    const byteEnd = ends[from + numRows - 1]!
    const length = byteEnd - byteStart
    this.#input.set(bytes.subarray(byteStart, byteEnd))
    this.#input.fill(0, length, length + MARGIN)
    const { input, offsetsFound, strays } = this.#layout
    const csv = this.#csv
    const found = csv.cut(input, length, 0, offsetsFound, WINDOW_BYTES + 1, delimiter, 0, 1, strays)
    // Only behind a quote that is never closed: where fields end is not known from it on.
    if (csv.cutState() === IN_QUOTES) this.#faults.fill(1, 0, numRows)
    else csv.divideRows(numRows, numColumns, found, strays, csv.straysEnd(), csv.quotesSeen())
    this.owner = owner
    return numRows
  }

  faultlessEnd(from: number, to: number): number {
    return this.#csv.nextFault(from, to)
  }

  readText(column: number, from: number, to: number): number {
    const { data, offsets, validity } = this.#layout
    return this.#csv.readText(column, from, to, data, offsets, validity)
  }

  readIntegers(column: number, from: number, to: number): number {
    return this.#csv.readIntegers(column, from, to, this.#layout.data, this.#layout.validity)
  }

  readFloats(column: number, from: number, to: number): number {
    const { data, validity, rest } = this.#layout
    const end = this.#csv.readFloats(column, from, to, data, validity, rest)
    const left = this.#csv.leftToHost()
    for (let i = 0; i < left; i++) {
      const row = this.#rest[i * 3]!
      const value = this.#numberAt(this.#rest[i * 3 + 1]!, this.#rest[i * 3 + 2]!)
      // No double is that large: the field does not fit, so the column ends here; the values before are read again.
      if (!Number.isFinite(value)) return this.readFloats(column, from, from + row)
      this.floats[row] = value
    }
    return end
  }

  readBooleans(column: number, from: number, to: number): number {
    return this.#csv.readBooleans(column, from, to, this.#layout.data, this.#layout.validity)
  }

  skipNulls(column: number, from: number, to: number): number {
    return this.#csv.skipNulls(column, from, to)
  }

  seeKinds(column: number, from: number, to: number): { end: number; kinds: number } {
    const end = this.#csv.seeKinds(column, from, to)
    return { end, kinds: this.#csv.seenKinds() }
  }

  /** A number of more digits than the module reads. */
  #numberAt(start: number, end: number): number {
    let text = ''
    for (let i = start; i < end; i++) text += String.fromCharCode(this.#input[i]!)
    return Number(text)
  }
}

/** How many records from `from` on end at or before `byteEnd`. */
function fittingRows(ends: Uint32Array, from: number, to: number, byteEnd: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ends[middle]! <= byteEnd) low = middle + 1
    else high = middle
  }
  return low - from
}
