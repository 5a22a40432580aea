import { expect, test } from 'vitest'
import { askToReplace, useReplaceQuestion } from './replaceQuestion.ts'

test('one question at a time; the one before is taken as answered with no', async () => {
  const first = askToReplace('a', '/d/a')
  const second = askToReplace('b', null)
  await expect(first).resolves.toBe(false)
  const { question } = useReplaceQuestion.getState()
  expect(question).toMatchObject({ name: 'b', path: null })
  question?.answer(true)
  await expect(second).resolves.toBe(true)
  expect(useReplaceQuestion.getState().question).toBeNull()
})
