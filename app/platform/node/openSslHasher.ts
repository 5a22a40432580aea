import * as crypto from 'node:crypto'
import type { LongHasher } from '../../../core/hashing/mixedRowHasher.ts'

/** From about here on one call to OpenSSL takes less than our kernel, measured on x64 with SHA extensions. */
const FROM_BYTES = 256

/** OpenSSL through `crypto.hash`; null before Node 20.12, which lacks it: what there is instead is slower than our kernel. */
export function openSslHasher(): LongHasher | null {
  const { hash } = crypto
  if (typeof hash !== 'function') return null
  let result = Buffer.alloc(0)
  return {
    fromBytes: FROM_BYTES,
    hashInto(bytes, out, at) {
      if (result.buffer !== out.buffer || result.byteOffset !== out.byteOffset || result.length !== out.length) {
        result = Buffer.from(out.buffer as ArrayBuffer, out.byteOffset, out.length) // digests of a batch share theirs
      }
      // As text of one character a byte: making a buffer for every digest takes longer than hashing.
      result.write(hash('sha256', bytes, 'binary'), at, 'latin1')
    },
  }
}
