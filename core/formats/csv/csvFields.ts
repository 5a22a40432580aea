import { decodeUtf8 } from '../../bytes/utf8.ts'
import type { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import { QUOTE } from './scalarCut.ts'

/** How a field stands in its record; `start` and `end` are the content without the quotes around it, if any. */
export const PLAIN = 0
export const QUOTED = 1
/** Quoted, with doubled quotes inside. */
export const DOUBLED = 2
/** Quoted, with plain text behind the closing quote; `start` is the opening quote. */
export const QUOTED_THEN_PLAIN = 3

/** From this many bytes on, the platform's search and copy beat a loop. */
const LONG_RUN = 32

/** The fields of one record, found without making strings. */
export class CsvFields {
  count = 0
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  kinds = new Uint8Array(64)
  /** Whether any byte is not ASCII. */
  hasHighBytes = false
  /** Offset of the first quote in the middle of a plain field, of text behind a closing quote, of a quote that is never closed; -1: none. */
  strayQuoteAt = -1
  textBehindQuoteAt = -1
  openQuoteAt = -1

  /** Divides `bytes[start, end)`, a record without its terminator. */
  split(bytes: Uint8Array, start: number, end: number, delimiter: number): void {
    this.count = 0
    this.strayQuoteAt = -1
    this.textBehindQuoteAt = -1
    this.openQuoteAt = -1
    let high = 0
    let at = start
    for (;;) {
      const fieldStart = at
      if (at < end && bytes[at] === QUOTE) {
        let doubledQuotes = false
        at++
        for (;;) {
          while (at < end && bytes[at] !== QUOTE) high |= bytes[at++]!
          if (at >= end || bytes[at + 1] !== QUOTE || at + 1 >= end) break
          doubledQuotes = true
          at += 2
        }
        if (at >= end) this.openQuoteAt = fieldStart
        const contentEnd = at
        at = Math.min(at + 1, end)
        if (at < end && bytes[at] !== delimiter) {
          if (this.textBehindQuoteAt < 0) this.textBehindQuoteAt = at
          while (at < end && bytes[at] !== delimiter) high |= bytes[at++]!
          this.#push(fieldStart, at, QUOTED_THEN_PLAIN)
        } else this.#push(fieldStart + 1, contentEnd, doubledQuotes ? DOUBLED : QUOTED)
      } else {
        while (at < end) {
          const byte = bytes[at]!
          if (byte === delimiter) break
          if (byte === QUOTE && this.strayQuoteAt < 0) this.strayQuoteAt = at
          high |= byte
          at++
        }
        this.#push(fieldStart, at, PLAIN)
      }
      if (at >= end) break
      at++ // the delimiter
    }
    this.hasHighBytes = high >= 0x80
  }

  #push(start: number, end: number, kind: number): void {
    if (this.count === this.kinds.length) this.#grow()
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.kinds[this.count++] = kind
  }

  #grow(): void {
    const { starts, ends, kinds } = this
    this.starts = new Int32Array(starts.length * 2)
    this.ends = new Int32Array(ends.length * 2)
    this.kinds = new Uint8Array(kinds.length * 2)
    this.starts.set(starts)
    this.ends.set(ends)
    this.kinds.set(kinds)
  }
}

/** Appends the text of a field. */
export function appendFieldText(writer: Utf8Writer, bytes: Uint8Array, start: number, end: number, kind: number): void {
  if (kind === PLAIN || kind === QUOTED) {
    writer.appendBytes(bytes, start, end)
    return
  }
  writer.reserve(end - start)
  writer.commit(unquoteInto(writer.data, writer.dataEnd, bytes, start, end, kind))
}

/** The text of a field. */
export function fieldText(bytes: Uint8Array, start: number, end: number, kind: number): string {
  if (kind === PLAIN || kind === QUOTED) return decodeUtf8(bytes, start, end)
  const plain = new Uint8Array(end - start)
  return decodeUtf8(plain, 0, unquoteInto(plain, 0, bytes, start, end, kind))
}

/** @returns where the text ends in `target` */
function unquoteInto(
  target: Uint8Array,
  from: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  kind: number,
): number {
  let out = from
  let at = kind === DOUBLED ? start : start + 1
  while (at < end) {
    const quote = quoteFrom(bytes, at, end)
    out = copyRun(target, out, bytes, at, quote)
    at = quote + 1
    if (at >= end || bytes[at] !== QUOTE) break // the closing quote; the rest is plain
    target[out++] = QUOTE
    at++
  }
  return at < end ? copyRun(target, out, bytes, at, end) : out
}

/** Offset of the next quote, or `end`. */
function quoteFrom(bytes: Uint8Array, from: number, end: number): number {
  const near = Math.min(end, from + LONG_RUN)
  for (let at = from; at < near; at++) if (bytes[at] === QUOTE) return at
  if (near === end) return end
  const found = bytes.subarray(near, end).indexOf(QUOTE)
  return found < 0 ? end : near + found
}

/** @returns where the copy ends in `target` */
function copyRun(target: Uint8Array, out: number, bytes: Uint8Array, start: number, end: number): number {
  const size = end - start
  if (size < LONG_RUN) for (let i = 0; i < size; i++) target[out + i] = bytes[start + i]!
  else target.set(bytes.subarray(start, end), out)
  return out + size
}
