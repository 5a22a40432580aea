import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { optimalBands } from '../../../core/dedup/near/optimalBands.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import controls from '../../theme/controls.module.css'
import styles from '../planning/PlanView.module.css'
import { changeDedupSettings, dedupRunOf, useDedupRuns } from './dedupRunStore.ts'
import { cancelSearch, findDuplicates } from './dedupRuns.ts'
import { DedupResultView } from './result/DedupResultView.tsx'
import { MadeByDedup } from './result/MadeByDedup.tsx'
import { Searching } from './Searching.tsx'
import { DedupSettingsBar } from './settings/DedupSettingsBar.tsx'
import { checkDedupSettings, specOf } from './settings/dedupSettings.ts'

interface SourceDuplicatesProps {
  engine: EngineApi
  dataset: DatasetInfo
}

/** Duplicates of a dataset: what to look for, the search, and what it found. */
export function SourceDuplicates({ engine, dataset }: SourceDuplicatesProps) {
  const { datasetId, name, extent } = dataset
  const run = useDedupRuns((state) => dedupRunOf(state.runs, datasetId))
  const fresh = useDedupRuns((state) => state.lastSettings)
  const settings = useDedupRuns((state) => state.settings[datasetId] ?? fresh)
  const view = useDatasets((state) => state.datasets.find((other) => other.datasetId === run.result?.viewId) ?? null)
  const checked = checkDedupSettings(settings, dataset)
  const { search, result, ended } = run
  const request = checked.ok ? JSON.stringify(checked.asked) : null
  const start = () => {
    if (checked.ok && request) void findDuplicates(datasetId, specOf(checked.asked, optimalBands), request)
  }
  return (
    <div className={styles.view}>
      <MadeByDedup view={dataset} />
      <DedupSettingsBar
        dataset={dataset}
        settings={settings}
        checked={checked}
        onChange={(changed) => changeDedupSettings(datasetId, changed)}
        onSubmit={start}
      >
        <button type="button" className={controls.primary} disabled={!checked.ok || search !== null} onClick={start}>
          Find duplicates
        </button>
      </DedupSettingsBar>
      {search && <Searching name={name} jobId={search.jobId} onCancel={() => cancelSearch(datasetId)} />}
      {!search && ended && (
        <p className={styles.message} role="status">
          {ended === 'canceled' ? 'Cancelled: ' : `${name} could not be searched: `}
          {result ? 'below is what was found before.' : 'nothing was found or changed.'}
        </p>
      )}
      {!search && !ended && !result && (
        <p className={styles.message}>
          The search goes over {extent.exact ? 'all rows' : 'all rows, once they are known,'} of {name}. It changes no
          file: what is kept and what is left out open as views, group by group, before anything is exported.
        </p>
      )}
      {result && view && (
        <DedupResultView
          key={result.viewId}
          engine={engine}
          dataset={dataset}
          view={view}
          result={result}
          stale={search !== null || result.request !== request}
        />
      )}
    </div>
  )
}
