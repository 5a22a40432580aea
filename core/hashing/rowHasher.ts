import type { RowHasher } from '../kernels/rowHasher.ts'
import { Sha256Hasher } from './sha256.ts'

export const DIGEST_BYTES = 32

/** In plain TypeScript: the oracle of the others, and the fallback. */
export const scalarRowHasher: RowHasher = {
  hashRows({ bytes, offsets }, out) {
    const hasher = new Sha256Hasher()
    for (let row = 0; row + 1 < offsets.length; row++) {
      hasher.update(bytes.subarray(offsets[row] as number, offsets[row + 1] as number))
      hasher.digestInto(out, row * DIGEST_BYTES)
    }
  },
}
