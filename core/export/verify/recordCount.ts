import type { RecordCutter } from '../../formats/records/recordFormat.ts'

/** The beginning of a text that is kept, to be read by its reader. */
const KEPT_BYTES = 1024 ** 2

/** Counts the records of a text whose bytes come in order. */
export class RecordCount {
  records = 0
  bytes = 0
  readonly #cutter: RecordCutter
  readonly #start = new Uint8Array(KEPT_BYTES)
  #wholeStart = 0
  #lastEnd = 0

  constructor(cutter: RecordCutter) {
    this.#cutter = cutter
  }

  /** Appends bytes, which may be reused afterwards. */
  add(bytes: Uint8Array): void {
    if (this.bytes < KEPT_BYTES) this.#start.set(bytes.subarray(0, KEPT_BYTES - this.bytes), this.bytes)
    const count = this.#cutter.cut(bytes)
    const { ends } = this.#cutter
    if (this.bytes < KEPT_BYTES) {
      for (let i = 0; i < count && this.bytes + ends[i]! < KEPT_BYTES; i++) this.#wholeStart = this.bytes + ends[i]! + 1
    }
    if (count > 0) this.#lastEnd = this.bytes + ends[count - 1]! + 1
    this.records += count
    this.bytes += bytes.length
  }

  /** Whether every byte is part of a record that was ended. */
  get isWhole(): boolean {
    return this.#lastEnd === this.bytes && !this.#cutter.unclosed
  }

  /** The first records, as many as lie whole in the first MiB; empty where the first one alone is longer. */
  get start(): Uint8Array<ArrayBuffer> {
    return this.#start.slice(0, this.#wholeStart)
  }
}
