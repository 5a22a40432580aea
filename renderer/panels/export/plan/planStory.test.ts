import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { PackSummary } from '../../../../app/protocol/packing.ts'
import { chainOf, planKpis, planStory } from './planStory.ts'

const dataset = {
  datasetId: 'd',
  parentId: null,
  name: 'chat.jsonl',
  kind: 'source',
  extent: { numRows: 1234, exact: true },
  pack: null,
  issueCount: 0,
} as DatasetInfo

test('what is written, and what is not', () => {
  expect(planStory(dataset, 1)).toBe('Writes 1,234 rows of 1 column.')
  expect(planStory({ ...dataset, issueCount: 2 }, 3)).toBe(
    'Writes 1,234 rows of 3 columns. Rows that cannot be read are left out and counted (2 issues).',
  )
  expect(planStory({ ...dataset, extent: { numRows: 10, exact: false }, issueCount: 1 }, 3)).toBe(
    'Writes all rows (over 10; still being counted) of 3 columns. Rows that cannot be read are left out and counted (1 issue so far).',
  )
  const pack = { droppedRows: 2, skippedRows: 1 } as PackSummary
  expect(planStory({ ...dataset, kind: 'packed', pack }, 4)).toBe(
    'Writes 1,234 packs of 4 columns. 3 source rows are in no pack.',
  )
})

test('figures stand in their places, known or not', () => {
  const plan = {
    rows: 1_204_881,
    bytes: 18_712_345_678,
    files: 38,
    refusals: [],
    targetExists: false,
    yaml: null,
    warnings: [],
  }
  const figures = (of: typeof plan | null) =>
    planKpis(of, 'pack').map(({ value, label }) => `${value} ${label}`.replaceAll('\u00a0', ' '))
  expect(figures(plan)).toEqual(['1,204,881 packs', '18.7 GB estimated size', '38 files'])
  expect(figures({ ...plan, rows: 1, files: 1 })).toEqual(['1 pack', '18.7 GB estimated size', '1 file'])
  expect(figures(null)).toEqual(['– packs', '– estimated size', '– files'])
})

test('a view is named with all it was made of', () => {
  const view = { ...dataset, datasetId: 'v', parentId: 'd' }
  const packed = { ...dataset, datasetId: 'p', parentId: 'v' }
  const ids = (of: DatasetInfo) => chainOf([packed, dataset, view], of).map(({ datasetId }) => datasetId)
  expect(ids(packed)).toEqual(['d', 'v', 'p'])
  expect(ids(dataset)).toEqual(['d'])
})
