import { type DataType, Field, Float64, Int32, List, Schema, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { jsonField } from '../table/jsonField.ts'
import { columnTokens, likelyTokenColumn } from './tokenColumn.ts'

const ids = new List(new Field('item', new Int32()))
const schema = (...columns: [string, DataType][]) =>
  new Schema(columns.map(([name, type]) => new Field(name, type, true)))

describe('the column to pack', () => {
  it.each([
    [schema(['text', new Utf8()], ['input_ids', ids], ['labels', ids]), 'input_ids'],
    [schema(['labels', ids], ['tokens', ids]), 'tokens'],
    [schema(['id', new Utf8()], ['source', new Utf8()], ['body', new Utf8()]), 'body'],
    [schema(['prompt', new Utf8()], ['completion', new Utf8()]), 'completion'],
    [schema(['id', new Utf8()], ['score', new Float64()]), 'id'],
    [schema(['score', new Float64()]), null],
    [schema(), null],
  ])('%#: %s', (columns, expected) => {
    expect(likelyTokenColumn(columns)).toBe(expected)
  })

  it('is never one that holds JSON of many types', () => {
    expect(columnTokens(jsonField('mixed'))).toBeNull()
    expect(columnTokens(new Field('text', new Utf8()))).toBe('text')
    expect(columnTokens(new Field('list', new List(new Field('item', new Float64()))))).toBeNull()
  })
})
