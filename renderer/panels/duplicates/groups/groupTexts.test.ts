import { expect, test } from 'vitest'
import type { GroupText } from '../../../../app/protocol/dedup.ts'
import { comparedRows, diffStory, rowsInOrder, wholePercent } from './groupTexts.ts'

const texts = (all: Record<number, string | [string]>) =>
  new Map(
    Object.entries(all).map(([row, text]): [number, GroupText] => [
      Number(row),
      { row: Number(row), text: String(text), truncated: Array.isArray(text) },
    ]),
  )

test('the kept row comes first, wherever it stands in the file', () => {
  expect(rowsInOrder({ kept: 7, rows: [2, 7, 9] })).toEqual([7, 2, 9])
  // It may lie beyond the rows that are listed.
  expect(rowsInOrder({ kept: 700, rows: [2, 7] })).toEqual([700, 2, 7])
})

test('rows are compared with the kept one, as far as texts are here', () => {
  const [kept, other, missing] = comparedRows(
    { kept: 7, rows: [2, 7, 9], similarities: [0.75, 1, 0.9] },
    [7, 2, 9],
    texts({ 7: 'the old cat', 2: 'the new cat' }),
  )
  expect(kept).toMatchObject({ row: 7, kept: true, similarity: null, diff: null })
  expect(other?.similarity).toBe(0.75)
  expect(other?.diff?.parts.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'same the ',
    'removed old',
    'added new',
    'same  cat',
  ])
  expect(missing).toEqual({ row: 9, kept: false, similarity: 0.9, text: null, diff: null })
  expect(comparedRows({ kept: 7, rows: [2, 7] }, [7, 2], texts({ 2: 'x' }))[1]?.diff).toBeNull()
})

test('where both texts are cut, the last change is the cut’s and not told', () => {
  const diffOf = (kept: string | [string], other: string | [string]) =>
    comparedRows({ kept: 0, rows: [0, 1] }, [0, 1], texts({ 0: kept, 1: other }))[1]!.diff!.parts
  const cut = diffOf(['an old text that goes on and o'], ['a newer text that goes on an'])
  expect(cut.at(-1)).toEqual({ kind: 'same', text: ' text that goes on ' })
  expect(cut.map(({ kind }) => kind)).toEqual(['removed', 'added', 'same'])
  // Only one of them goes on: it does have more.
  expect(diffOf('one two', ['one two three fou']).at(-1)).toEqual({ kind: 'added', text: ' three fou' })
  expect(diffOf(['abc'], ['xyz']).length).toBe(2)
})

test('a similarity is never told higher than it is', () => {
  expect([0.766, 0.7, 0.29, 0.9999, 1].map(wholePercent)).toEqual(
    ['76', '70', '29', '99', '100'].map((n) => `${n}\u00a0%`),
  )
})

test('a difference in words', () => {
  const story = (kept: string, other: string | [string], keptCut = false) => {
    const [, row] = comparedRows({ kept: 0, rows: [0, 1] }, [0, 1], texts({ 0: kept, 1: other }))
    return diffStory(row!, keptCut)
  }
  expect(story('one two three', 'one 2 three four')).toBe('−1 +2 words')
  expect(story('one', 'one two')).toBe('+1 word')
  expect(story('same', 'same')).toBe('the same text')
  expect(story('same', ['same'])).toBe('the same text in the part shown')
  expect(story('a b', ['a c'], true)).toBe('−1 +1 words in the part shown')
  expect(story('a  b', 'a b!')).toBe('other white space or punctuation')
  expect(story('猫が好き', '犬が好き')).toBe('−1 +1 words')
})
