import { expect, test } from 'vitest'
import type { ColumnInfo } from '../../../../app/protocol/datasets.ts'
import { DEFAULT_EXPORT_FORM } from '../form/exportForm.ts'
import { refusedOf } from './refusals.ts'

const column = (name: string, kind: ColumnInfo['kind']): ColumnInfo => ({
  name,
  kind,
  type: kind,
  nullable: true,
  tokens: null,
})
const columns = [column('id', 'integer'), column('ids', 'list'), column('turn', 'struct'), column('raw', 'binary')]
const refusals = ['ids', 'turn', 'raw'].map((name) => ({ column: name, message: `no ${name}` }))
const csv = { ...DEFAULT_EXPORT_FORM, format: 'csv' } as const

test('lists and structs could be JSON in formats of lines', () => {
  expect(refusedOf(refusals, columns, csv)).toMatchObject({
    columns: ['ids', 'turn', 'raw'],
    asJson: ['ids', 'turn'],
    others: [],
  })
  expect(refusedOf(refusals, columns, { ...csv, nestedAsJson: true }).asJson).toEqual([])
  expect(refusedOf(refusals, columns, { ...csv, format: 'parquet' }).asJson).toEqual([])
})

test('text is the lines of one column: the one called so, else the first of text', () => {
  const texts = [column('id', 'integer'), column('title', 'text'), column('text', 'text')]
  const several = [{ column: 'title', message: 'choose one' }]
  const only = (left: string[], of = texts) =>
    refusedOf(several, of, { ...DEFAULT_EXPORT_FORM, format: 'text', left: new Set(left) }).only
  expect(only([])).toBe('text')
  expect(only(['text'])).toBe('title')
  expect(only(['title', 'text'])).toBeNull()
  expect(only([], columns)).toBeNull()
  expect(refusedOf(several, texts, csv).only).toBeNull()
  expect(refusedOf([], texts, { ...csv, format: 'text' }).only).toBeNull()
})

test('what is about no column stands by itself; of one column the first reason counts', () => {
  const { reasons, others } = refusedOf(
    [
      { column: null, message: 'no zstd here' },
      { column: 'raw', message: 'first' },
      { column: 'raw', message: 'second' },
    ],
    columns,
    csv,
  )
  expect([...reasons]).toEqual([['raw', 'first']])
  expect(others).toEqual(['no zstd here'])
})
