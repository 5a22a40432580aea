import { encodeUtf8 } from '../bytes/utf8.ts'
import { EngineError } from '../errors.ts'
import { DIGEST_BYTES, scalarRowHasher } from '../hashing/rowHasher.ts'
import type { RowHasher } from '../kernels/rowHasher.ts'

/** Rows hashed at a time. */
const WINDOW_ROWS = 8192

/**
 * fast-axolotl's `parallel_hash_rows`: the lower-case hex SHA-256 of each text's UTF-8, in order. Its `num_threads`
 * changes nothing of that and is not here.
 * @param hasher default: plain TypeScript
 * @throws EngineError `argument/invalid` for a text with half a surrogate pair, which has no UTF-8: Python raises too
 */
export function parallelHashRows(rows: readonly string[], hasher: RowHasher = scalarRowHasher): string[] {
  const hashes: string[] = []
  for (let start = 0; start < rows.length; start += WINDOW_ROWS) {
    const window = rows.slice(start, start + WINDOW_ROWS).map((text, i) => utf8Of(text, start + i))
    const offsets = new Uint32Array(window.length + 1)
    for (const [i, bytes] of window.entries()) offsets[i + 1] = (offsets[i] as number) + bytes.length
    const bytes = new Uint8Array(offsets[window.length] as number)
    for (const [i, text] of window.entries()) bytes.set(text, offsets[i])
    const digests = new Uint8Array(window.length * DIGEST_BYTES)
    hasher.hashRows({ bytes, offsets }, digests)
    for (let at = 0; at < digests.length; at += DIGEST_BYTES)
      hashes.push(hexOf(digests.subarray(at, at + DIGEST_BYTES)))
  }
  return hashes
}

/**
 * fast-axolotl's `deduplicate_indices` (axolotl-semantics §1.7): the rows whose digest is neither known nor that of an
 * earlier row, and the digests of those rows alone. Quirk, held by goldens: known hashes are compared as text, so that
 * anything but 64 lower-case digits matches nothing, without a word.
 * @throws EngineError as `parallelHashRows`
 */
export function deduplicateIndices(
  rows: readonly string[],
  existingHashes: readonly string[] | null = null,
  hasher: RowHasher = scalarRowHasher,
): { uniqueIndices: number[]; newHashes: string[] } {
  const seen = new Set(existingHashes)
  const uniqueIndices: number[] = []
  const newHashes: string[] = []
  for (const [row, hash] of parallelHashRows(rows, hasher).entries()) {
    if (seen.has(hash)) continue
    seen.add(hash)
    uniqueIndices.push(row)
    newHashes.push(hash)
  }
  return { uniqueIndices, newHashes }
}

const HALF_PAIR = /[\ud800-\udfff]/u

function utf8Of(text: string, row: number): Uint8Array {
  if (!HALF_PAIR.test(text)) return encodeUtf8(text)
  throw new EngineError('argument/invalid', `row ${row} has half a surrogate pair, which has no UTF-8`, { row })
}

function hexOf(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
