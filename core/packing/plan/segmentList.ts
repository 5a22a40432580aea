import { EngineError } from '../../errors.ts'
import type { PackPlan } from './packPlan.ts'

/** Most segments of a plan: 13 bytes each. Only rows split into very small pieces come near it. */
const MAX_SEGMENTS = 1 << 27

type PlannedSegments = Pick<PackPlan, 'segmentRows' | 'segmentStarts' | 'segmentLengths' | 'segmentFlags'>

/** Segments of a plan under construction; typed arrays that double when full. */
export class SegmentList {
  rows = new Uint32Array(1024)
  starts: Uint32Array<ArrayBuffer> | null = null
  lengths = new Uint32Array(1024)
  flags = new Uint8Array(1024)
  count = 0
  /** Whether segment `i` is row `i`, and whether any flag is set: what is known need not be looked up. */
  #rowsInOrder = true
  #anyFlags = false

  constructor(expected: number) {
    if (expected > 1024) this.#resize(expected)
  }

  push(row: number, start: number, length: number, flags: number): void {
    if (this.count === this.rows.length) this.#resize(this.count * 2)
    if (start > 0 && this.starts === null) this.starts = new Uint32Array(this.rows.length)
    const at = this.count++
    this.rows[at] = row
    this.lengths[at] = length
    this.flags[at] = flags
    if (row !== at) this.#rowsInOrder = false
    if (flags !== 0) this.#anyFlags = true
    if (this.starts) this.starts[at] = start
  }

  /**
   * Called before a row is cut into pieces.
   * @throws EngineError `limit/exceeded` when there would be more segments than a plan can hold
   */
  admit(row: number, pieces: number): void {
    if (this.count + pieces <= MAX_SEGMENTS) return
    const message = `row ${row} would be cut into ${pieces} pieces; a plan holds at most ${MAX_SEGMENTS} in all`
    throw new EngineError('limit/exceeded', message, { row, feature: 'sequence_len' })
  }

  /** Sets bits of a segment's flags. */
  mark(segment: number, flags: number): void {
    this.flags[segment] = (this.flags[segment] as number) | flags
    this.#anyFlags = true
  }

  /**
   * Segments as the arrays of a plan.
   * @param placed how many of them
   * @param order segments pack by pack; null: as they are. It may become part of the plan.
   * @param lengths their lengths in that order, where they are known; may become part of the plan, too
   */
  planned(placed: number, order: Uint32Array<ArrayBuffer> | null, lengths?: Uint32Array<ArrayBuffer>): PlannedSegments {
    if (!order) {
      return {
        segmentRows: this.rows.slice(0, placed),
        segmentStarts: this.starts?.slice(0, placed) ?? null,
        segmentLengths: this.lengths.slice(0, placed),
        segmentFlags: this.flags.slice(0, placed),
      }
    }
    const places = first(order, placed)
    return {
      segmentRows: this.#rowsInOrder ? places : taken(this.rows, places, new Uint32Array(placed)),
      segmentStarts: this.starts && taken(this.starts, places, new Uint32Array(placed)),
      segmentLengths: lengths ? first(lengths, placed) : taken(this.lengths, places, new Uint32Array(placed)),
      segmentFlags: this.#anyFlags ? taken(this.flags, places, new Uint8Array(placed)) : new Uint8Array(placed),
    }
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

type Values = Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

/** The first `count` values, in memory of their own. */
function first(values: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> {
  return count === values.length ? values : values.slice(0, count)
}

/** `from` at the places, in `to`. */
function taken<T extends Values>(from: T, places: Uint32Array, to: T): T {
  for (let i = 0; i < places.length; i++) to[i] = from[places[i] as number] as number
  return to
}

function grown<T extends Values>(from: T, to: T): T {
  to.set(from as never)
  return to
}
