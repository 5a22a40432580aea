import type { SourceDamage } from '../../io/byteSource.ts'

/** Consecutive rows. The arrays are reused for the next block: valid until the generator is resumed. */
export interface RecordBlock {
  bytes: Uint8Array
  /** Offset of `bytes[0]` in the source. */
  bytesAt: number
  /** Row number of the first record. */
  row: number
  count: number
  /** The n-th record is `bytes[starts[n], ends[n])`, its terminator left out. */
  starts: Uint32Array
  ends: Uint32Array
  /** Not 0 on a block of one record that is over the budget and was not kept: its length, terminator left out. */
  oversizedBytes: number
  /** Set on a block of one record that a damaged source ends in: what is there may be only its beginning. */
  damage?: SourceDamage
}
