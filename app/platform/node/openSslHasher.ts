import * as crypto from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { LongHasher } from '../../../core/hashing/mixedRowHasher.ts'

/**
 * From here on one call to OpenSSL takes less than our kernel for a row of four, measured on x64 with SHA extensions:
 * a call is 190 ns and 31 ns a block of 64 bytes there, the kernel 61 ns a block. A seventh block begins at 376 bytes.
 */
const FROM_BYTES = 376

const TRIAL_BYTES = 16 * 1024
const TRIALS = 5

/** Digests come as two bytes a character, which are written as they lie. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

type HashAsText = (algorithm: string, bytes: Uint8Array, encoding: 'ucs2') => string

/**
 * OpenSSL through `crypto.hash`; null where it is not faster than our kernel: before Node 20.12, which lacks it, and on
 * processors that have no instructions for SHA-256.
 */
export function openSslHasher(): LongHasher | null {
  // The types know only encodings of bytes as ASCII.
  const hash = crypto.hash as unknown as HashAsText | undefined
  if (!hash || !isLittleEndian || !hashesInHardware(hash)) return null
  let words = new Uint16Array(0)
  return {
    fromBytes: FROM_BYTES,
    hashInto(bytes, out, at) {
      if (words.buffer !== out.buffer || words.byteOffset !== out.byteOffset || words.length !== out.length >> 1) {
        words = new Uint16Array(out.buffer as ArrayBuffer, out.byteOffset, out.length >> 1) // a batch shares it
      }
      // As text of two bytes a character: making a buffer for every digest takes longer than hashing.
      const digest = hash('sha256', bytes, 'ucs2')
      for (let i = 0, word = at >> 1; i < 16; i++) words[word + i] = digest.charCodeAt(i)
    },
  }
}

/**
 * Whether OpenSSL has SHA-256 in hardware here: then it takes less than half as long as MD5, which nothing has; in
 * software it takes longer than MD5. So a busy or slow machine, which is so for both, is no other case.
 */
function hashesInHardware(hash: HashAsText): boolean {
  const bytes = new Uint8Array(TRIAL_BYTES)
  const timeOf = (algorithm: string) => {
    const started = performance.now()
    hash(algorithm, bytes, 'ucs2')
    return performance.now() - started
  }
  try {
    let [sha256, md5] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let trial = 0; trial < TRIALS; trial++) {
      sha256 = Math.min(sha256, timeOf('sha256'))
      md5 = Math.min(md5, timeOf('md5'))
    }
    return sha256 * 1.5 < md5
  } catch {
    return false // a build without MD5, or of other encodings
  }
}
