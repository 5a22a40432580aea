import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { activateDataset, putDataset } from '../../stores/datasetStore.ts'
import { showTab, type ViewTab } from '../../stores/uiStore.ts'

/** Goes to a view that was just made, or that stands in the list already. */
export function showView(view: DatasetInfo, tab: ViewTab): void {
  putDataset(view)
  activateDataset(view.datasetId)
  showTab(tab)
}
