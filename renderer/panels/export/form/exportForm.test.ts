import { expect, test } from 'vitest'
import { EXPORT_FORMATS, type ExportOptions, usualExportOptions } from '../../../../core/export/exportOptions.ts'
import { canWrap, checkExport, codecOf, DEFAULT_EXPORT_FORM, type ExportForm } from './exportForm.ts'

const form = (change: Partial<ExportForm>): ExportForm => ({ ...DEFAULT_EXPORT_FORM, ...change })
function optionsOf(change: Partial<ExportForm>): ExportOptions {
  const checked = checkExport(form(change), 1)
  if (!checked.ok) throw new Error(checked.message)
  return checked.options
}
const wrong = (change: Partial<ExportForm>, columns = 1) => {
  const checked = checkExport(form(change), columns)
  return checked.ok ? null : checked.field
}

test.each(EXPORT_FORMATS)('%s: nothing set is the usual', (format) =>
  expect(optionsOf({ format })).toEqual(usualExportOptions(format)),
)

test('what does not fit the format is not taken over', () => {
  const all = {
    codecs: { parquet: 'snappy' },
    rowGroupRows: '5',
    header: false,
    nestedAsJson: true,
    preset: 'axolotl',
  } as const
  expect(optionsOf({ ...all, format: 'jsonl' })).toEqual(usualExportOptions('jsonl'))
  expect(optionsOf({ ...all, format: 'parquet' })).toEqual({
    ...usualExportOptions('parquet'),
    codec: 'snappy',
    rowGroupRows: 5,
  })
  expect(optionsOf({ ...all, format: 'tsv' })).toEqual({ ...usualExportOptions('tsv'), header: false, nested: 'json' })
  expect(optionsOf({ ...all, format: 'text' })).toEqual({ ...usualExportOptions('text'), nested: 'json' })
  expect(optionsOf({ ...all, format: 'hf_dataset' })).toEqual({
    ...usualExportOptions('hf_dataset'),
    preset: 'axolotl',
  })
})

test('a codec is remembered for its format', () => {
  const codecs = { parquet: 'gzip', feather: 'none' } as const
  expect(codecOf(form({ format: 'parquet', codecs }))).toBe('gzip')
  expect(codecOf(form({ format: 'feather', codecs }))).toBe('none')
  expect(codecOf(form({ format: 'arrow', codecs }))).toBe('none')
})

test('files by size, rows and count', () => {
  expect(optionsOf({ shards: 'bytes', shardBytes: '1.5 GB' }).shardSize).toEqual({ by: 'bytes', bytes: 1.5e9 })
  expect(optionsOf({ shards: 'rows' }).shardSize).toEqual({ by: 'rows', rows: 100_000 })
  expect(optionsOf({ shards: 'count', shardCount: '12' }).shardSize).toEqual({ by: 'count', count: 12 })
})

test('a compression around the file where it fits', () => {
  expect(optionsOf({ format: 'csv', around: 'gzip', shards: 'count' }).compression).toBe('gzip')
  expect(optionsOf({ format: 'parquet', around: 'zstd' }).compression).toBe('zstd')
  // The command line could not tell it from the codec inside.
  expect(optionsOf({ format: 'parquet', around: 'zstd', shards: 'count' }).compression).toBeNull()
  expect(optionsOf({ format: 'hf_dataset', around: 'zstd' }).compression).toBeNull()
  expect(canWrap(form({ format: 'hf_dataset' }))).toBe(false)
})

test('what is wrong is named, as far as it is used', () => {
  expect(wrong({}, 0)).toBe('columns')
  expect(wrong({ shards: 'bytes', shardBytes: 'big' })).toBe('shardBytes')
  expect(wrong({ shards: 'one', shardBytes: 'big', shardRows: '', rowGroupRows: 'x' })).toBeNull()
  expect(wrong({ shards: 'rows', shardRows: '0' })).toBe('shardRows')
  expect(wrong({ shards: 'count', shardCount: '1e9' })).toBe('shardCount')
  expect(wrong({ format: 'parquet', rowGroupRows: '-1' })).toBe('rowGroupRows')
  expect(wrong({ format: 'parquet', rowGroupRows: ' ' })).toBeNull()
})

test.each(['', ' ', '.', '..', 'a/b', 'a\\b', 'C:', 'a\nb'])('%j is no name of a folder', (folderName) => {
  expect(wrong({ format: 'hf_dataset', folderName })).toBe('folderName')
  expect(wrong({ format: 'arrow', folderName })).toBeNull()
  expect(wrong({ format: 'arrow', shards: 'count', folderName })).toBe('folderName')
})

test('names with spaces and letters of any script are names of folders', () => {
  for (const folderName of ['my data', 'données 数据 v1.2', '.hidden', 'a'.repeat(200)]) {
    expect(wrong({ format: 'hf_dataset', folderName })).toBeNull()
  }
})
