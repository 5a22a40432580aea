import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { activateDataset, putDataset, useDatasets } from '../../stores/datasetStore.ts'
import { showTab, useUi, type ViewTab } from '../../stores/uiStore.ts'

/** Goes to a view as soon as it is open. Who went elsewhere meanwhile stays there; the view then only joins the list. */
export async function showView(opening: Promise<DatasetInfo> | DatasetInfo, tab: ViewTab): Promise<void> {
  const from = place()
  const view = await opening
  putDataset(view)
  if (place() !== from) return
  activateDataset(view.datasetId)
  showTab(tab)
}

function place(): string {
  return `${useDatasets.getState().activeId} ${useUi.getState().tab}`
}
