import { expect, test } from 'vitest'
import { COMPRESSION_SUFFIX, FORMAT_SUFFIX, formatByName } from './exportNames.ts'
import { EXPORT_FORMATS, type FileCompression } from './exportOptions.ts'

test.each([
  ['a.arrow', 'arrow', null],
  ['/d/a.IPC', 'arrow', null],
  ['C:\\d\\a.arrows', 'arrow-stream', null],
  ['my file.v2.csv.gz', 'csv', 'gzip'],
  ['a.TSV.ZST', 'tsv', 'zstd'],
  ['a.txt', 'text', null],
  ['a.gz', null, 'gzip'],
  ['a.constructor', null, null],
  ['folder.jsonl/a', null, null],
  ['a', null, null],
  ['', null, null],
])('%s is %s in %s', (name, format, compression) => expect(formatByName(name)).toMatchObject({ format, compression }))

test('every suffix we give tells the format and the compression again', () => {
  for (const format of EXPORT_FORMATS) {
    if (format === 'hf_dataset') continue
    expect(formatByName(`é a${FORMAT_SUFFIX[format]}`)).toMatchObject({ format, compression: null })
    for (const [compression, suffix] of Object.entries(COMPRESSION_SUFFIX) as [FileCompression, string][]) {
      expect(formatByName(`a${FORMAT_SUFFIX[format]}${suffix}`)).toMatchObject({ format, compression })
    }
  }
})
