import { expect, test } from 'vitest'
import type { DedupSpec, DedupSummary } from '../../../../app/protocol/dedup.ts'
import { asSentence, dedupKpis, dedupStory, keyName } from './dedupStory.ts'

const spec: DedupSpec = {
  key: { kind: 'columns', columns: ['text'] },
  method: { kind: 'exact' },
  keep: 'first',
  against: null,
}
const summary: DedupSummary = {
  rows: 12_000,
  unique: 11_999,
  duplicates: 1,
  groups: 1,
  removalRate: 1 / 12_000,
  largestGroup: 2,
  nullKeys: 3,
  existing: 0,
  groupSizes: [{ size: 2, count: 1 }],
  warnings: [],
  spec,
}
const near: DedupSpec['method'] = {
  kind: 'near',
  column: 'body',
  ngramSize: 5,
  numPerm: 256,
  threshold: 0.7,
  bands: 25,
  rowsPerBand: 10,
  seed: 42,
}
const shownAs = (of: DedupSummary, id: string) =>
  dedupKpis(of)
    .find((kpi) => kpi.id === id)
    ?.value.replaceAll('\u00a0', ' ')

test('figures; a share is never rounded to none or all', () => {
  const ids = ['rows', 'unique', 'duplicates', 'groups', 'removal', 'largest', 'null-keys', 'existing']
  expect(ids.map((id) => shownAs(summary, id))).toEqual(['12.0 k', '12.0 k', '1', '1', '0.01 %', '2', '3', undefined])
  expect(dedupKpis(summary).find(({ id }) => id === 'unique')?.exact).toBe('11,999')
  expect(shownAs({ ...summary, rows: 0, removalRate: 0 }, 'removal')).toBe('–')
})

test('rows known elsewhere are a figure where they were asked for', () => {
  const against = { ...summary, spec: { ...spec, against: { kind: 'dataset', datasetId: 'd' } as const } }
  expect(shownAs(against, 'existing')).toBe('0')
})

test('the story says what is kept and what is known elsewhere', () => {
  expect(dedupStory(summary, null)).toEqual(['1 row repeats another; of each group its first row is kept.'])
  expect(dedupStory({ ...summary, duplicates: 5, groups: 2, existing: 2 }, 'eval.jsonl')).toEqual([
    '5 rows repeat another; of each group its first row is kept.',
    '2 rows stand in eval.jsonl too.',
  ])
  expect(dedupStory({ ...summary, spec: { ...spec, method: near, keep: 'longest' } }, null)).toEqual([
    '1 row nearly repeats another; of each group its longest row is kept.',
  ])
  expect(dedupStory({ ...summary, groups: 0, duplicates: 0 }, 'x')).toEqual([
    'No two rows are equal.',
    'None of the rows stands in x.',
  ])
  expect(dedupStory({ ...summary, rows: 0 }, null)).toEqual(['There is no row to compare: the dataset is empty.'])
})

test('what rows are compared by', () => {
  expect(keyName(spec)).toBe('text')
  expect(keyName({ ...spec, key: { kind: 'columns', columns: ['a', 'b'] } })).toBe('a, b')
  expect(keyName({ ...spec, key: { kind: 'row' } })).toBe('the whole row')
  expect(keyName({ ...spec, method: near })).toBe('body')
})

test('warnings are sentences, names of files stay as they are', () => {
  expect(asSentence('one group holds 9 rows: why?')).toBe('One group holds 9 rows: why?')
  expect(asSentence('71 % are left out')).toBe('71 % are left out.')
  expect(asSentence('known.txt: 1 line is no digest')).toBe('known.txt: 1 line is no digest.')
})
