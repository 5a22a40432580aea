import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import { signShape } from '../core/dedup/near/nearParams.ts'
import { scalarMinhash } from '../core/dedup/near/scalarMinhash.ts'
import type { MinhashKernel, SignShape } from '../core/kernels/minhashKernel.ts'
import { testMinhashKernel } from '../core/testing/minhashKernel.ts'

const kernel = testMinhashKernel()

function signed(by: MinhashKernel, shape: SignShape, texts: readonly Uint8Array[]) {
  const signer = by.createSigner(shape)
  return texts.map((text) => {
    const out = new Uint32Array(shape.bands + 2)
    const count = signer.read(text)
    signer.digest(out, 0)
    signer.sign(out, 2)
    return { count, out, ngrams: [...signer.ngrams()].sort((a, b) => a - b) }
  })
}

const PIECES = [
  'a',
  'B',
  ' ',
  '  ',
  ', ',
  '_',
  '9',
  'é',
  'É',
  'Σ',
  'ΟΣ ',
  'İ',
  '日本',
  '🎉',
  '𐐀',
  '\u0000',
  'ß',
  'word ',
]
const texts = fc.array(
  fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => encodeUtf8(pieces.join(''))),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => encodeUtf8(text)),
    fc.uint8Array({ maxLength: 40 }),
  ),
  { minLength: 1, maxLength: 4 },
)
const shapes = fc
  .record({
    ngramSize: fc.integer({ min: 1, max: 7 }),
    bands: fc.integer({ min: 1, max: 9 }),
    rowsPerBand: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  })
  .map((shape) => signShape({ ...shape, numPerm: 100, threshold: 0.5 }))

describe('the MinHash kernel', () => {
  it('tells what the plain one does, of any bytes', () => {
    fc.assert(
      fc.property(shapes, texts, (shape, all) => {
        expect(signed(kernel, shape, all)).toEqual(signed(scalarMinhash, shape, all))
      }),
      { numRuns: 300 },
    )
  })

  it('knows the words and the lower case of every code point', () => {
    const shape = signShape({ ngramSize: 1, numPerm: 4, threshold: 0.5, bands: 1, rowsPerBand: 4, seed: 1 })
    const [fast, plain] = [kernel.createSigner(shape), scalarMinhash.createSigner(shape)]
    for (let start = 0; start < 0x110000; start += 512) {
      // An x on both sides: a code point that is of a word makes one of three, another one leaves the two.
      const points = Array.from({ length: 512 }, (_, i) => start + i).filter(
        (point) => point < 0xd800 || point > 0xdfff,
      )
      const text = encodeUtf8(points.map((point) => `x${String.fromCodePoint(point)}x`).join(' '))
      expect([start, fast.read(text)]).toEqual([start, plain.read(text)])
      expect(fast.ngrams().sort()).toEqual(plain.ngrams().sort())
    }
  })

  it('takes texts of many n-grams after short ones, and short ones after them', () => {
    const shape = signShape({ ngramSize: 2, numPerm: 20, threshold: 0.5, bands: 5, rowsPerBand: 4, seed: 7 })
    const long = encodeUtf8(Array.from({ length: 5000 }, (_, i) => i.toString(36)).join(' '))
    const all = [encodeUtf8('a b'), long, encodeUtf8(''), encodeUtf8('a b')]
    const found = signed(kernel, shape, all)
    expect(found).toEqual(signed(scalarMinhash, shape, all))
    expect(found.map(({ count }) => count)).toEqual([1, 4999, 1, 1])
    expect(found[3]).toEqual(found[0])
  })

  it('refuses what is too long', () => {
    const shape = signShape({ ngramSize: 2, numPerm: 4, threshold: 0.5, bands: 1, rowsPerBand: 4, seed: 7 })
    for (const by of [kernel, scalarMinhash]) {
      expect(() => by.createSigner(shape).read(new Uint8Array(64 * 1024 ** 2 + 1))).toThrow(/at most, not 67108865/)
    }
  })
})
