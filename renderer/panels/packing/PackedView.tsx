import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { formatPlural } from '../../format/numbers.ts'
import { PackMap } from '../../packmap/PackMap.tsx'
import { activateDataset, useDatasets } from '../../stores/datasetStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { inspectRow, showTab, useUi } from '../../stores/uiStore.ts'
import controls from '../../theme/controls.module.css'
import { CopyCommand } from '../export/CopyCommand.tsx'
import styles from './PackingView.module.css'
import { keepView, usePackRuns } from './packRunStore.ts'

interface PackedViewProps {
  engine: EngineApi
  view: DatasetInfo
  stale: boolean
}

/** A finished packing: what can be done with it, and its map. */
export function PackedView({ engine, view, stale }: PackedViewProps) {
  const { datasetId, parentId, pack } = view
  const run = usePackRuns((state) => Object.values(state.runs).find((other) => other.viewId === datasetId) ?? null)
  const isActive = useDatasets((state) => state.activeId === datasetId)
  if (!pack) return null
  const openAs = (tab: 'rows' | 'export') => {
    activateDataset(datasetId)
    showTab(tab)
  }
  return (
    <>
      <div className={styles.line}>
        <button type="button" className={controls.button} onClick={() => openAs('rows')}>
          Show packed rows
        </button>
        <button type="button" className={controls.button} onClick={() => openAs('export')}>
          Export packs
        </button>
        {run && !isActive && (
          <button
            type="button"
            className={controls.button}
            disabled={run.kept}
            title="The view stays in the list of sources when the settings change"
            onClick={() => parentId && keepView(parentId)}
          >
            {run.kept ? 'View is kept' : 'Keep this view'}
          </button>
        )}
        <CopyCommand dataset={view} />
        {view.issueCount > 0 && (
          <button
            type="button"
            className={controls.link}
            onClick={() => {
              activateDataset(datasetId)
              useUi.setState({ issuesOpen: true })
            }}
          >
            {formatPlural(view.issueCount, 'issue')} of this packing
          </button>
        )}
        {stale && <span className={styles.dim}>numbers and map are those of the settings before</span>}
      </div>
      {pack.packs > 0 ? (
        <PackMap
          key={datasetId}
          engine={engine}
          dataset={view}
          summary={pack}
          onOpenRow={(row) => parentId && inspectRow(parentId, row)}
          onError={reportError}
        />
      ) : (
        <p className={styles.message}>No pack was made: no row fits, or none could be read.</p>
      )}
    </>
  )
}
