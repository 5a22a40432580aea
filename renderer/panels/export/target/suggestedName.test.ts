import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { PackSummary } from '../../../../app/protocol/packing.ts'
import { type ExportFormat, usualExportOptions } from '../../../../core/export/exportOptions.ts'
import { exportStem, targetName } from './suggestedName.ts'

const named = (name: string) => ({ name, pack: null }) as DatasetInfo
const packed = { name: 'packed · greedy · 4096', pack: { sequenceLen: 4096 } as PackSummary } as DatasetInfo

test.each([
  ['chat.jsonl.zst', 'chat'],
  ['dpo.parquet', 'dpo'],
  ['v1.2 final.csv', 'v1.2-final'],
  ['a/b\\c:d.jsonl', 'a-b-c-d'],
  ['.jsonl', 'dataset'],
])('%s is exported as %s', (name, stem) => expect(exportStem(named(name), null)).toBe(stem))

test('a view is named after its source', () => {
  const view = (kind: DatasetInfo['kind']) => ({ ...named('rows cut'), kind })
  expect(exportStem(view('padded'), named('chat.jsonl'))).toBe('chat-padded')
  expect(exportStem(view('selected'), named('chat.jsonl'))).toBe('chat-rows')
  expect(exportStem(view('selected'), named('chat.jsonl'), 'deduplicated')).toBe('chat-deduplicated')
  expect(exportStem(packed, named('chat.jsonl'))).toBe('chat-packed-4096')
})

test('a file tells its format and what is around it, a folder neither', () => {
  const name = (format: ExportFormat, change: object = {}) =>
    targetName('chat', { ...usualExportOptions(format), ...change })
  expect(name('arrow-stream')).toBe('chat.arrows')
  expect(name('csv', { compression: 'gzip' })).toBe('chat.csv.gz')
  expect(name('jsonl', { compression: 'zstd' })).toBe('chat.jsonl.zst')
  expect(name('hf_dataset')).toBe('chat')
  expect(name('csv', { compression: 'gzip', shardSize: { by: 'rows', rows: 5 } })).toBe('chat')
})
