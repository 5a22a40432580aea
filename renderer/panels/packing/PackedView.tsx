import { type ReactNode, useRef } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { formatPlural } from '../../format/numbers.ts'
import { activateDataset, useDatasets } from '../../stores/datasetStore.ts'
import { showTab, useUi } from '../../stores/uiStore.ts'
import controls from '../../theme/controls.module.css'
import { CopyCommand } from '../export/CopyCommand.tsx'
import styles from '../planning/PlanView.module.css'
import { PackPicture } from './PackPicture.tsx'
import { keepView, usePackRuns } from './packRunStore.ts'

interface PackedViewProps {
  engine: EngineApi
  view: DatasetInfo
  stale: boolean
  /** Stands at the end of the buttons. */
  children?: ReactNode
}

/** A finished packing: what can be done with it, and its map. */
export function PackedView({ engine, view, stale, children }: PackedViewProps) {
  const { datasetId, parentId, pack } = view
  const run = usePackRuns((state) => Object.values(state.runs).find((other) => other.viewId === datasetId) ?? null)
  const isActive = useDatasets((state) => state.activeId === datasetId)
  const detailOpen = usePackRuns((state) => state.detailOpen)
  const zoom = useRef(0)
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
        {!detailOpen && pack.packs > 0 && (
          <button type="button" className={controls.button} onClick={() => usePackRuns.setState({ detailOpen: true })}>
            Show the selected pack
          </button>
        )}
        {children}
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
        <PackPicture
          key={datasetId}
          engine={engine}
          view={view}
          summary={pack}
          zoom={zoom}
          detailOpen={detailOpen}
          onDetail={(open) => usePackRuns.setState({ detailOpen: open })}
        />
      ) : (
        <p className={styles.message}>No pack was made: no row fits, or none could be read.</p>
      )}
    </>
  )
}
