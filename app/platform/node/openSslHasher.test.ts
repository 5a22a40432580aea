import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { openSslHasher } from './openSslHasher.ts'

it('OpenSSL, where it is faster, writes the digests that it writes elsewhere', ({ skip }) => {
  const hasher = openSslHasher()
  if (!hasher) return skip('this processor has no instructions for SHA-256')
  const keys = Array.from({ length: 300 }, (_, length) => Uint8Array.from({ length }, (_, i) => i * 31 + length))
  const all = new Uint8Array(new ArrayBuffer(keys.length * 32 + 64))
  const out = all.subarray(32, 32 + keys.length * 32)
  for (const [i, key] of keys.entries()) hasher.hashInto(key, out, i * 32)
  expect(Buffer.from(out).toString('hex')).toBe(
    keys.map((key) => createHash('sha256').update(key).digest('hex')).join(''),
  )
  expect([all.subarray(0, 32), all.subarray(-32)]).toEqual([new Uint8Array(32), new Uint8Array(32)])
})
