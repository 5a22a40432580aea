import { EngineError } from '../errors.ts'

/** Most segments of a plan: 13 bytes each while it is made. Only rows split into very small pieces come near it. */
const MAX_SEGMENTS = 1 << 28

/** Segments of a plan under construction; typed arrays that double when full. */
export class SegmentList {
  rows = new Uint32Array(1024)
  starts: Uint32Array<ArrayBuffer> | null = null
  lengths = new Uint32Array(1024)
  flags = new Uint8Array(1024)
  count = 0

  constructor(expected: number) {
    if (expected > 1024) this.#resize(expected)
  }

  push(row: number, start: number, length: number, flags: number): void {
    if (this.count === this.rows.length) this.#grow(row)
    if (start > 0 && this.starts === null) this.starts = new Uint32Array(this.rows.length)
    const at = this.count++
    this.rows[at] = row
    this.lengths[at] = length
    this.flags[at] = flags
    if (this.starts) this.starts[at] = start
  }

  /** @throws EngineError `limit/exceeded` */
  #grow(row: number): void {
    if (this.count >= MAX_SEGMENTS) {
      const message = `row ${row} makes more than ${MAX_SEGMENTS} pieces: sequence_len is too small for these rows`
      throw new EngineError('limit/exceeded', message, { row, feature: 'sequence_len' })
    }
    this.#resize(this.count * 2)
  }

  #resize(capacity: number): void {
    this.rows = grown(this.rows, new Uint32Array(capacity))
    this.lengths = grown(this.lengths, new Uint32Array(capacity))
    this.flags = grown(this.flags, new Uint8Array(capacity))
    if (this.starts) this.starts = grown(this.starts, new Uint32Array(capacity))
  }
}

/** Ascending offsets under construction. */
export class OffsetList {
  values = new Uint32Array(1024)
  count = 0

  push(offset: number): void {
    if (this.count === this.values.length) this.values = grown(this.values, new Uint32Array(this.count * 2))
    this.values[this.count++] = offset
  }
}

function grown<T extends Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from as never)
  return to
}
