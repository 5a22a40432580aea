import { firstFrom } from '../dataset/firstFrom.ts'
import type { RowDigests } from './digestRows.ts'
import { DIGEST_BYTES } from './rowHasher.ts'

/**
 * Those of some digests that are wanted.
 * @param rowStart number of their first row
 * @param rows all that are wanted, ascending
 */
export function pickDigests({ digests, keyless }: RowDigests, rowStart: number, rows: Uint32Array): RowDigests {
  const first = firstFrom(rows, rowStart)
  const end = firstFrom(rows, rowStart + digests.length / DIGEST_BYTES)
  const picked = {
    digests: new Uint8Array((end - first) * DIGEST_BYTES),
    keyless: keyless && new Uint8Array(end - first),
  }
  for (let i = first; i < end; i++) {
    const at = (rows[i] as number) - rowStart
    picked.digests.set(digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES), (i - first) * DIGEST_BYTES)
    if (keyless && picked.keyless) picked.keyless[i - first] = keyless[at] as number
  }
  return picked
}
