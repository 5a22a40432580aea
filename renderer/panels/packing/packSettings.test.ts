import { expect, test } from 'vitest'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { checkSettings, columnToPack, DEFAULT_SETTINGS, packableColumns } from './packSettings.ts'

const column = (name: string, type: string, kind: ColumnInfo['kind']): ColumnInfo => ({
  name,
  type,
  kind,
  nullable: true,
})

const tokenized = [
  column('labels', 'list<int32>', 'list'),
  column('attention_mask', 'list<int8>', 'list'),
  column('input_ids', 'list<int32>', 'list'),
]

test('lists of integers and text can be packed, other lists cannot', () => {
  const columns = packableColumns([
    column('text', 'utf8', 'text'),
    column('ids', 'large_list<uint16>', 'list'),
    column('fixed', 'fixed_size_list<int64>[8]', 'list'),
    column('messages', 'list<struct<role: utf8, content: utf8>>', 'list'),
    column('tags', 'list<utf8>', 'list'),
    column('weights', 'list<float32>', 'list'),
    column('id', 'int64', 'integer'),
  ])
  expect(columns.map(({ name, holds }) => [name, holds])).toEqual([
    ['ids', 'ids'],
    ['fixed', 'ids'],
    ['text', 'text'],
  ])
})

test('input_ids comes before labels wherever it stands', () => {
  expect(columnToPack(packableColumns(tokenized), null)?.name).toBe('input_ids')
})

test('the chosen column counts as long as it is there', () => {
  const columns = packableColumns(tokenized)
  expect(columnToPack(columns, 'labels')?.name).toBe('labels')
  expect(columnToPack(columns, 'gone')?.name).toBe('input_ids')
})

test('an id is packed only when there is nothing else', () => {
  const id = column('row_id', 'utf8', 'text')
  expect(columnToPack(packableColumns([id, column('story', 'utf8', 'text')]), null)?.name).toBe('story')
  expect(columnToPack(packableColumns([id]), null)?.name).toBe('row_id')
})

test('labels are better than nothing; nothing is nothing', () => {
  expect(columnToPack(packableColumns(tokenized.slice(0, 1)), null)?.name).toBe('labels')
  expect(columnToPack([], null)).toBeNull()
})

test('settings become options', () => {
  expect(checkSettings({ ...DEFAULT_SETTINGS, sequenceLen: ' 4,096 ' }, 'text')).toEqual({
    ok: true,
    options: {
      strategy: 'greedy',
      sequenceLen: 4096,
      column: 'text',
      padTokenId: 0,
      eosTokenId: 2,
      labelPadId: -100,
      excess: 'drop',
    },
  })
})

test.each(['', '2', '-5', '1e4', '12.5', '16777217', '99999999999999999999', 'many'])(
  'sequence_len %j is refused',
  (text) => {
    expect(checkSettings({ ...DEFAULT_SETTINGS, sequenceLen: text }, 'text')).toMatchObject({
      ok: false,
      field: 'sequenceLen',
    })
  },
)

test('token ids are 32-bit', () => {
  expect(checkSettings({ ...DEFAULT_SETTINGS, padTokenId: '2147483648' }, 'c')).toMatchObject({ field: 'padTokenId' })
  expect(checkSettings({ ...DEFAULT_SETTINGS, eosTokenId: '' }, 'c')).toMatchObject({ field: 'eosTokenId' })
  expect(checkSettings({ ...DEFAULT_SETTINGS, eosTokenId: '2147483647' }, 'c').ok).toBe(true)
})
