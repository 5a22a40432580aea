import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { FormatOptions } from '../../core/formats/format.ts'
import { activateDataset, putDatasetBefore } from '../stores/datasetStore.ts'
import { currentEngine } from '../stores/engineStore.ts'
import { reportError } from '../stores/errorStore.ts'
import { closeDataset } from './closeDataset.ts'
import { setReadOptions } from './readOptions.ts'

/** Opens a source once more, read in another way, in the place of the dataset; its views go with it. */
export async function reopenAs(dataset: DatasetInfo, options: FormatOptions): Promise<void> {
  const { source, format, datasetId } = dataset
  if (!source) return
  try {
    const { dataset: reopened, firstPage } = await currentEngine().open({ source, format, options })
    setReadOptions(reopened.datasetId, options)
    putDatasetBefore(datasetId, reopened, firstPage)
    activateDataset(reopened.datasetId)
    await closeDataset(datasetId)
  } catch (error) {
    reportError(error, `Could not read ${dataset.name} so`)
  }
}
