import type { CsvState } from '../../core/kernels/csvKernels.ts'
import { POWERS_BYTES, powersOfFive } from './powersOfFive.ts'

/** Bytes looked at per call: small enough that the copy stays in the processor's cache. */
export const WINDOW_BYTES = 256 * 1024
export const MAX_ROWS = 32 * 1024
/** What is read, zeroed, and written behind the end of things, in steps of 16 bytes. */
const MARGIN = 64
const WASM_PAGE_BYTES = 64 * 1024

/** What `wasm/assembly/csv/module.ts` exports. Pointers and counts are bytes and numbers of the module's own memory. */
export interface CsvExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  cut(
    input: number,
    length: number,
    base: number,
    out: number,
    capacity: number,
    delimiter: number,
    state: CsvState,
    withFields: number,
    strays: number,
  ): number
  cutState(): CsvState
  cutOpenAt(): number
  straysEnd(): number
  quotesSeen(): number
  placeWindow(input: number, starts: number, ends: number, firsts: number, faults: number, separators: number): void
  divideRows(
    numRows: number,
    numColumns: number,
    numSeparators: number,
    strays: number,
    straysEnd: number,
    hasQuotes: number,
  ): void
  nextFault(from: number, to: number): number
  nullCount(): number
  readText(column: number, from: number, to: number, data: number, offsets: number, validity: number): number
  readIntegers(column: number, from: number, to: number, out: number, validity: number): number
  readFloats(column: number, from: number, to: number, out: number, validity: number, rest: number): number
  readBooleans(column: number, from: number, to: number, out: number, validity: number): number
  skipNulls(column: number, from: number, to: number): number
  seeKinds(column: number, from: number, to: number): number
  seenKinds(): number
  leftToHost(): number
  placePowers(at: number): void
}

/** Where things are in the module's memory. */
export interface CsvLayout {
  input: number
  /** Offsets: record ends of `cut`, separators of a window. */
  offsetsFound: number
  strays: number
  starts: number
  ends: number
  faults: number
  data: number
  offsets: number
  validity: number
  rest: number
}

/** Lays out the memory, about 3 MiB whatever is read, and tells the module. */
export function layOut(csv: CsvExports): CsvLayout {
  let next = csv.memoryStart()
  const take = (bytes: number) => {
    const at = Math.ceil(next / MARGIN) * MARGIN
    next = at + bytes
    return at
  }
  const input = take(WINDOW_BYTES + MARGIN)
  const offsetsFound = take((WINDOW_BYTES + 1) * 4)
  const strays = take((WINDOW_BYTES / 2 + 1) * 4)
  const starts = take(MAX_ROWS * 4)
  const ends = take(MAX_ROWS * 4)
  const firsts = take(MAX_ROWS * 4)
  const faults = take(MAX_ROWS)
  const data = take(Math.max(WINDOW_BYTES, MAX_ROWS * 8) + MARGIN)
  const offsets = take((MAX_ROWS + 1) * 4)
  const validity = take(MAX_ROWS / 8 + 1)
  const rest = take(MAX_ROWS * 12)
  const powers = take(POWERS_BYTES)
  const missing = next - csv.memory.buffer.byteLength
  if (missing > 0) csv.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
  const table = powersOfFive()
  new BigUint64Array(csv.memory.buffer, powers, table.length).set(table)
  csv.placePowers(powers)
  csv.placeWindow(input, starts, ends, firsts, faults, offsetsFound)
  return { input, offsetsFound, strays, starts, ends, faults, data, offsets, validity, rest }
}
