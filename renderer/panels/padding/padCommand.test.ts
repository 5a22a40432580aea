import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { padCommand } from './padCommand.ts'

const source = {
  name: 'chat.parquet',
  kind: 'source',
  source: { kind: 'path', path: '/d/chat.parquet' },
  tokenColumn: 'input_ids',
} as DatasetInfo

const usual: PadOptions = {
  column: 'input_ids',
  batchSize: 8,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
  shuffleSeed: 42,
}

test('defaults are left out', () => {
  expect(padCommand(source, '/d/chat.parquet', usual)).toBe('packscope pad /d/chat.parquet --batch-size 8')
})

test('everything else is named', () => {
  const options: PadOptions = {
    column: 'my text',
    batchSize: 16,
    side: 'left',
    padToMultipleOf: 64,
    targetLength: 512,
    order: 'shuffled',
    shuffleSeed: 7,
  }
  expect(padCommand(source, '/my data/a.parquet', options)).toBe(
    `packscope pad '/my data/a.parquet' --batch-size 16 --side left --multiple-of 64 --target-length 512 ` +
      `--order shuffled --shuffle-seed 7 --column 'my text'`,
  )
})

test('a seed that is not used, or is the usual one, is not named', () => {
  expect(padCommand(source, '/a', { ...usual, order: 'length', shuffleSeed: 7 })).toBe(
    'packscope pad /a --batch-size 8 --order length',
  )
  expect(padCommand(source, '/a', { ...usual, order: 'shuffled' })).toBe(
    'packscope pad /a --batch-size 8 --order shuffled',
  )
})

test('a browser file has no known place; samples and views have no command', () => {
  expect(padCommand(source, null, usual)).toBe('packscope pad PATH/TO/chat.parquet --batch-size 8')
  expect(padCommand({ ...source, source: { kind: 'sample', name: 'chat' } }, null, usual)).toBeNull()
  expect(padCommand({ ...source, kind: 'selected', source: null }, '/a', usual)).toBeNull()
})
