import { expect, test } from 'vitest'
import type { PackSummary } from '../../../app/protocol/packing.ts'
import { formatTimes, kpisOf, previewKpis } from './kpis.ts'

const summary: PackSummary = {
  strategy: 'greedy',
  sequenceLen: 512,
  capacity: 1024,
  column: 'input_ids',
  tokenizer: null,
  rows: 3000,
  packs: 173,
  tokens: 80_000,
  trainedTokens: 20_000,
  addedTokens: 3000,
  padTokens: 5000,
  cutTokens: 0,
  droppedRows: 0,
  truncatedRows: 0,
  splitRows: 0,
  skippedRows: 0,
  efficiency: 0.9171,
  speedUp: 8.06,
  account: [],
}
const shown = (changed: Partial<PackSummary>, id: string) =>
  kpisOf({ ...summary, ...changed }).find((kpi) => kpi.id === id)

test('six numbers, in the trainer’s words', () => {
  expect(kpisOf(summary).map(({ id, value }) => [id, value.replaceAll('\u00a0', ' ')])).toEqual([
    ['efficiency', '91.71 %'],
    ['packs', '173'],
    ['tokens', '80.0 k'],
    ['cut', '0'],
    ['pad', '5,000'],
    ['speedup', '8.1×'],
  ])
  expect(shown({}, 'packs')?.label).toBe('packs of 1,024')
  expect(shown({}, 'tokens')?.label.replaceAll('\u00a0', ' ')).toBe('tokens kept + 3,000 EOS, 25 % trained on')
  expect(shown({ trainedTokens: null, addedTokens: 0 }, 'tokens')?.label).toBe('tokens kept')
})

test('without a pack nothing is full or quick', () => {
  expect([shown({ packs: 0 }, 'efficiency')?.value, shown({ packs: 0 }, 'speedup')?.value]).toEqual(['–', '–'])
})

test('what is lost stands out, rows without tokens too', () => {
  expect(shown({}, 'cut')?.bad).toBe(false)
  expect(shown({ skippedRows: 2 }, 'cut')).toMatchObject({ bad: true, label: 'tokens lost; rows: 2 skipped' })
  expect(shown({ cutTokens: 9, truncatedRows: 1, droppedRows: 3 }, 'cut')).toMatchObject({
    value: '9',
    bad: true,
    label: 'tokens lost; rows: 1 cut, 3 dropped',
  })
})

test('a point of the curve has the same ids, so that nothing jumps', () => {
  const point = {
    strategy: 'greedy' as const,
    sequenceLen: 512,
    packs: 100,
    efficiency: 0.75,
    keptTokens: 70_000,
    cutTokens: 0,
    droppedRows: 0,
  }
  const preview = previewKpis(point, 2)
  expect(preview.map(({ id }) => id)).toEqual(kpisOf(summary).map(({ id }) => id))
  expect(preview.find(({ id }) => id === 'pad')?.value.replaceAll('\u00a0', ' ')).toBe('25.6 k')
})

test.each([
  [1, '1.0×'],
  [8.06, '8.1×'],
  [1234.4, '1,234×'],
])('%d times is %s', (factor, text) => expect(formatTimes(factor)).toBe(text))
