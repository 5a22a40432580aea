import { describe, expect, it } from 'vitest'
import { NumpyLegacyRandom } from './numpyLegacyRandom.ts'
import { numpyPermutation } from './numpyPermutation.ts'
import { Pcg64, seedWords } from './pcg64.ts'
import { ascending, shuffle } from './randomWords.ts'

/** A number that depends on every entry and its place. */
function digest(values: Uint32Array): number {
  return values.reduce((sum, value) => (Math.imul(sum, 31) + value) >>> 0, 0)
}

describe('numpyPermutation', () => {
  // axolotl-semantics, Appendix A
  it.each([
    [42, [1, 0]],
    [42, [2, 1, 0]],
    [42, [4, 2, 3, 1, 0]],
    [42, [5, 6, 0, 7, 3, 2, 4, 9, 1, 8]],
    [42, [6, 15, 11, 10, 9, 3, 0, 7, 12, 5, 2, 4, 14, 1, 13, 8]],
    [0, [2, 4, 3, 6, 5, 0, 1, 7]],
    [7, [8, 0, 7, 1, 3, 6, 2, 4, 5, 9]],
    [1, [0]],
    [1, []],
  ])('with seed %i gives %j', (seed, expected) => {
    expect([...numpyPermutation(seed, expected.length)]).toEqual(expected)
  })

  // numpy 2.4.6: default_rng(seed).permutation(70000); 70,000 places need more than one block of words and of swaps
  it.each([
    [42, 2439423878],
    [123456789012, 1233741178],
    [2 ** 53 - 1, 3941761526],
  ])('with seed %i permutes 70,000 rows as NumPy does', (seed, expected) => {
    expect(digest(numpyPermutation(seed, 70_000))).toBe(expected)
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => numpyPermutation(seed, 3)).toThrow(expect.objectContaining({ code: 'argument/invalid' }))
  })
})

describe('Pcg64 with seed 42', () => {
  it('starts from the words of SeedSequence', () => {
    expect([...seedWords(42)]).toEqual([
      3444837047, 2669555309, 2046530742, 3581440988, 1691623607, 2099784219, 1184028159, 862288241,
    ])
  })

  it('hands out 64 bits in halves, the low one first', () => {
    const generator = new Pcg64(42)
    generator.refill()
    expect([...generator.words.subarray(0, 4)]).toEqual([383329928, 3324115917, 2811363265, 1884968545])
    const first64 = [0, 2, 4].map((at) => {
      return (BigInt(generator.words[at + 1]!) << 32n) | BigInt(generator.words[at]!)
    })
    expect(first64).toEqual([14276969152011380360n, 8095878257575067585n, 15838336090824644132n])
  })
})

describe('NumpyLegacyRandom', () => {
  // numpy 2.4.6: numpy.random.seed(seed); numpy.random.shuffle(numpy.arange(70000))
  it.each([
    [0, 2618163504],
    [2 ** 32 - 1, 856324244],
  ])('after seed %i shuffles as NumPy does', (seed, expected) => {
    const values = ascending(70_000)
    shuffle(values, new NumpyLegacyRandom(seed))
    expect(digest(values)).toBe(expected)
  })

  it.each([-1, 2 ** 32, 1.5])('refuses the seed %s', (seed) => {
    expect(() => new NumpyLegacyRandom(seed)).toThrow(expect.objectContaining({ code: 'argument/invalid' }))
  })
})
