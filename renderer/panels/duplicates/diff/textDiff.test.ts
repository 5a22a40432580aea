import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editPath } from './editPath.ts'
import { folded } from './folded.ts'
import { type DiffPart, textDiff } from './textDiff.ts'
import { wordsOf } from './words.ts'

const joined = (parts: readonly DiffPart[], leftOut: DiffPart['kind']) =>
  parts
    .filter(({ kind }) => kind !== leftOut)
    .map(({ text }) => text)
    .join('')

/** Texts of few words, so that two of them have much in common; and any text at all. */
const someText = fc.oneof(
  fc
    .array(fc.constantFrom('a', 'the', 'cat', ' ', '  ', '\n', '.', '猫', '😀', 'é'), { maxLength: 60 })
    .map((w) => w.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
)

test('words joined are the text', () => {
  fc.assert(
    fc.property(someText, (text) => {
      expect(wordsOf(text).join('')).toBe(text)
    }),
  )
  expect(wordsOf('It’s 3.5 km,  naïve_x')).toEqual([
    'It',
    '’',
    's',
    ' ',
    '3',
    '.',
    '5',
    ' ',
    'km',
    ',',
    '  ',
    'naïve_x',
  ])
  expect(wordsOf('東京へgo')).toEqual(['東', '京', 'へ', 'go'])
  expect(wordsOf('')).toEqual([])
})

test('a diff gives back both texts, whatever its budget', () => {
  fc.assert(
    fc.property(someText, someText, fc.integer({ min: 0, max: 30 }), (first, second, mostEdits) => {
      const { parts, complete } = textDiff(first, second, mostEdits)
      expect(joined(parts, 'added')).toBe(first)
      expect(joined(parts, 'removed')).toBe(second)
      expect(parts.every(({ text }) => text !== '')).toBe(true)
      if (first === second)
        expect({ parts: parts.length, complete }).toEqual({ parts: Math.min(1, first.length), complete: true })
    }),
  )
})

/** Length of the longest common subsequence, by the table of the textbook. */
function commonLength(a: readonly number[], b: readonly number[]): number {
  let above = new Array<number>(b.length + 1).fill(0)
  for (const one of a) {
    const line = [0]
    b.forEach((other, j) => {
      line.push(one === other ? above[j]! + 1 : Math.max(above[j + 1]!, line[j]!))
    })
    above = line
  }
  return above[b.length]!
}

test('no shorter way exists', () => {
  const few = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 24 })
  fc.assert(
    fc.property(few, few, (a, b) => {
      const { runs, complete } = editPath(Int32Array.from(a), Int32Array.from(b))
      const sum = (of: 'same' | 'removed' | 'added') => runs.reduce((total, run) => total + run[of], 0)
      expect(complete).toBe(true)
      expect(sum('same')).toBe(commonLength(a, b))
      expect([sum('same') + sum('removed'), sum('same') + sum('added')]).toEqual([a.length, b.length])
    }),
  )
})

test('a change reads as one', () => {
  const { parts } = textDiff('The quick brown fox jumps.', 'The slow red fox jumps!')
  expect(parts).toEqual([
    { kind: 'same', text: 'The ' },
    { kind: 'removed', text: 'quick brown' },
    { kind: 'added', text: 'slow red' },
    { kind: 'same', text: ' fox jumps' },
    { kind: 'removed', text: '.' },
    { kind: 'added', text: '!' },
  ])
})

test('texts that differ everywhere end in one change, and say so', () => {
  const words = (of: string) => Array.from({ length: 5_000 }, (_, i) => `${of}${i}`).join(' ')
  const { parts, complete } = textDiff(`same start ${words('a')}`, `same start ${words('b')}`)
  expect(complete).toBe(false)
  expect(parts[0]).toEqual({ kind: 'same', text: 'same start ' })
})

test('long unchanged stretches are folded, around changes enough is left', () => {
  const long = 'unchanged '.repeat(100)
  const { parts } = textDiff(`${long}old ${long}`, `${long}new ${long}`)
  expect(folded(parts).map(({ kind, text, hidden }) => [kind, text.length, hidden])).toEqual([
    ['same', 0, 849],
    ['same', 151, 0],
    ['removed', 3, 0],
    ['added', 3, 0],
    ['same', 160, 0],
    ['same', 0, 841],
  ])
  expect(folded([{ kind: 'same', text: 'short' }])).toEqual([{ kind: 'same', text: 'short', hidden: 0 }])
  expect(folded([{ kind: 'same', text: long }])).toEqual([
    { kind: 'same', text: long.slice(0, 599), hidden: 0 },
    { kind: 'same', text: '', hidden: 401 },
  ])
})

test('folding loses no character and splits none', () => {
  const emoji = fc.array(fc.constantFrom('😀', 'x', ' '), { minLength: 0, maxLength: 900 }).map((w) => w.join(''))
  fc.assert(
    fc.property(emoji, emoji, (before, after) => {
      const { parts } = textDiff(`${before}|old|${after}`, `${before}|new|${after}`)
      const shown = folded(parts)
      const length = shown.reduce((sum, { text, hidden }) => sum + text.length + hidden, 0)
      expect(length).toBe(parts.reduce((sum, { text }) => sum + text.length, 0))
      expect(shown.some(({ text }) => /\p{Surrogate}/u.test(text))).toBe(false)
    }),
    { numRuns: 30 },
  )
})
