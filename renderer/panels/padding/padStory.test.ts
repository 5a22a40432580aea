import { expect, test } from 'vitest'
import type { PackSummary, PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { type Answers, remember } from './padAnswers.ts'
import { orderLines, padKpis, padStory } from './padStory.ts'

const options: PadOptions = {
  column: 'input_ids',
  batchSize: 8,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
  shuffleSeed: 7,
  padTokenId: 0,
  labelPadId: -100,
}

function summary(waste: number, patch: Partial<PadSummary> = {}): PadSummary {
  return {
    column: 'input_ids',
    tokenizer: null,
    rows: 3000,
    skippedRows: 0,
    batches: 375,
    tokens: 74_654,
    padTokens: 54_346,
    cutTokens: 0,
    cutRows: 0,
    waste,
    heat: new Float32Array(375),
    histogram: new Uint32Array(20),
    widths: [18, 44, 210],
    account: [],
    ...patch,
  }
}

function answered(wastes: Partial<Record<PadOptions['order'], number>>): Answers {
  let answers: Answers = new Map()
  for (const [order, waste] of Object.entries(wastes)) {
    const asked = { ...options, order: order as PadOptions['order'] }
    answers = remember(answers, asked, { summary: summary(waste), error: null })
  }
  return answers
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const tell = (wastes: Partial<Record<PadOptions['order'], number>>, order: PadOptions['order'], packed?: PackSummary) =>
  padStory(orderLines(answered(wastes), options), order, packed ?? null).map(plain)

test('losses are shown only where there are any', () => {
  expect(padKpis(summary(0.421)).map(({ id }) => id)).toEqual(['waste', 'pad', 'tokens', 'batches', 'widths'])
  const kpis = padKpis(summary(0.421, { cutTokens: 1234, cutRows: 1, skippedRows: 3 }))
  const shown = (id: string) => kpis.find((kpi) => kpi.id === id)
  expect(plain(shown('waste')?.value ?? '')).toBe('42.1 %')
  expect(shown('widths')?.value).toBe('18 · 44 · 210')
  expect(shown('cut')).toMatchObject({ value: '1,234', label: 'tokens cut in 1 row', bad: true })
  expect(shown('skipped')).toMatchObject({ value: '3', bad: true })
  const none = padKpis(summary(0, { batches: 0 }))
  expect(none.filter(({ value }) => value === '–').map(({ id }) => id)).toEqual(['waste', 'widths'])
})

test('the orders stand side by side as far as they are known', () => {
  let answers = answered({ file: 0.4, length: 0.02 })
  expect(orderLines(answers, options).map(({ name, summary, failed }) => [name, summary?.waste, failed])).toEqual([
    ['file order', 0.4, false],
    ['shuffled, seed 7', undefined, false],
    ['grouped by length', 0.02, false],
  ])
  answers = remember(answers, { ...options, order: 'shuffled' }, { summary: null, error: new Error('no') })
  expect(orderLines(answers, options)[1]).toMatchObject({ summary: null, failed: true })
})

test('the sentence says what grouping would save, or saves', () => {
  expect(tell({ file: 0.43, length: 0.019 }, 'file')).toEqual([
    'Grouped by length would waste 1.9 % instead of 43.0 %.',
  ])
  expect(tell({ file: 0.43, length: 0.019 }, 'length')).toEqual([
    'Grouped by length wastes 1.9 % instead of 43.0 % in file order.',
  ])
  expect(tell({ file: 0.3, length: 0.3 }, 'file')).toEqual(['Grouping by length would change nothing here.'])
  expect(tell({ file: 0.3, length: 0.3 }, 'length')).toEqual(['Grouping by length changes nothing here.'])
})

test('nothing is said about what is not known', () => {
  expect(tell({}, 'file')).toEqual([])
  expect(tell({ file: 0.4 }, 'file')).toEqual([])
  expect(tell({ length: 0.4 }, 'file')).toEqual([])
})

test('a packing of the same column is told beside', () => {
  const packed = { strategy: 'bfd', sequenceLen: 4096, packs: 12, efficiency: 0.987 } as PackSummary
  expect(tell({ file: 0.4 }, 'file', packed)).toEqual([
    'Packed (bfd, sequence_len 4,096) 1.3 % of the positions are empty.',
  ])
  expect(tell({ file: 0.4 }, 'file', { ...packed, packs: 0 })).toEqual([])
})
