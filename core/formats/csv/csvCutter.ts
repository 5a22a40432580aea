import type { Kernels } from '../../kernels/kernels.ts'
import { doubled } from '../records/lineCutter.ts'
import type { RecordCutter } from '../records/recordFormat.ts'
import {
  AT_FIELD_START,
  BEHIND_QUOTE,
  type CsvState,
  findStrayQuote,
  IN_PLAIN_FIELD,
  IN_QUOTES,
  NEWLINE,
  QUOTE,
  stateBehind,
} from './csvStates.ts'

const INITIAL_ENDS = 65_536

/**
 * Records end at newlines outside quotes. The kernel counts quotes, which a quote in the middle of a plain field
 * (`5" pipe`) would mislead for the rest of the file; so quotes are checked first, and from the first one that is
 * out of place the rest of the chunk is gone through state by state.
 */
export class CsvCutter implements RecordCutter {
  ends = new Uint32Array(INITIAL_ENDS)
  #state: CsvState = AT_FIELD_START
  readonly #kernels: Kernels
  readonly #delimiter: number

  constructor(kernels: Kernels, delimiter: number) {
    this.#kernels = kernels
    this.#delimiter = delimiter
  }

  cut(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0
    const stray = findStrayQuote(bytes, this.#delimiter, this.#state)
    const counted = stray < 0 ? bytes : bytes.subarray(0, stray)
    let count = 0
    if (counted.length > 0) {
      let found = this.#kernels.findRecordEnds(counted, this.ends, this.#state === IN_QUOTES)
      count = found.count
      while (count === this.ends.length) {
        this.ends = doubled(this.ends)
        const from = this.ends[count - 1]! + 1
        found = this.#kernels.findRecordEnds(counted.subarray(from), this.ends.subarray(count), false)
        for (let i = count; i < count + found.count; i++) this.ends[i]! += from
        count += found.count
      }
      this.#state = stateBehind(counted, this.#delimiter, found.inQuotes)
    }
    return stray < 0 ? count : this.#cutByState(bytes, stray, count)
  }

  #cutByState(bytes: Uint8Array, from: number, found: number): number {
    const delimiter = this.#delimiter
    let count = found
    let state = this.#state
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (state === IN_QUOTES) {
        if (byte === QUOTE) state = BEHIND_QUOTE
      } else if (byte === NEWLINE) {
        if (count === this.ends.length) this.ends = doubled(this.ends)
        this.ends[count++] = i
        state = AT_FIELD_START
      } else if (byte === delimiter) state = AT_FIELD_START
      else if (byte === QUOTE && state !== IN_PLAIN_FIELD) state = IN_QUOTES
      else state = IN_PLAIN_FIELD
    }
    this.#state = state
    return count
  }
}
