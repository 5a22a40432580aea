import { Int32, List, Schema, Struct, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { nullableField } from '../../table/jsonField.ts'
import { type ExportFormat, type ExportOptions, usualExportOptions } from '../exportOptions.ts'
import { loadingYaml, trainingWarnings } from './loadingYaml.ts'

const ids = new List(nullableField('item', new Int32()))
const messages = new List(nullableField('item', new Struct([nullableField('role', new Utf8())])))
const tokens = schemaOf({ input_ids: ids, attention_mask: ids, labels: ids })

function schemaOf(columns: Record<string, List | Utf8>): Schema {
  return new Schema(Object.entries(columns).map(([name, type]) => nullableField(name, type)))
}
const as = (format: ExportFormat, change: Partial<ExportOptions> = {}) => ({ ...usualExportOptions(format), ...change })

describe('the lines that load an export', () => {
  it('name a folder, and no strategy for tokens', () => {
    expect(loadingYaml('./my_export', tokens, as('hf_dataset'), null)).toBe(
      'datasets:\n  - path: ./my_export\n    type: # empty: the rows are tokens already\n',
    )
    expect(loadingYaml('sets', tokens, as('hf_dataset'), 'test.1')).toBe(
      'datasets:\n  - path: sets\n    split: test.1\n    type: # empty: the rows are tokens already\n',
    )
  })

  it.each<[Record<string, List | Utf8>, string]>([
    [{ messages }, ' chat_template'],
    [{ messages: new Utf8() }, ' # the prompt strategy for these columns'],
    [{ instruction: new Utf8(), output: new Utf8() }, ' alpaca'],
    [{ text: new Utf8() }, ' completion'],
    [{ input_ids: ids, labels: ids }, ' # the prompt strategy for these columns'],
  ])('guess the strategy of text: %#', (columns, type) => {
    expect(loadingYaml('a.jsonl', schemaOf(columns), as('jsonl'), null)).toBe(
      `datasets:\n  - path: a.jsonl\n    ds_type: json\n    type:${type}\n`,
    )
  })

  it.each([
    ['C:\\data\\my set', '"C:\\\\data\\\\my set"'],
    ['ü.jsonl', '"ü.jsonl"'],
    ['- x', '"- x"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['123', '"123"'],
    ['.', '"."'],
    ['null', '"null"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['/a/b-c_d.e', '/a/b-c_d.e'],
    ['../x', '../x'],
    ['', '""'],
  ])('write the path %j so that YAML reads it', (path, written) => {
    expect(loadingYaml(path, tokens, as('hf_dataset'), null)).toContain(`  - path: ${written}\n`)
  })

  it('are none where no loader reads the file', () => {
    expect(loadingYaml('a.tsv', tokens, as('tsv'), null)).toBeNull()
    expect(loadingYaml('a.csv', tokens, as('csv', { header: false }), null)).toBeNull()
    expect(loadingYaml('a.parquet.gz', tokens, as('parquet', { compression: 'gzip' }), null)).toBeNull()
    expect(loadingYaml('a.jsonl.gz', tokens, as('jsonl', { compression: 'gzip' }), null)).toContain('ds_type: json')
    expect(loadingYaml('a', tokens, as('parquet', { shardSize: { by: 'count', count: 2 } }), null)).not.toContain(
      'ds_type',
    )
    expect(loadingYaml('a.txt', schemaOf({ line: new Utf8() }), as('text'), null)).toContain('type: completion')
  })
})

it('warns that Axolotl forgets the borders of packs', () => {
  const saved = as('hf_dataset', { preset: 'axolotl' })
  expect(trainingWarnings(tokens, saved, true)).toEqual([expect.stringContaining('packs')])
  expect(trainingWarnings(tokens, saved, false)).toEqual([])
  expect(trainingWarnings(tokens, as('hf_dataset'), true)).toEqual([])
})
