import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixture } from '../../testing/golden.ts'
import { testMinhashKernel } from '../../testing/minhashKernel.ts'
import { findNearTexts, nearTexts } from '../../testing/nearTexts.ts'
import { groupRows, OUTSIDE } from '../groups/duplicateGroups.ts'
import { keptRows } from '../groups/keepRows.ts'
import type { NearParams } from './nearParams.ts'
import { scalarMinhash, wordsOf } from './scalarMinhash.ts'
import { leastSimilarity } from './similarity.ts'

interface Golden {
  name: string
  ngramSize: number
  threshold: number
  bands: number
  rowsPerBand: number
  texts: string[]
  pairs: [number, number, number][]
  firstOf: number[]
  datasketchCandidates: [number, number][]
}

const golden = JSON.parse(new TextDecoder().decode(fixture('near/cases.json'))) as Golden[]
const kernel = testMinhashKernel()
const PARAMS: NearParams = { ngramSize: 2, numPerm: 128, threshold: 0.6, bands: 32, rowsPerBand: 4, seed: 42 }

const paramsOf = (of: Golden): NearParams => ({ ...of, numPerm: of.bands * of.rowsPerBand, seed: 42 })

function similarityOf(one: string, other: string, size: number): number {
  const [a, b] = [one, other].map((text) => {
    const words = wordsOf(text)
    const last = Math.max(0, words.length - size)
    return new Set(Array.from({ length: last + 1 }, (_, i) => words.slice(i, i + size).join(' ')))
  }) as [Set<string>, Set<string>]
  const shared = [...a].filter((gram) => b.has(gram)).length
  return shared / (a.size + b.size - shared)
}

/** Random texts of few words, so that many resemble each other. */
const corpora = fc.array(
  fc.oneof(
    fc.constant(null),
    fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'E'), { minLength: 0, maxLength: 7 })
      .map((words): string | null => words.join(' ')),
  ),
  { maxLength: 40 },
)

describe.each(golden)('near duplicates: $name', (of) => {
  it('are the groups that brute force finds', async () => {
    const { firstOf, keyless } = await findNearTexts(nearTexts(of.texts, kernel).source, paramsOf(of), kernel)
    expect([...firstOf]).toEqual(of.firstOf)
    expect(keyless).toBe(0)
  })

  it('have the similarity that brute force finds', async () => {
    const { firstOf, similarity } = await findNearTexts(nearTexts(of.texts, kernel).source, paramsOf(of), kernel)
    const groups = groupRows(firstOf)
    const kept = keptRows(groups, null)
    const members = await similarity(groups, kept)
    const known = new Map(of.pairs.map(([a, b, exact]) => [`${a} ${b}`, exact]))
    for (let group = 0; group < kept.length; group++) {
      for (let place = groups.offsets[group] as number; place < groups.offsets[group + 1]!; place++) {
        const [a, b] = [kept[group] as number, groups.rows[place] as number]
        if (a === b) expect(members[place]).toBe(1)
        else if (known.has(`${a} ${b}`)) expect(members[place]).toBe(Math.fround(known.get(`${a} ${b}`) as number))
        else expect(members[place]).toBeLessThan(0.3)
      }
    }
    expect(leastSimilarity(members, groups)).toHaveLength(kept.length)
  })

  it('hold every pair over the threshold that datasketch takes for a candidate', async () => {
    const { firstOf } = await findNearTexts(nearTexts(of.texts, kernel).source, paramsOf(of), kernel)
    const exact = new Map(of.pairs.map(([a, b, similarity]) => [`${a} ${b}`, similarity]))
    for (const [a, b] of of.datasketchCandidates) {
      if ((exact.get(`${a} ${b}`) ?? 0) >= of.threshold) expect(firstOf[a]).toBe(firstOf[b])
    }
  })

  it('are the same without WASM, in any portions, and in several passes', async () => {
    const whole = nearTexts(of.texts, kernel)
    const { firstOf } = await findNearTexts(whole.source, paramsOf(of), kernel)
    const plain = await findNearTexts(nearTexts(of.texts, scalarMinhash, 7).source, paramsOf(of), scalarMinhash)
    expect(plain.firstOf).toEqual(firstOf)
    const little = nearTexts(of.texts, kernel, 3)
    const rowBytes = 16 + 4 / 0.75
    const budgetBytes = Math.ceil(of.texts.length * (rowBytes + 4 * 9))
    const inPasses = await findNearTexts(little.source, paramsOf(of), kernel, { budgetBytes })
    expect(inPasses.firstOf).toEqual(firstOf)
    expect(whole.reads.signed).toBe(1)
    // Nine bands in the first pass, ten in each of the others.
    expect(little.reads.signed).toBe(1 + Math.ceil((of.bands - 9) / 10))
    expect(little.reads.again).toBe(whole.reads.again)
    const least = nearTexts(of.texts, kernel)
    const inMany = await findNearTexts(least.source, paramsOf(of), kernel, {
      budgetBytes: Math.ceil(of.texts.length * rowBytes),
    })
    expect(inMany.firstOf).toEqual(firstOf)
    expect(least.reads.signed).toBe(1 + of.bands)
    const groups = groupRows(firstOf)
    const kept = keptRows(groups, null)
    expect(await inPasses.similarity(groups, kept)).toEqual(await plain.similarity(groups, kept))
  })
})

describe('near duplicates of any texts', () => {
  it('are chained by pairs over the threshold, and all with the same n-grams are found', async () => {
    await fc.assert(
      fc.asyncProperty(corpora, fc.integer({ min: 1, max: 3 }), async (texts, ngramSize) => {
        const params = { ...PARAMS, ngramSize }
        const { firstOf, keyless } = await findNearTexts(nearTexts(texts, kernel).source, params, kernel)
        expect(keyless).toBe(texts.filter((text) => text === null).length)
        const alike = (a: number, b: number) => similarityOf(texts[a] as string, texts[b] as string, ngramSize)
        for (let row = 0; row < texts.length; row++) {
          if (texts[row] === null) {
            expect(firstOf[row]).toBe(row)
            continue
          }
          const peers = texts.flatMap((text, peer) => (text !== null && peer !== row ? [peer] : []))
          for (const peer of peers) if (alike(row, peer) === 1) expect(firstOf[peer]).toBe(firstOf[row])
          const joined = peers.filter((peer) => firstOf[peer] === firstOf[row])
          if (joined.length > 0) expect(Math.max(...joined.map((peer) => alike(row, peer)))).toBeGreaterThanOrEqual(0.6)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are marked as outside where the other dataset has one', async () => {
    const [one, two] = ['a text about one that has some more words', 'nothing of the kind is written here at all']
    const texts = [one, two, one.toUpperCase(), 'something else', null, 'something else', two]
    const found = await findNearTexts(nearTexts(texts, kernel, 2, 2).source, PARAMS, kernel)
    const { firstOf, keyless, matches, matchSimilarity } = found
    expect([...firstOf]).toEqual([OUTSIDE, 1, 2, 1, OUTSIDE])
    expect(keyless).toBe(1)
    expect([...matches]).toEqual([0, 1])
    expect([...(await matchSimilarity())]).toEqual([1, 1])
  })

  it('tell which row of the other dataset they match, and how alike the two are', async () => {
    const words = (count: number, own: string) =>
      Array.from({ length: 20 }, (_, i) => (i < count ? `w${i}` : `${own}${i}`)).join(' ')
    // The last one is like the second outside row, which is like the first: one group, whose first row is the match.
    const outside = [words(20, ''), words(17, 'x'), words(20, ''), 'nothing like it']
    const texts = [...outside, words(18, 'y'), words(16, 'x'), 'other words', words(20, '')]
    const source = nearTexts(texts, kernel, 3, outside.length).source
    const params = { ...PARAMS, ngramSize: 1, bands: 64, rowsPerBand: 2 }
    const { firstOf, matches, matchSimilarity } = await findNearTexts(source, params, kernel)
    expect([...firstOf]).toEqual([OUTSIDE, OUTSIDE, 2, OUTSIDE])
    expect([...matches]).toEqual([0, 0, 0])
    expect([...(await matchSimilarity())]).toEqual([18 / 22, 16 / 24, 1].map(Math.fround))
  })

  it('of the same template are found in one large bucket', async () => {
    // 400 texts that differ in one word of 60, and 100 of another template.
    const template = (name: string, i: number) =>
      Array.from({ length: 60 }, (_, at) => (at === 30 ? `${i}` : name + at))
    const texts = Array.from({ length: 500 }, (_, i) => template(i % 5 === 0 ? 'x' : 'y', i).join(' '))
    const { firstOf, similarity } = await findNearTexts(nearTexts(texts, kernel).source, PARAMS, kernel)
    expect([...firstOf]).toEqual(texts.map((_, i) => (i % 5 === 0 ? 0 : 1)))
    const groups = groupRows(firstOf)
    const members = await similarity(groups, keptRows(groups, null))
    // 59 pairs of words each, two of which are of the one's own.
    expect([...new Set(members)]).toEqual([1, Math.fround(57 / 61)])
  })

  it.each([
    [0.5, 16, 6],
    [0.7, 16, 6],
    [0.85, 8, 12],
  ])('of similarity %d are found by %d × %d as often as chance has it', async (similarity, bands, rowsPerBand) => {
    // Bands too few to be sure.
    const pairs = 1500
    const shared = Math.round((37 * 2 * similarity) / (1 + similarity))
    const texts = Array.from({ length: pairs * 2 }, (_, i) =>
      Array.from({ length: 37 }, (_, at) => (at < shared ? `${i >> 1}s${at}` : `${i}o${at}`)).join(' '),
    )
    const exact = shared / (74 - shared)
    const params = { ngramSize: 1, numPerm: 128, threshold: exact, bands, rowsPerBand, seed: 7 }
    const { firstOf } = await findNearTexts(nearTexts(texts, kernel).source, params, kernel)
    const found = firstOf.reduce((sum, first, row) => sum + (first === row ? 0 : 1), 0) / pairs
    const expected = 1 - (1 - exact ** rowsPerBand) ** bands
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / pairs))
  })

  it('of no rows are none', async () => {
    const { firstOf, similarity } = await findNearTexts(nearTexts([], kernel).source, PARAMS, kernel)
    expect(firstOf).toHaveLength(0)
    expect(await similarity(groupRows(firstOf), new Uint32Array())).toHaveLength(0)
  })

  it('are refused by code over the budget, and stop when they are canceled', async () => {
    const { source } = nearTexts(['a b c', 'a b c d', 'e'], kernel)
    const little = findNearTexts(source, PARAMS, kernel, { budgetBytes: 60 })
    await expect(little).rejects.toMatchObject({ code: 'limit/exceeded', message: /among 2 rows at most, not 3/ })
    const canceled = findNearTexts(source, PARAMS, kernel, { signal: AbortSignal.abort() })
    await expect(canceled).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('are refused by code where unlike texts linked with each other take more than the budget', async () => {
    const texts = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 300 }, (_, at) => (at < 150 ? `shared${at}` : `${i}own${at}`)).join(' '),
    )
    const params = { ...PARAMS, ngramSize: 1, threshold: 0.9, bands: 32, rowsPerBand: 1 }
    const enough = await findNearTexts(nearTexts(texts, kernel).source, params, kernel)
    expect([...enough.firstOf]).toEqual(texts.map((_, i) => i))
    const little = findNearTexts(nearTexts(texts, kernel).source, params, kernel, { ngramBytes: 40_000 })
    await expect(little).rejects.toMatchObject({ code: 'limit/exceeded', message: /take over 40000 bytes/ })
  })

  it.each([
    ['ngramSize', 0],
    ['ngramSize', 257],
    ['numPerm', 127],
    ['threshold', 0],
    ['threshold', 1.01],
    ['threshold', Number.NaN],
    ['bands', 0],
    ['rowsPerBand', 0.5],
    ['seed', -1],
  ])('are refused with %s %d', async (feature, value) => {
    const params = { ...PARAMS, [feature]: value }
    await expect(findNearTexts(nearTexts(['a'], kernel).source, params, kernel)).rejects.toMatchObject({
      code: 'argument/invalid',
      details: { feature },
    })
  })
})
