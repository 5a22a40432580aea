import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryScratch } from '../../scratch/memoryScratch.ts'
import type { Scratch } from '../../scratch/scratch.ts'
import { OUTSIDE } from '../groups/duplicateGroups.ts'
import { ExactDedup, type ExactOptions } from './exactDedup.ts'

/** Room for eight digests: everything else goes through scratch, some of it more than once. */
const TINY = 8
const AMPLE = 64 * 1024 ** 2

/** Value -1 is a row without a key. */
function digestsOf(values: readonly number[]): { digests: Uint8Array<ArrayBuffer>; keyless: Uint8Array | null } {
  const digests = new Uint8Array(values.length * 32)
  for (const [i, value] of values.entries()) digests.set(createHash('sha256').update(String(value)).digest(), i * 32)
  const keyless = values.includes(-1) ? Uint8Array.from(values, (value) => (value === -1 ? 1 : 0)) : null
  return { digests, keyless }
}

async function firstOf(
  batches: readonly (readonly number[])[],
  outside: readonly number[],
  options: Partial<ExactOptions>,
): Promise<{ firstOf: number[]; matches: number[]; keyless: number }> {
  const dedup = new ExactDedup({
    budgetBytes: AMPLE,
    scratch: memoryScratch(1024 ** 3),
    scratchGroup: 'dedup-test',
    seed: 1,
    ...options,
  })
  try {
    const known = digestsOf(outside)
    await dedup.addOutside(known.digests, known.keyless)
    for (const batch of batches) {
      const { digests, keyless } = digestsOf(batch)
      await dedup.add(digests, keyless)
    }
    const result = await dedup.finish()
    return { firstOf: [...result.firstOf], matches: [...result.matches], keyless: result.keyless }
  } finally {
    await dedup.discard()
  }
}

/** The rule, as plainly as it can be said. */
function naive(values: readonly number[], outside: readonly number[]): number[] {
  return values.map((value, row) => {
    if (value === -1) return row
    return outside.includes(value) ? OUTSIDE : values.indexOf(value)
  })
}

describe('the first row of every digest', () => {
  const values = fc.array(fc.integer({ min: -1, max: 200 }), { maxLength: 300 })
  const outside = fc.array(fc.integer({ min: 0, max: 250 }), { maxLength: 40 })

  it('is found in memory and through scratch alike, whatever the batches and the seed', async () => {
    await fc.assert(
      fc.asyncProperty(values, outside, fc.integer({ min: 1, max: 50 }), fc.nat(), async (all, known, size, seed) => {
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
          all.slice(i * size, (i + 1) * size),
        )
        const expected = {
          firstOf: naive(all, known),
          matches: all.filter((value) => known.includes(value)).map((value) => known.indexOf(value)),
          keyless: all.filter((value) => value === -1).length,
        }
        expect(await firstOf(batches, known, { seed })).toEqual(expected)
        const scratch = memoryScratch(1024 ** 3)
        expect(await firstOf(batches, known, { seed, budgetBytes: TINY, scratch })).toEqual(expected)
        expect([...scratch.entries.keys()]).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('is the first of all where all are the same, and each itself where none are', async () => {
    expect(await firstOf([Array(5000).fill(7)], [], { budgetBytes: TINY })).toEqual({
      firstOf: Array(5000).fill(0),
      matches: [],
      keyless: 0,
    })
    const different = Array.from({ length: 20_000 }, (_, i) => i)
    const result = await firstOf([different, different], [], { budgetBytes: TINY })
    expect(result.firstOf).toEqual([...different, ...different])
  })

  it('of no rows is nothing', async () => {
    expect(await firstOf([], [], {})).toEqual({ firstOf: [], matches: [], keyless: 0 })
    expect(await firstOf([[]], [1, 2], { budgetBytes: TINY })).toEqual({ firstOf: [], matches: [], keyless: 0 })
  })
})

describe('scratch that fails', () => {
  const many = [Array.from({ length: 20_000 }, (_, i) => i)]
  const scratchWith = (change: (scratch: Scratch) => Partial<Scratch>): Scratch => {
    const scratch = memoryScratch(1024 ** 3)
    return { ...scratch, ...change(scratch) }
  }

  it('ends in its own error when it is full', async () => {
    const run = firstOf(many, [], { budgetBytes: TINY, scratch: memoryScratch(10_000) })
    await expect(run).rejects.toMatchObject({ code: 'sink/full' })
  })

  it('ends in one coded error when entries are gone or changed', async () => {
    const gone = scratchWith(() => ({ open: async () => null }))
    await expect(firstOf(many, [], { budgetBytes: TINY, scratch: gone })).rejects.toMatchObject({ code: 'source/read' })
    const changed = scratchWith((scratch) => ({
      async open(key) {
        const opened = await scratch.open(key)
        if (!opened) return null
        const read: typeof opened.source.read = async (start, end) => {
          const bytes = (await opened.source.read(start, end)).slice()
          bytes[bytes.length >> 1]! ^= 4
          return bytes
        }
        return { ...opened, source: { byteLength: opened.source.byteLength, read } }
      },
    }))
    await expect(firstOf(many, [], { budgetBytes: TINY, scratch: changed })).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining('gone or damaged'),
    })
  })

  it('leaves nothing behind when the run is aborted', async () => {
    const scratch = memoryScratch(1024 ** 3)
    const controller = new AbortController()
    const dedup = new ExactDedup({
      budgetBytes: TINY,
      scratch,
      scratchGroup: 'dedup-test',
      seed: 1,
      signal: controller.signal,
    })
    await dedup.add(digestsOf(many[0] as number[]).digests, null)
    const finished = dedup.finish(() => controller.abort())
    await expect(finished).rejects.toMatchObject({ name: 'AbortError' })
    await dedup.discard()
    expect(scratch.entries.size).toBe(0)
  })
})
