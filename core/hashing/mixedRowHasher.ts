import type { RowHasher } from '../kernels/rowHasher.ts'
import { DIGEST_BYTES } from './rowHasher.ts'

/** Hashes one key at a time: quick on long ones, but a call takes longer than a short one is worth. */
export interface LongHasher {
  /** Keys from this length on are done faster than by a hasher of many rows. */
  fromBytes: number
  /**
   * Writes the digest of `bytes` to `out` from `at` on.
   * @param out begins at an even byte of its buffer, and so does the digest
   */
  hashInto(bytes: Uint8Array, out: Uint8Array, at: number): void
}

/** Short keys that stand alone between long ones are gathered, so that as many as possible are hashed at a time. */
const GATHERED_ROWS = 1024

/** Each key by whatever is faster for its length. */
export function mixedRowHasher(short: RowHasher, long: LongHasher): RowHasher {
  const { fromBytes } = long
  const rows = new Uint32Array(GATHERED_ROWS)
  let gathered: Gathered | null = null
  return {
    hashRows({ bytes, offsets }, out) {
      const numRows = offsets.length - 1
      let count = 0
      const flush = () => {
        if (count === 0) return
        const first = rows[0] as number
        if ((rows[count - 1] as number) - first === count - 1) {
          short.hashRows(
            { bytes, offsets: offsets.subarray(first, first + count + 1) },
            out.subarray(first * DIGEST_BYTES),
          )
        } else {
          gathered ??= gatherer(short, fromBytes)
          gathered(bytes, offsets, rows.subarray(0, count), out)
        }
        count = 0
      }
      for (let row = 0; row < numRows; row++) {
        const start = offsets[row] as number
        const end = offsets[row + 1] as number
        if (end - start >= fromBytes) {
          long.hashInto(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start), out, row * DIGEST_BYTES)
          continue
        }
        if (count === GATHERED_ROWS) flush()
        rows[count++] = row
      }
      flush()
    },
  }
}

type Gathered = (bytes: Uint8Array, offsets: Uint32Array, rows: Uint32Array, out: Uint8Array) => void

/** Hashes up to `GATHERED_ROWS` keys shorter than `fromBytes` from anywhere, by way of a copy of them. */
function gatherer(short: RowHasher, fromBytes: number): Gathered {
  const copies = new Uint8Array(GATHERED_ROWS * fromBytes)
  const copyOffsets = new Uint32Array(GATHERED_ROWS + 1)
  const digests = new Uint8Array(GATHERED_ROWS * DIGEST_BYTES)
  return (bytes, offsets, rows, out) => {
    let at = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number
      const key = bytes.subarray(offsets[row], offsets[row + 1])
      copies.set(key, at)
      at += key.length
      copyOffsets[i + 1] = at
    }
    short.hashRows({ bytes: copies, offsets: copyOffsets.subarray(0, rows.length + 1) }, digests)
    for (let i = 0; i < rows.length; i++) {
      out.set(digests.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES), (rows[i] as number) * DIGEST_BYTES)
    }
  }
}
