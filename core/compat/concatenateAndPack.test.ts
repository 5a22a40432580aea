import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { concatenateAndPack } from './concatenateAndPack.ts'

interface ConcatCase {
  name: string
  inputIds: number[][]
  labels: number[][]
  attentionMasks: number[][]
  maxLength: number
  padTokenId: number
  labelPadId: number
  expected: { input_ids: number[][]; labels: number[][]; attention_mask: number[][] }
}
const path = new URL('../fixtures/packing/concat.json', import.meta.url)
const golden = JSON.parse(readFileSync(path, 'utf8')) as ConcatCase[]

describe('concatenateAndPack against fast-axolotl, quirks included', () => {
  it.each(golden.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    const { inputIds, labels, attentionMasks, maxLength, padTokenId, labelPadId } = c
    expect(concatenateAndPack(inputIds, labels, attentionMasks, maxLength, padTokenId, labelPadId)).toEqual(c.expected)
  })

  it.each([-1, 2.5, Number.NaN])('refuses max_length %s', (maxLength) => {
    expect(() => concatenateAndPack([[1]], [[1]], [[1]], maxLength, 0)).toThrow('max_length')
  })
})
