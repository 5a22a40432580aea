import type { Kernels } from '../../kernels/kernels.ts'
import { doubled } from '../records/lineCutter.ts'
import type { RecordCutter } from '../records/recordFormat.ts'

const INITIAL_ENDS = 65_536
const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
/** An end at the last byte of the chunk before, as an offset of two's complement. */
const BEFORE_CHUNK = -1

/**
 * Lines end in LF, CRLF or CR, as Python's universal newlines have it. A CR at the end of a chunk may be half of a
 * CRLF: its line is ended by the next chunk, at offset -1 where that does not begin with LF.
 */
export class TextCutter implements RecordCutter {
  ends = new Int32Array(INITIAL_ENDS)
  /** The same memory for the newline kernel. */
  #unsigned = new Uint32Array(this.ends.buffer)
  #returnPending = false
  readonly #kernels: Kernels

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  cut(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0
    let count = 0
    if (this.#returnPending && bytes[0] !== NEWLINE) this.ends[count++] = BEFORE_CHUNK
    const firstReturn = bytes.indexOf(CARRIAGE_RETURN)
    this.#returnPending = false
    count = this.#cutAtNewlines(firstReturn < 0 ? bytes : bytes.subarray(0, firstReturn), count)
    return firstReturn < 0 ? count : this.#cutFrom(bytes, firstReturn, count)
  }

  /** The part of a chunk without CR. */
  #cutAtNewlines(bytes: Uint8Array, before: number): number {
    let count = before
    let from = 0
    for (;;) {
      const found = this.#kernels.findNewlines(bytes.subarray(from), this.#unsigned.subarray(count))
      for (let i = count; from > 0 && i < count + found; i++) this.ends[i]! += from
      count += found
      if (count < this.ends.length) return count
      from = this.ends[count - 1]! + 1
      this.#grow()
    }
  }

  /** The part of a chunk from its first CR on. */
  #cutFrom(bytes: Uint8Array, from: number, before: number): number {
    let count = before
    const last = bytes.length - 1
    for (let i = from; i <= last; i++) {
      const byte = bytes[i]
      if (byte !== NEWLINE && byte !== CARRIAGE_RETURN) continue
      if (byte === CARRIAGE_RETURN) {
        if (i === last) {
          this.#returnPending = true
          break
        }
        if (bytes[i + 1] === NEWLINE) i++
      }
      if (count === this.ends.length) this.#grow()
      this.ends[count++] = i
    }
    return count
  }

  #grow(): void {
    this.#unsigned = doubled(this.#unsigned)
    this.ends = new Int32Array(this.#unsigned.buffer)
  }
}
