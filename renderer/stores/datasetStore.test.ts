import { beforeEach, expect, test } from 'vitest'
import type { DatasetInfo, Page } from '../../app/protocol/datasets.ts'
import {
  activateDataset,
  descendantsOf,
  dropDataset,
  putDataset,
  putDatasetBefore,
  rebaseDatasets,
  sourceIdOf,
  useDatasets,
} from './datasetStore.ts'

const info = (datasetId: string, parentId: string | null = null, name = datasetId) =>
  ({ datasetId, parentId, name }) as DatasetInfo
const page = (datasetId: string) => ({ datasetId }) as Page
const ids = () => useDatasets.getState().datasets.map(({ datasetId }) => datasetId)
const activeId = () => useDatasets.getState().activeId

beforeEach(() => {
  rebaseDatasets(new Map())
  putDataset(info('a'), page('a'))
  putDataset(info('a1', 'a'))
  putDataset(info('a2', 'a1'))
  putDataset(info('b'), page('b'))
})

test('news replace, they do not repeat', () => {
  putDataset(info('a', null, 'renamed'))
  expect(ids()).toEqual(['a', 'a1', 'a2', 'b'])
  expect(useDatasets.getState().datasets[0]?.name).toBe('renamed')
  expect(useDatasets.getState().firstPages.get('a')).toEqual(page('a'))
})

test('a dataset can be put in front of another one, known or not', () => {
  putDatasetBefore('b', info('c'), page('c'))
  expect(ids()).toEqual(['a', 'a1', 'a2', 'c', 'b'])
  putDatasetBefore('a', info('c'), page('c'))
  expect(ids()).toEqual(['c', 'a', 'a1', 'a2', 'b'])
  putDatasetBefore('gone', info('d'), page('d'))
  expect(ids()).toEqual(['c', 'a', 'a1', 'a2', 'b', 'd'])
  expect(useDatasets.getState().firstPages.get('d')).toEqual(page('d'))
})

test('a dataset takes its views along, and its neighbour becomes active', () => {
  activateDataset('a2')
  dropDataset('a')
  expect(ids()).toEqual(['b'])
  expect(activeId()).toBe('b')
  dropDataset('b')
  expect(activeId()).toBeNull()
})

test('closing a view goes back to what it came from', () => {
  activateDataset('a2')
  dropDataset('a2')
  expect(activeId()).toBe('a1')
})

test('late news of a closed dataset do not bring it back', () => {
  dropDataset('b')
  putDataset(info('b'))
  expect(ids()).not.toContain('b')
})

test('a new engine may give old ids to other datasets', () => {
  activateDataset('a2')
  rebaseDatasets(
    new Map([
      ['a', { dataset: info('b', null, 'was a'), firstPage: page('b') }],
      ['b', { dataset: info('a', null, 'was b'), firstPage: page('a') }],
    ]),
  )
  expect(useDatasets.getState().datasets.map(({ datasetId, name }) => [datasetId, name])).toEqual([
    ['b', 'was a'],
    ['a', 'was b'],
  ])
  expect(activeId()).toBe('b')
  expect([...useDatasets.getState().firstPages.keys()]).toEqual(['b', 'a'])
})

test('what could not be opened again is gone', () => {
  activateDataset('a')
  rebaseDatasets(
    new Map([
      ['a', null],
      ['b', { dataset: info('n'), firstPage: page('n') }],
    ]),
  )
  expect(ids()).toEqual(['n'])
  expect(activeId()).toBe('n')
})

test('families', () => {
  const { datasets } = useDatasets.getState()
  expect(descendantsOf(datasets, 'a')).toEqual(['a', 'a1', 'a2'])
  expect(sourceIdOf(datasets, 'a2')).toBe('a')
  expect(sourceIdOf(datasets, null)).toBeNull()
})
