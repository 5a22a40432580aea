import { expect, test } from 'vitest'
import { EngineError } from '../../core/errors.ts'
import { describeError } from './errorStory.ts'

test('a coded error tells where and what to do', () => {
  const error = new EngineError('format/corrupt', 'row group 3 is cut short', {
    path: '/d/f.parquet',
    row: 1234,
    byte: 99,
  })
  const story = describeError(error, 'Could not open f.parquet')
  expect(story).toMatchObject({
    what: 'Could not open f.parquet',
    message: 'row group 3 is cut short',
    where: '/d/f.parquet · row 1,234 · byte 99',
    code: 'format/corrupt',
  })
  expect(story.advice).toMatch(/damaged/)
})

test('a path the message names already is not told twice', () => {
  const error = new EngineError('source/not-found', 'no such file: /d/f', { path: '/d/f' })
  expect(describeError(error, 'x').where).toBeNull()
})

test('nor are a row, a byte and a setting', () => {
  const message = 'row 12 has 9 tokens; with sequence_len 8 at most 8 fit'
  expect(
    describeError(new EngineError('limit/exceeded', message, { row: 12, feature: 'sequence_len' }), 'x').where,
  ).toBe(null)
  expect(describeError(new EngineError('limit/exceeded', message, { row: 1, byte: 8 }), 'x').where).toBe(
    'row 1 · byte 8',
  )
})

test('row 0 and byte 0 are places too', () => {
  const error = new EngineError('format/corrupt', 'bad', { row: 0, byte: 0 })
  expect(describeError(error, 'x').where).toBe('row 0 · byte 0')
})

test('the caller knows better what to do', () => {
  expect(describeError(new EngineError('limit/exceeded', 'm'), 'x', 'Do this.').advice).toBe('Do this.')
})

test('anything thrown can be told', () => {
  expect(describeError('plain words', 'x')).toMatchObject({ message: 'plain words', where: null, advice: null })
})
