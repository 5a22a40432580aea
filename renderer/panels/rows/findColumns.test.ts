import { expect, it } from 'vitest'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { findColumns } from './findColumns.ts'

const columns = [
  ['prompt', 'utf8'],
  ['input_ids', 'list<int32>'],
  ['id', 'int64'],
  ['Idea', 'utf8'],
].map(([name, type]): ColumnInfo => ({ name: name!, type: type!, kind: 'text', nullable: true, tokens: 'text' }))
const settings = columns.map(({ name }) => ({ name, width: 100, hidden: name === 'id', autoWidth: true }))

it.each([
  ['', 'prompt input_ids id Idea'],
  ['id', 'id Idea input_ids'],
  ['UTF8', 'prompt Idea'],
  ['ids list', 'input_ids'],
  ['  ', 'prompt input_ids id Idea'],
  ['nothing', ''],
])('%j finds %j', (query, names) => {
  expect(
    findColumns(columns, settings, query)
      .map(({ info }) => info.name)
      .join(' '),
  ).toBe(names)
})

it('passes over settings of columns that are gone', () => {
  expect(findColumns(columns.slice(0, 1), settings, '')).toHaveLength(1)
})
