import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../dataset/dataset.ts'
import { openJsonl } from '../formats/jsonl/openJsonl.ts'
import { memorySource } from '../io/memorySource.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'
import { rowObjects } from '../testing/rows.ts'
import { dedup, hash } from './dedup.ts'

const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')
const TEXT = { kind: 'columns' as const, columns: ['text'] }

async function open(rows: readonly unknown[]): Promise<Dataset> {
  const lines = rows.map((row) => JSON.stringify(row)).join('\n')
  const dataset = await openJsonl(memorySource(new TextEncoder().encode(lines)), { kernels: scalarKernels })
  await dataset.buildIndex({})
  return dataset
}

async function numbers(dataset: Dataset): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const batch of dataset.scan({})) all.push(...rowObjects(batch).map(({ n }) => n))
  return all
}

describe('dedup and hash of the library', () => {
  const rows = ['a', 'b', 'a', null, 'c', null].map((text, n) => ({ text, n, more: n === 2 ? 'longer' : '' }))

  it('keep first rows, in order, and give digests by row', async () => {
    const dataset = await open(rows)
    const { kept, removed, nullKeys } = await dedup(dataset, { key: TEXT })
    expect([await numbers(kept), await numbers(removed), nullKeys]).toEqual([['0n', '1n', '3n', '4n', '5n'], ['2n'], 2])
    const digests: (string | null)[] = []
    for await (const digest of hash(dataset, { key: TEXT })) digests.push(digest)
    expect(digests).toEqual([hexOf('a'), hexOf('b'), hexOf('a'), null, hexOf('c'), null])
  })

  it('keep the longest row, and leave out what is known', async () => {
    const dataset = await open(rows)
    const longest = await dedup(dataset, { key: TEXT, keep: 'longest', existing: [hexOf('c')] })
    expect(await numbers(longest.kept)).toEqual(['1n', '2n', '3n', '5n'])
    expect(longest.existing).toBe(1)
    await expect(dedup(dataset, { existing: [hexOf('c').toUpperCase()] })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })
})
