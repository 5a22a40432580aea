import { expect, test } from 'vitest'
import type { PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { type Answer, type Answers, nextQuestion, remember, summaryKey } from './padAnswers.ts'

const usual: PadOptions = {
  column: 'input_ids',
  batchSize: 8,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
  shuffleSeed: 42,
  padTokenId: 0,
  labelPadId: -100,
}
const good: Answer = { summary: { waste: 0.4 } as PadSummary, error: null }

test('what gives the same numbers has the same key', () => {
  expect(summaryKey({ ...usual, side: 'left', shuffleSeed: 1 })).toBe(summaryKey(usual))
  const shuffled: PadOptions = { ...usual, order: 'shuffled' }
  const others: PadOptions[] = [
    { ...usual, batchSize: 9 },
    { ...usual, column: 'text' },
    { ...usual, padToMultipleOf: 8 },
    { ...usual, targetLength: 8 },
    { ...usual, order: 'length' },
    shuffled,
    { ...shuffled, shuffleSeed: 1 },
  ]
  expect(new Set([usual, ...others].map(summaryKey)).size).toBe(others.length + 1)
})

test('the order asked for comes first, then the others, then nothing', () => {
  const asked: string[] = []
  let answers: Answers = new Map()
  const wanted: PadOptions = { ...usual, order: 'length' }
  for (let next = nextQuestion(answers, wanted); next; next = nextQuestion(answers, wanted)) {
    asked.push(next.order)
    answers = remember(answers, next, good)
  }
  expect(asked).toEqual(['length', 'file', 'shuffled'])
})

test('where the order asked for failed the others are not tried', () => {
  const answers = remember(new Map(), usual, { summary: null, error: new Error('no') })
  expect(nextQuestion(answers, usual)).toBeNull()
  expect(nextQuestion(answers, { ...usual, order: 'length' })?.order).toBe('length')
})

test('the oldest answers are forgotten, never the newest', () => {
  let answers: Answers = new Map()
  for (let batchSize = 1; batchSize <= 40; batchSize++) answers = remember(answers, { ...usual, batchSize }, good)
  expect(answers.size).toBe(12)
  expect(answers.has(summaryKey({ ...usual, batchSize: 40 }))).toBe(true)
  expect(answers.has(summaryKey({ ...usual, batchSize: 1 }))).toBe(false)
})
