import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { showTab } from '../../stores/uiStore.ts'
import controls from '../../theme/controls.module.css'
import { CopyCommand } from '../export/CopyCommand.tsx'
import { AboutTheSource } from '../planning/AboutTheSource.tsx'
import styles from '../planning/PlanView.module.css'
import { PadFailure } from './PadFailure.tsx'
import { PadResult } from './PadResult.tsx'
import { usePaddings } from './usePaddings.ts'

interface PaddedViewProps {
  engine: EngineApi
  view: DatasetInfo
  sourceId: string
  /** What the view was made with. */
  options: PadOptions
}

/** The padding a padded view is made of: its figures, without settings. */
export function PaddedView({ engine, view, sourceId, options }: PaddedViewProps) {
  const paddings = usePaddings(engine, sourceId, options)
  const { error, stale, retry } = paddings
  return (
    <div className={styles.view}>
      <AboutTheSource view={view} action="Change the settings">
        A padded view. Its settings are those of the dataset it was padded from.
      </AboutTheSource>
      {error !== null && <PadFailure error={error} onRetry={retry} />}
      <PadResult engine={engine} datasetId={sourceId} paddings={paddings} stale={stale} onOrder={null}>
        <button type="button" className={controls.button} onClick={() => showTab('rows')}>
          Show padded rows
        </button>
        <button type="button" className={controls.button} onClick={() => showTab('export')}>
          Export padded rows
        </button>
        <CopyCommand dataset={view} />
      </PadResult>
    </div>
  )
}
