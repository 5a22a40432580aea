import type { ColumnInfo, DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import { CopyPadCommand } from '../export/CopyCommand.tsx'
import styles from '../planning/PlanView.module.css'
import { tokenColumnsOf } from '../planning/tokenColumns.ts'
import { openPadded } from './openPadded.ts'
import { PadFailure } from './PadFailure.tsx'
import { PadResult } from './PadResult.tsx'
import { PadSettingsBar } from './PadSettingsBar.tsx'
import { checkPadSettings, type PadSettings } from './padSettings.ts'
import { changePadSettings, usePadStore } from './padStore.ts'
import { useAsked } from './useAsked.ts'
import { usePaddings } from './usePaddings.ts'

interface SourcePaddingProps {
  engine: EngineApi
  dataset: DatasetInfo
  column: ColumnInfo
}

/** Padding of a source: its settings, and what they come to. */
export function SourcePadding({ engine, dataset, column }: SourcePaddingProps) {
  const { datasetId } = dataset
  const fresh = usePadStore((state) => state.lastSettings)
  const settings = usePadStore((state) => state.settings[datasetId] ?? fresh)
  const checked = checkPadSettings(settings, column.name)
  const { asked, askNow } = useAsked(checked.ok ? checked.options : null)
  const paddings = usePaddings(engine, datasetId, asked)
  const { summary, options, stale, error, retry } = paddings
  const change = (changed: PadSettings) => changePadSettings(datasetId, changed)
  return (
    <div className={styles.view}>
      <PadSettingsBar
        settings={settings}
        columns={tokenColumnsOf(dataset.columns)}
        column={column}
        checked={checked}
        onChange={change}
        onSubmit={askNow}
      />
      {error !== null && checked.ok && <PadFailure error={error} onRetry={retry} />}
      {!summary && error === null && checked.ok && <Waiting dataset={dataset} />}
      <PadResult
        engine={engine}
        datasetId={datasetId}
        paddings={paddings}
        stale={stale || !checked.ok}
        onOrder={(order) => change({ ...settings, order })}
      >
        {options && summary && summary.batches > 0 && (
          <>
            <button
              type="button"
              className={controls.button}
              onClick={() => void openPadded(engine, dataset, options, 'rows')}
            >
              Show padded rows
            </button>
            <button
              type="button"
              className={controls.button}
              onClick={() => void openPadded(engine, dataset, options, 'export')}
            >
              Export padded rows
            </button>
          </>
        )}
        {options && <CopyPadCommand dataset={dataset} options={options} />}
      </PadResult>
    </div>
  )
}

function Waiting({ dataset }: { dataset: DatasetInfo }) {
  const { datasetId, name, extent } = dataset
  const counting = useJobs((state) =>
    state.jobs.some(
      (job) =>
        job.datasetId === datasetId && job.kind === 'count' && (job.state === 'running' || job.state === 'queued'),
    ),
  )
  const doing = !extent.exact ? 'Waiting for the rows' : counting ? 'Counting the tokens' : 'Padding the batches'
  return (
    <p className={styles.message} role="status" aria-busy="true">
      {doing} of {name}…
    </p>
  )
}
