import { expect, test } from 'vitest'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { tokenColumnOf, tokenColumnsOf } from './tokenColumns.ts'
import { wholeNumber, wholeNumberRule } from './wholeNumber.ts'

const column = (name: string, tokens: ColumnInfo['tokens']) => ({ name, tokens }) as ColumnInfo
const columns = [column('messages', null), column('text', 'text'), column('labels', 'ids'), column('input_ids', 'ids')]

test('ids come before text, the rest is left out', () => {
  expect(tokenColumnsOf(columns).map(({ name }) => name)).toEqual(['labels', 'input_ids', 'text'])
})

test('the chosen column, else the dataset’s own, else any', () => {
  expect(tokenColumnOf({ columns, tokenColumn: 'input_ids' }, null)?.name).toBe('input_ids')
  expect(tokenColumnOf({ columns, tokenColumn: 'input_ids' }, 'text')?.name).toBe('text')
  expect(tokenColumnOf({ columns, tokenColumn: 'input_ids' }, 'gone')?.name).toBe('input_ids')
  expect(tokenColumnOf({ columns, tokenColumn: 'input_ids' }, 'messages')?.name).toBe('input_ids')
  expect(tokenColumnOf({ columns, tokenColumn: null }, null)?.name).toBe('labels')
  expect(tokenColumnOf({ columns: columns.slice(0, 1), tokenColumn: null }, null)).toBeNull()
})

test.each([
  ['4096', 4096],
  [' 4,096 ', 4096],
  ['4_096', 4096],
  ['0', null],
  ['-8', null],
  ['1e3', null],
  ['12.5', null],
  ['0x2a', null],
  ['', null],
  ['9007199254740993', null],
  ['99999999999999999999', null],
])('%j is the whole number %j', (text, value) => {
  expect(wholeNumber(text, 1, Number.MAX_SAFE_INTEGER)).toBe(value)
  expect(wholeNumberRule('seed', 1, 4096)).toBe('seed is a whole number from 1 to 4,096')
})
