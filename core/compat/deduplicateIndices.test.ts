import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deduplicateIndices, parallelHashRows } from './deduplicateIndices.ts'

interface HashCase {
  rows: string[]
  existing: string[] | null
  hashes: string[]
  indices: number[]
  newHashes: string[]
}
const path = new URL('../fixtures/hashes/fast_axolotl.json', import.meta.url)
const golden = JSON.parse(readFileSync(path, 'utf8')) as HashCase[]

describe('deduplicateIndices and parallelHashRows against fast-axolotl, quirks included', () => {
  it.each(golden.map((c, i) => [i, c] as const))('case %i', (_i, { rows, existing, hashes, indices, newHashes }) => {
    expect(parallelHashRows(rows)).toEqual(hashes)
    expect(deduplicateIndices(rows, existing)).toEqual({ uniqueIndices: indices, newHashes })
  })

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800'])('refuse half a surrogate pair, as Python does: %j', (text) => {
    expect(() => parallelHashRows(['fine 😀', text])).toThrow('row 1 has half a surrogate pair')
  })
})
