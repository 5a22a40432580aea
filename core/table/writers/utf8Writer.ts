import { type Data, makeData, Utf8 } from 'apache-arrow'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import type { ColumnWriter } from './columnWriter.ts'
import { growBytes, growInt32, INITIAL_CAPACITY } from './growable.ts'
import { Validity } from './validity.ts'
import type { WriteBudget } from './writeBudget.ts'

/** Below this many bytes a copy loop beats making a view for `set`. */
const SHORT_COPY = 24
/** A fresh column never starts with more than this, however large the last batch was. */
const MAX_INITIAL_BYTES = 8 * 1024 ** 2

/** Text, as UTF-8 bytes behind 32-bit offsets. */
export class Utf8Writer implements ColumnWriter {
  readonly type = new Utf8()
  length = 0
  /** The bytes written so far are `[0, dataEnd)`; callers of `reserve` may write behind them. */
  data = new Uint8Array(INITIAL_CAPACITY)
  dataEnd = 0
  #offsets = new Int32Array(INITIAL_CAPACITY)
  readonly #validity: Validity
  readonly #budget: WriteBudget

  constructor(budget: WriteBudget) {
    this.#validity = new Validity(budget)
    this.#budget = budget
  }

  get byteLength(): number {
    return this.dataEnd + this.length * 4
  }

  /** Makes room for `bytes` more in `data`; to be followed by writes at `dataEnd` and one `commit`. */
  reserve(bytes: number): void {
    const needed = this.dataEnd + bytes
    if (needed > this.data.length) this.data = growBytes(this.data, needed, this.#budget)
  }

  /** Ends a value whose bytes were written to `data[dataEnd, end)`. */
  commit(end: number): void {
    this.dataEnd = end
    this.#endValue()
    this.#validity.appendValid(this.length++)
  }

  /** Appends `bytes[start, end)`, which must be well-formed UTF-8. */
  appendBytes(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start
    this.reserve(size)
    const { data, dataEnd } = this
    if (size < SHORT_COPY) for (let i = 0; i < size; i++) data[dataEnd + i] = bytes[start + i]!
    else data.set(bytes.subarray(start, end), dataEnd)
    this.commit(dataEnd + size)
  }

  appendText(text: string): void {
    const bytes = encodeUtf8(text)
    this.appendBytes(bytes, 0, bytes.length)
  }

  /**
   * Appends `count` values at once.
   * @param bytes the text of all, well-formed UTF-8
   * @param offsets where each begins in `bytes`, and where the last one ends
   * @param validity bits of the values that are not null
   */
  appendRun(bytes: Uint8Array, offsets: Int32Array, count: number, validity: Uint8Array, nullCount: number): void {
    const { length, dataEnd } = this
    this.reserve(bytes.length)
    if (length + count >= this.#offsets.length) {
      this.#offsets = growInt32(this.#offsets, length + count + 1, this.#budget)
    }
    this.#validity.appendRun(length, count, validity, nullCount)
    this.data.set(bytes, dataEnd)
    for (let i = 1; i <= count; i++) this.#offsets[length + i] = dataEnd + offsets[i]!
    this.length = length + count
    this.dataEnd = dataEnd + bytes.length
  }

  appendNull(): void {
    this.#endValue()
    this.#validity.appendNull(this.length++)
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.length)
    this.length = length
    this.dataEnd = this.#offsets[length]!
  }

  finish(): Data<Utf8> {
    const { length, dataEnd } = this
    const nullCount = this.#validity.nullCount
    const data = makeData({
      type: this.type,
      length,
      nullCount,
      nullBitmap: this.#validity.finish(length),
      valueOffsets: this.#offsets.subarray(0, length + 1),
      data: this.data.length > dataEnd * 2 ? this.data.slice(0, dataEnd) : this.data.subarray(0, dataEnd),
    })
    // Most batches of a file weigh about the same: a little room more, and the next one need not grow.
    this.data = new Uint8Array(Math.min(MAX_INITIAL_BYTES, Math.max(INITIAL_CAPACITY, dataEnd + (dataEnd >> 3))))
    this.#offsets = new Int32Array(Math.max(INITIAL_CAPACITY, length + 1))
    this.length = 0
    this.dataEnd = 0
    return data
  }

  #endValue(): void {
    const at = this.length + 1
    if (at >= this.#offsets.length) this.#offsets = growInt32(this.#offsets, at + 1, this.#budget)
    this.#offsets[at] = this.dataEnd
  }
}
