import { forgetDedup } from '../panels/duplicates/dedupRunStore.ts'
import { forgetExportRun } from '../panels/export/exportRunStore.ts'
import { forgetExportForm } from '../panels/export/form/exportFormStore.ts'
import { forgetPackRun } from '../panels/packing/packRunStore.ts'
import { forgetPadding } from '../panels/padding/padStore.ts'
import { forgetRowsState } from '../panels/rows/rowsStore.ts'
import { datasetById, descendantsOf, dropDataset, useDatasets } from '../stores/datasetStore.ts'
import { currentEngine } from '../stores/engineStore.ts'
import { reportError } from '../stores/errorStore.ts'
import { forgetInUi } from '../stores/uiStore.ts'
import { forgetReadOptions } from './readOptions.ts'

/** Closes a dataset and the views derived from it. */
export async function closeDataset(datasetId: string): Promise<void> {
  const name = datasetById(datasetId)?.name ?? 'the dataset'
  forgetDataset(datasetId)
  try {
    await currentEngine().close({ datasetId })
  } catch (error) {
    reportError(error, `Could not close ${name}`)
  }
}

/** Nothing in the window points at the dataset, or at what was derived from it, any more. */
export function forgetDataset(datasetId: string): void {
  const gone = descendantsOf(useDatasets.getState().datasets, datasetId)
  dropDataset(datasetId)
  for (const id of gone) forgetState(id)
}

/** What the views keep about a dataset. */
export function forgetState(datasetId: string): void {
  forgetInUi(datasetId)
  forgetPackRun(datasetId)
  forgetPadding(datasetId)
  forgetDedup(datasetId)
  forgetExportRun(datasetId)
  forgetExportForm(datasetId)
  forgetRowsState(datasetId)
  forgetReadOptions(datasetId)
}
