import type { Kernels } from '../../kernels/kernels.ts'
import type { RecordCutter } from './recordFormat.ts'

const INITIAL_ENDS = 65_536

/** Records end at newlines, all of them. */
export class LineCutter implements RecordCutter {
  ends = new Uint32Array(INITIAL_ENDS)
  readonly #kernels: Kernels

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  cut(bytes: Uint8Array): number {
    let count = this.#kernels.findNewlines(bytes, this.ends)
    while (count === this.ends.length) {
      this.ends = doubled(this.ends)
      const from = this.ends[count - 1]! + 1
      const more = this.#kernels.findNewlines(bytes.subarray(from), this.ends.subarray(count))
      for (let i = count; i < count + more; i++) this.ends[i]! += from
      count += more
    }
    return count
  }
}

/** The offsets with room for as many again. */
export function doubled(ends: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(ends.length * 2)
  grown.set(ends)
  return grown
}
