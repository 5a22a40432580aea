import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowHasher } from '../kernels/rowHasher.ts'
import { mixedRowHasher } from './mixedRowHasher.ts'
import { scalarRowHasher } from './rowHasher.ts'

const digestOf = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

describe('a hasher of many rows, and one of long ones', () => {
  it('take the keys that are theirs, and give the digests of all', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 })
    fc.assert(
      fc.property(lengths, (all) => {
        const offsets = new Uint32Array(all.length + 1)
        for (const [i, length] of all.entries()) offsets[i + 1] = offsets[i]! + length
        const bytes = Uint8Array.from({ length: offsets.at(-1)! }, (_, i) => i * 7)
        const shorts: number[] = []
        const longs: number[] = []
        const short: RowHasher = {
          hashRows(keys, out) {
            for (let i = 1; i < keys.offsets.length; i++) shorts.push(keys.offsets[i]! - keys.offsets[i - 1]!)
            scalarRowHasher.hashRows(keys, out)
          },
        }
        const hashInto = (key: Uint8Array, out: Uint8Array, at: number) => {
          longs.push(key.length)
          out.set(digestOf(key), at)
        }
        const out = new Uint8Array(all.length * 32)
        mixedRowHasher(short, { fromBytes: 10, hashInto }).hashRows({ bytes, offsets }, out)
        for (const [i] of all.entries()) {
          expect(out.subarray(i * 32, i * 32 + 32)).toEqual(digestOf(bytes.subarray(offsets[i], offsets[i + 1])))
        }
        expect(shorts).toEqual(all.filter((length) => length < 10))
        expect(longs).toEqual(all.filter((length) => length >= 10))
      }),
    )
  })
})
