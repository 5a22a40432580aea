import { type RefObject, useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PackSummary } from '../../../app/protocol/packing.ts'
import { PackDetailPane } from '../../packmap/detail/PackDetailPane.tsx'
import { PackMap } from '../../packmap/PackMap.tsx'
import { reportError } from '../../stores/errorStore.ts'
import { inspectRow } from '../../stores/uiStore.ts'
import styles from './PackPicture.module.css'
import { STRATEGIES } from './strategies.ts'

interface PackPictureProps {
  engine: EngineApi
  /** A packed view; remount (key) for another one. */
  view: DatasetInfo
  summary: PackSummary
  /** How close the map stands: outlives the view. */
  zoom: RefObject<number>
  /** Whether the selected pack is shown beside the map. */
  detailOpen: boolean
  onDetail(open: boolean): void
}

/** The pack map, and beside it the selected pack in detail. */
export function PackPicture({ engine, view, summary, zoom, detailOpen, onDetail }: PackPictureProps) {
  const { datasetId, parentId } = view
  const [pack, setPack] = useState(0)
  const openRow = (row: number) => {
    if (parentId) inspectRow(parentId, row)
  }
  return (
    <div className={styles.picture}>
      <PackMap
        engine={engine}
        dataset={view}
        summary={summary}
        zoom={zoom.current}
        onZoom={(next) => {
          zoom.current = next
        }}
        onSelectPack={setPack}
        onOpenRow={openRow}
        onError={reportError}
      />
      {detailOpen && (
        <PackDetailPane
          engine={engine}
          datasetId={datasetId}
          pack={pack}
          separated={STRATEGIES[summary.strategy].separated}
          onOpenRow={openRow}
          onClose={() => onDetail(false)}
          onError={reportError}
        />
      )}
    </div>
  )
}
