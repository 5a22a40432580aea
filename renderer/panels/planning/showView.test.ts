import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { activateDataset, useDatasets } from '../../stores/datasetStore.ts'
import { showTab, useUi } from '../../stores/uiStore.ts'
import { showView } from './showView.ts'

const dataset = (datasetId: string) => ({ datasetId, parentId: null }) as DatasetInfo

test('a view is gone to, unless one went elsewhere while it was being opened', async () => {
  activateDataset('source')
  showTab('padding')
  await showView(Promise.resolve(dataset('cut')), 'rows')
  expect([useDatasets.getState().activeId, useUi.getState().tab]).toEqual(['cut', 'rows'])

  const late = showView(Promise.resolve(dataset('late')), 'export')
  showTab('packing')
  await late
  expect([useDatasets.getState().activeId, useUi.getState().tab]).toEqual(['cut', 'packing'])
  expect(useDatasets.getState().datasets.map(({ datasetId }) => datasetId)).toEqual(['cut', 'late'])
})
