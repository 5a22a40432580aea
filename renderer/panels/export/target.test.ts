import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { PackSummary } from '../../../app/protocol/packing.ts'
import { suggestedName } from './target.ts'

const named = (name: string) => ({ name, pack: null }) as DatasetInfo
const packed = { name: 'packed · greedy · 4096', pack: { sequenceLen: 4096 } as PackSummary } as DatasetInfo

test.each([
  ['chat.jsonl.zst', 'chat.arrow'],
  ['dpo.parquet', 'dpo.arrow'],
  ['v1.2 final.csv', 'v1.2-final.arrow'],
  ['a/b\\c:d.jsonl', 'a-b-c-d.arrow'],
  ['.jsonl', 'dataset.arrow'],
])('%s is exported as %s', (name, file) => expect(suggestedName(named(name), null, 'arrow')).toBe(file))

test('a view is named after its source', () => {
  const view = (kind: DatasetInfo['kind']) => ({ ...named('rows cut'), kind })
  expect(suggestedName(view('padded'), named('chat.jsonl'), 'arrow')).toBe('chat-padded.arrow')
  expect(suggestedName(view('selected'), named('chat.jsonl'), 'arrow')).toBe('chat-rows.arrow')
  expect(suggestedName(view('selected'), named('chat.jsonl'), 'arrow', 'deduplicated')).toBe('chat-deduplicated.arrow')
  expect(suggestedName(packed, named('chat.jsonl'), 'arrow-stream')).toBe('chat-packed-4096.arrows')
})
