import { expect, test } from 'vitest'
import type { ColumnInfo } from '../../../../app/protocol/datasets.ts'
import {
  checkDedupSettings,
  DEFAULT_DEDUP_SETTINGS,
  type DedupSettings,
  type Keyed,
  keyColumnOf,
  lastingSettings,
  nearColumnOf,
  parseDedupSettings,
  specOf,
} from './dedupSettings.ts'

const column = (name: string, kind: ColumnInfo['kind']) => ({ name, kind }) as ColumnInfo
const dataset: Keyed = {
  columns: [column('id', 'text'), column('body', 'text'), column('tags', 'list')],
  tokenColumn: 'body',
}
const noText: Keyed = { columns: [column('a', 'integer')], tokenColumn: null }
const check = (patch: Partial<DedupSettings>, of = dataset) =>
  checkDedupSettings({ ...DEFAULT_DEDUP_SETTINGS, ...patch }, of)
const bandsFor = () => ({ bands: 25, rowsPerBand: 10 })
const spec = (patch: Partial<DedupSettings>) => {
  const checked = check(patch)
  if (!checked.ok) throw new Error(checked.message)
  return specOf(checked.asked, bandsFor)
}

test('what is trained on is compared, unless another column is chosen', () => {
  expect(keyColumnOf(dataset, null)?.name).toBe('body')
  expect(keyColumnOf(dataset, 'tags')?.name).toBe('tags')
  expect(keyColumnOf(dataset, 'gone')?.name).toBe('body')
  expect(keyColumnOf({ ...dataset, tokenColumn: null }, null)?.name).toBe('id')
  expect(keyColumnOf(noText, null)?.name).toBe('a')
  expect(keyColumnOf({ columns: [], tokenColumn: null }, null)).toBeNull()
  expect(nearColumnOf(dataset, 'tags')?.name).toBe('body')
  expect(nearColumnOf({ ...dataset, tokenColumn: 'tags' }, null)?.name).toBe('id')
  expect(nearColumnOf(noText, 'a')).toBeNull()
})

test('settings become what the engine is asked for', () => {
  expect(spec({})).toEqual({
    key: { kind: 'columns', columns: ['body'] },
    method: { kind: 'exact' },
    keep: 'first',
    against: null,
  })
  expect(spec({ key: 'columns', columns: ['tags', 'gone', 'id'] }).key).toEqual({
    kind: 'columns',
    columns: ['id', 'tags'],
  })
  expect(spec({ key: 'columns' }).key).toEqual({ kind: 'columns', columns: ['id', 'body', 'tags'] })
  expect(spec({ key: 'row', keep: 'longest' })).toMatchObject({ key: { kind: 'row' }, keep: 'longest' })
  expect(spec({ key: 'axolotl' }).key).toEqual({ kind: 'axolotl' })
  const file = { name: 'known.txt', source: { kind: 'path', path: '/known.txt' } } as const
  expect(spec({ against: { kind: 'hashes', file } }).against).toEqual({ kind: 'hashes', source: file.source })
  expect(spec({ against: { kind: 'dataset', datasetId: 'd' } }).against).toEqual({ kind: 'dataset', datasetId: 'd' })
})

test('near: bands as suit the threshold, or as typed', () => {
  const near = { method: 'near', threshold: ' .85 ', nearColumn: 'id', key: 'row' } as const
  expect(spec(near)).toMatchObject({
    key: { kind: 'columns', columns: ['id'] },
    method: {
      kind: 'near',
      column: 'id',
      threshold: 0.85,
      ngramSize: 5,
      numPerm: 250,
      bands: 25,
      rowsPerBand: 10,
      seed: 42,
    },
  })
  expect(spec({ ...near, bands: '62', rowsPerBand: '4' }).method).toMatchObject({ bands: 62, rowsPerBand: 4 })
  expect(Object.keys(spec(near).method)).not.toContain('inBands')
})

test.each([
  ['threshold', ['', '0', '1.01', '-1', '70 %', '1e-1', 'NaN', '0,7'], {}],
  ['ngramSize', ['', '0', '257', '2.5'], {}],
  ['numPerm', ['0', '4097', 'many'], {}],
  ['seed', ['-1', '4294967296', ''], {}],
  ['bands', ['0', '251', 'x'], { rowsPerBand: '1' }],
  ['bands', [''], { rowsPerBand: '4' }],
  ['rowsPerBand', ['', '0', '6', 'x'], { bands: '50' }],
] as const)('%s is refused where it is wrong, and not looked at where it does not show', (field, wrong, rest) => {
  for (const text of wrong) {
    const patch = { ...rest, [field]: text }
    expect(check({ ...patch, method: 'near' })).toMatchObject({ ok: false, field })
    expect(check({ ...patch, method: 'exact' }).ok).toBe(true)
  }
})

test('nothing to compare is told', () => {
  expect(check({ key: 'columns', columns: [] })).toMatchObject({ ok: false, field: 'columns' })
  expect(check({ key: 'columns', columns: [], method: 'near' }).ok).toBe(true)
  expect(check({}, { columns: [], tokenColumn: null })).toMatchObject({ ok: false, field: 'columns' })
  expect(check({ method: 'near' }, noText)).toMatchObject({ ok: false, field: 'columns' })
  const hashes = { kind: 'hashes', file: null } as const
  expect(check({ against: hashes })).toMatchObject({ ok: false, field: 'against' })
  const file = { name: 'known.txt', source: { kind: 'path', path: '/known.txt' } } as const
  expect(check({ against: { ...hashes, file }, method: 'near' })).toMatchObject({ ok: false, field: 'against' })
})

test('what was stored comes back, but for what belongs to a file; the unreadable gives its default', () => {
  const settings: DedupSettings = {
    method: 'near',
    key: 'axolotl',
    column: 'body',
    columns: ['id'],
    keep: 'most-complete',
    against: { kind: 'dataset', datasetId: 'd' },
    nearColumn: 'body',
    threshold: '0.9',
    ngramSize: '3',
    numPerm: '128',
    bands: '16',
    rowsPerBand: '8',
    seed: '1',
  }
  expect(parseDedupSettings(JSON.parse(JSON.stringify(settings)))).toEqual(lastingSettings(settings))
  expect(lastingSettings(settings)).toMatchObject({ column: null, columns: null, nearColumn: null, threshold: '0.9' })
  for (const stored of [undefined, null, 3, [], { method: 'fuzzy', key: 1, keep: {}, threshold: 0.7, bands: null }]) {
    expect(parseDedupSettings(stored)).toEqual(DEFAULT_DEDUP_SETTINGS)
  }
})
