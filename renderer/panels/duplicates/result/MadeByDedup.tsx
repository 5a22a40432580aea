import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import { activateDataset, useDatasets } from '../../../stores/datasetStore.ts'
import controls from '../../../theme/controls.module.css'
import styles from '../../planning/PlanView.module.css'
import { dedupOfView, useDedupRuns } from '../dedupRunStore.ts'
import { searched } from './searched.ts'

/** On a view of kept or removed rows: where it came from. Nothing on any other dataset. */
export function MadeByDedup({ view }: { view: DatasetInfo }) {
  const made = useDedupRuns((state) => dedupOfView(state.runs, view.datasetId))
  const source = useDatasets((state) => searched(state.datasets, made?.viewId))
  if (!made || !source) return null
  const which = made.viewId === view.datasetId ? 'kept' : 'left out'
  return (
    <div className={styles.line}>
      <span className={styles.dim}>
        The rows of {source.name} that were {which}. They can be searched once more.
      </span>
      <button type="button" className={controls.button} onClick={() => activateDataset(source.datasetId)}>
        Back to the groups
      </button>
    </div>
  )
}
