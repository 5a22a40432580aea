import { EngineError } from '../../../errors.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'

/** Thrown where the values of some rows take more than was allowed: fewer rows at once may do. */
export class RowsTooLarge extends EngineError {}

/** Offsets of Arrow are 32 bits, so this is the most a single row may take. */
const MOST_ROW_BYTES = 1024 ** 3

/**
 * Values of one leaf, one behind the other without gaps for nulls, in the kernels' memory: words of a fixed width, or
 * texts with the end of each. Grows as values come.
 */
export class LeafOutput {
  readonly pages: PageKernels
  /** Bytes of a value; 0: texts. */
  readonly width: number
  count = 0
  /** Texts: bytes of all of them. */
  textBytes = 0
  /** Texts: where each ends, as u32. */
  ends = 0
  /** Values or the texts' bytes. */
  values = 0
  #valueRoom = 0
  #endRoom = 0
  #most = MOST_ROW_BYTES
  #mayShrink = false

  constructor(pages: PageKernels, width: number) {
    this.pages = pages
    this.width = width
  }

  /** Begins anew. `most` is what the values may take in bytes where `rows` is more than one. */
  begin(rows: number, most: number): void {
    this.count = 0
    this.textBytes = 0
    this.#most = rows > 1 ? most : MOST_ROW_BYTES
    this.#mayShrink = rows > 1
  }

  #check(bytes: number): void {
    if (bytes <= this.#most) return
    const message = `the values of a row take ${bytes} bytes, at most ${this.#most} are read`
    if (this.#mayShrink) throw new RowsTooLarge('limit/exceeded', message)
    throw new EngineError('limit/exceeded', message, { feature: 'row size' })
  }

  /** Room for values up to a count, with what is there kept. @throws RowsTooLarge, EngineError `limit/exceeded` */
  reserve(count: number): void {
    const { pages, width } = this
    if (width > 0) {
      this.#check(count * width)
      if (count <= this.#valueRoom) return
      this.#valueRoom = grown(count, this.#valueRoom)
      this.values = moved(pages, this.values, this.count * width, this.#valueRoom * width)
      return
    }
    this.#check(count * 4)
    if (count <= this.#endRoom) return
    this.#endRoom = grown(count, this.#endRoom)
    this.ends = moved(pages, this.ends, this.count * 4, this.#endRoom * 4)
  }

  /** Texts: room for so many more bytes. @throws RowsTooLarge, EngineError `limit/exceeded` */
  reserveText(more: number): void {
    const bytes = this.textBytes + more
    this.#check(bytes)
    if (bytes <= this.#valueRoom) return
    this.#valueRoom = grown(bytes, this.#valueRoom)
    this.values = moved(this.pages, this.values, this.textBytes, this.#valueRoom)
  }

  /** Gives its memory back; it may be used again. */
  free(): void {
    this.pages.free(this.values)
    this.pages.free(this.ends)
    this.values = 0
    this.ends = 0
    this.#valueRoom = 0
    this.#endRoom = 0
  }
}

function grown(wanted: number, room: number): number {
  return Math.max(wanted, Math.min(room * 2, room + 16 * 1024 ** 2), 64)
}

/** A larger buffer with the first `kept` bytes of the old one. */
export function moved(pages: PageKernels, from: number, kept: number, size: number): number {
  const to = pages.alloc(size)
  if (kept > 0) pages.bytes.copyWithin(to, from, from + kept)
  pages.free(from)
  return to
}
