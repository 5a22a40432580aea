import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sha256Hasher } from './sha256.ts'

describe('Sha256Hasher', () => {
  it('equals OpenSSL for any bytes in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (pieces) => {
        const ours = new Sha256Hasher()
        const theirs = createHash('sha256')
        for (const piece of pieces) {
          ours.update(piece)
          theirs.update(piece)
        }
        expect(ours.digest()).toBe(theirs.digest('hex'))
      }),
    )
  })

  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128])('pads %i bytes as the standard says', (length) => {
    const bytes = new Uint8Array(length).fill(0x61)
    const ours = new Sha256Hasher()
    ours.update(bytes)
    expect(ours.digest()).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
})
