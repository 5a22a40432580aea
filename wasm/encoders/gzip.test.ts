import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testEncoders } from '../../core/testing/encoders.ts'
import { plainCases, plainOf, plainParts } from '../../core/testing/plainCases.ts'

const gzip = (bytes: Uint8Array) => testEncoders().compress('gzip', bytes)

describe('gzip', () => {
  it.each(Object.keys(plainCases))('is read by zlib: %s', (name) => {
    const plain = (plainCases[name] as () => Uint8Array)()
    expect(Buffer.compare(gunzipSync(gzip(plain)), plain)).toBe(0)
  })

  it('is read by zlib, any bytes, and members one behind the other', () => {
    fc.assert(
      fc.property(plainParts, plainParts, (...parts) => {
        const [first, second] = parts.map(plainOf) as [Uint8Array, Uint8Array]
        const both = Buffer.concat([gzip(first), gzip(second)])
        expect(Buffer.compare(gunzipSync(both), Buffer.concat([first, second]))).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('has a header without time, name and system', () => {
    expect([...gzip(new Uint8Array(3)).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
  })

  it('takes the form that is smallest: fixed codes for little, plain bytes for noise, codes of its own for text', () => {
    const formOf = (name: string) => ((gzip((plainCases[name] as () => Uint8Array)())[10] as number) >> 1) & 3
    expect(formOf('twelve bytes')).toBe(1)
    expect(formOf('noise')).toBe(0)
    expect(formOf('words')).toBe(2)
  })
})
