import type { RowHasher } from '../kernels/rowHasher.ts'
import { DIGEST_BYTES } from './rowHasher.ts'

/** Hashes one key at a time: quick on long ones, but a call takes longer than a short one is worth. */
export interface LongHasher {
  /** Keys from this length on are done faster than by a hasher of many rows. */
  fromBytes: number
  /** Writes the digest of `bytes` to `out` from `at` on. */
  hashInto(bytes: Uint8Array, out: Uint8Array, at: number): void
}

/** Each key by whatever is faster for its length. */
export function mixedRowHasher(short: RowHasher, long: LongHasher): RowHasher {
  return {
    hashRows({ bytes, offsets }, out) {
      const rows = offsets.length - 1
      let first = 0 // of the short keys that wait
      const flush = (end: number) => {
        if (end === first) return
        short.hashRows({ bytes, offsets: offsets.subarray(first, end + 1) }, out.subarray(first * DIGEST_BYTES))
      }
      for (let row = 0; row < rows; row++) {
        const start = offsets[row] as number
        const end = offsets[row + 1] as number
        if (end - start < long.fromBytes) continue
        flush(row)
        first = row + 1
        long.hashInto(bytes.subarray(start, end), out, row * DIGEST_BYTES)
      }
      flush(rows)
    },
  }
}
