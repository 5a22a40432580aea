import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import type { ViewTab } from '../../stores/uiStore.ts'
import { showView } from '../planning/showView.ts'

/** Goes to the padded rows: to the view that holds them already, or to a new one. */
export async function openPadded(
  engine: Pick<EngineApi, 'openPadded'>,
  dataset: DatasetInfo,
  options: PadOptions,
  tab: ViewTab,
): Promise<void> {
  const { datasetId, name } = dataset
  const same = useDatasets
    .getState()
    .datasets.find(({ parentId, pad }) => parentId === datasetId && pad !== null && samePadding(pad, options))
  try {
    await showView(same ?? engine.openPadded({ datasetId, options }), tab)
  } catch (error) {
    reportError(error, `Could not pad ${name}`)
  }
}

/** Whether two paddings give the same rows. */
export function samePadding(a: PadOptions, b: PadOptions): boolean {
  return (Object.keys(a) as (keyof PadOptions)[]).every(
    (name) => a[name] === b[name] || (name === 'shuffleSeed' && a.order !== 'shuffled'),
  )
}
