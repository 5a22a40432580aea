import { AT_FIELD_START, BEHIND_QUOTE, type CsvKernels, type CsvState, IN_QUOTES } from '../../kernels/csvKernels.ts'
import { doubled } from '../records/lineCutter.ts'
import type { RecordCutter, Unclosed } from '../records/recordFormat.ts'
import { CARRIAGE_RETURN, NEWLINE } from './scalarCut.ts'

const INITIAL_ENDS = 65_536

/** A quote that is not closed within so many bytes is taken for one that never is. */
export const MAX_QUOTED_BYTES = 64 * 1024 ** 2

export interface CsvCutterOptions {
  /** Offset, from the first byte that will be given, of a quote known to be never closed; default: there is none. */
  unclosedQuote?: number
  /** Default `MAX_QUOTED_BYTES`. Not less than the bytes given at once. */
  maxQuotedBytes?: number
}

/**
 * Records end at LF, CRLF and CR outside quotes. A quote that is never closed would make one record of all that follows:
 * the record is cut at the end of the line the quote stands in instead. That takes a second look, since it is known only
 * at the end of the source or `maxQuotedBytes` later: the cutter stops there and tells where to begin again.
 */
export class CsvCutter implements RecordCutter {
  ends = new Uint32Array(INITIAL_ENDS)
  unclosed: Unclosed | null = null
  readonly #kernels: CsvKernels
  readonly #delimiter: number
  readonly #maxQuotedBytes: number
  #state: CsvState = AT_FIELD_START
  /** Of the quote whose field the last byte is in; meaningful in quotes only. All offsets are from the first byte given. */
  #openAt = -1
  #recordStart = 0
  #position = 0
  #unclosedQuote: number
  #toLineEnd = false
  #count = 0

  constructor(kernels: CsvKernels, delimiter: number, options: CsvCutterOptions = {}) {
    this.#kernels = kernels
    this.#delimiter = delimiter
    this.#unclosedQuote = options.unclosedQuote ?? -1
    this.#maxQuotedBytes = options.maxQuotedBytes ?? MAX_QUOTED_BYTES
  }

  cut(bytes: Uint8Array): number {
    this.#count = 0
    let at = 0
    while (at < bytes.length && !this.unclosed) {
      if (this.#position + at === this.#unclosedQuote) this.#toLineEnd = true
      at = this.#toLineEnd ? this.#endLine(bytes, at) : this.#cutPart(bytes, at)
    }
    this.#position += bytes.length
    return this.#count
  }

  finish(): void {
    if (this.#state === IN_QUOTES && !this.#toLineEnd) this.#tellUnclosed()
  }

  /** Cuts from `at` to where something is to be decided; returns that place. */
  #cutPart(bytes: Uint8Array, at: number): number {
    let end = bytes.length
    const quote = this.#unclosedQuote - this.#position
    if (quote > at) end = Math.min(end, quote)
    const inQuotes = this.#state === IN_QUOTES || this.#state === BEHIND_QUOTE
    if (inQuotes) {
      const last = this.#openAt + this.#maxQuotedBytes - this.#position
      if (last > at) end = Math.min(end, last)
      else if (this.#state === BEHIND_QUOTE) end = Math.min(end, at + 1)
      else {
        this.#tellUnclosed()
        return at
      }
    }
    let from = at
    for (;;) {
      const room = this.ends.subarray(this.#count)
      const found = this.#kernels.cut(bytes.subarray(from, end), this.#delimiter, this.#state, room)
      for (let i = this.#count; from > 0 && i < this.#count + found.count; i++) this.ends[i]! += from
      this.#count += found.count
      this.#state = found.state
      if (found.openAt >= 0) this.#openAt = this.#position + from + found.openAt
      if (this.#count < this.ends.length) break
      from = this.ends[this.#count - 1]! + 1
      this.ends = doubled(this.ends)
    }
    if (this.#count > 0) this.#recordStart = this.#position + this.ends[this.#count - 1]! + 1
    return end
  }

  /** The rest of the line that an unclosed quote stands in. */
  #endLine(bytes: Uint8Array, at: number): number {
    this.#toLineEnd = true
    for (let i = at; i < bytes.length; i++) {
      if (bytes[i] !== NEWLINE && bytes[i] !== CARRIAGE_RETURN) continue
      if (this.#count === this.ends.length) this.ends = doubled(this.ends)
      this.ends[this.#count++] = i
      this.#recordStart = this.#position + i + 1
      this.#state = AT_FIELD_START
      this.#toLineEnd = false
      return i + 1
    }
    return bytes.length
  }

  #tellUnclosed(): void {
    this.unclosed = { recordStart: this.#recordStart, at: this.#openAt }
  }
}
