import { useEffect } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { activateDataset, useDatasets } from '../../stores/datasetStore.ts'
import { useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import { PackedView } from './PackedView.tsx'
import styles from './PackingView.module.css'
import { PackSettingsBar } from './PackSettingsBar.tsx'
import { changeSettings, packRunOf, usePackRuns } from './packRunStore.ts'
import { runPack, runPackAgain } from './packRuns.ts'
import { checkSettings, columnToPack, type PackableColumn, packableColumns } from './packSettings.ts'

/** A length is not packed while its digits are still being typed. */
const RUN_AFTER_MS = 300

interface PackingViewProps {
  engine: EngineApi
  dataset: DatasetInfo
}

export function PackingView({ engine, dataset }: PackingViewProps) {
  if (dataset.kind === 'packed') {
    const { parentId } = dataset
    return (
      <div className={styles.view}>
        <div className={styles.line}>
          <span className={styles.dim}>A packed view. Its settings are those of the dataset it was packed from.</span>
          {parentId && (
            <button type="button" className={controls.button} onClick={() => activateDataset(parentId)}>
              Change the settings
            </button>
          )}
        </div>
        <PackedView engine={engine} view={dataset} stale={false} />
      </div>
    )
  }
  const columns = packableColumns(dataset.columns)
  const column = columnToPack(columns, null)
  if (!column) return <NothingToPack dataset={dataset} />
  return <SourcePacking engine={engine} dataset={dataset} columns={columns} />
}

function NothingToPack({ dataset }: { dataset: DatasetInfo }) {
  const held = dataset.columns.map(({ name, type }) => `${name}: ${type}`).join(', ')
  return (
    <div className={styles.view}>
      <div className={styles.message}>
        <p className={styles.messageHead}>Nothing here can be packed.</p>
        <p>
          Packing takes a column of token ids (a list of integers) or of text. This dataset holds {held || 'no column'}.
        </p>
      </div>
    </div>
  )
}

interface SourcePackingProps extends PackingViewProps {
  columns: readonly PackableColumn[]
}

function SourcePacking({ engine, dataset, columns }: SourcePackingProps) {
  const { datasetId, name } = dataset
  const run = usePackRuns((state) => packRunOf(state, datasetId))
  const fresh = usePackRuns((state) => state.lastSettings)
  const settings = run?.settings ?? { ...fresh, column: null }
  const column = columnToPack(columns, settings.column)!
  const checked = checkSettings(settings, column.name)
  const request = checked.ok ? JSON.stringify(checked.options) : null
  const view = useDatasets((state) => state.datasets.find((other) => other.datasetId === run?.viewId) ?? null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has to pack again
  useEffect(() => {
    if (request === null) return
    const first = packRunOf(usePackRuns.getState(), datasetId) === null
    const timer = setTimeout(() => void runPack(datasetId, JSON.parse(request)), first ? 0 : RUN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [engine, datasetId, request])

  const running = run !== null && run.ended === null && (run.jobId !== null || run.asked !== request)
  return (
    <div className={styles.view}>
      <PackSettingsBar
        settings={settings}
        columns={columns}
        column={column}
        checked={checked}
        onChange={(changed) => changeSettings(datasetId, changed)}
        onSubmit={() => checked.ok && void runPack(datasetId, checked.options)}
      />
      {run?.ended && checked.ok && (
        <div className={styles.line}>
          <span>{run.ended === 'canceled' ? 'Not packed with these settings.' : `${name} could not be packed.`}</span>
          <button type="button" className={controls.button} onClick={() => runPackAgain(datasetId, checked.options)}>
            Pack
          </button>
        </div>
      )}
      {view ? (
        <PackedView engine={engine} view={view} stale={running || run?.ended !== null} />
      ) : (
        run?.ended === null && checked.ok && <Waiting jobId={run.jobId} name={name} />
      )}
    </div>
  )
}

function Waiting({ jobId, name }: { jobId: string | null; name: string }) {
  const job = useJobs((state) => state.jobs.find((other) => other.jobId === jobId))
  return (
    <p className={styles.message} role="status">
      Packing {name}
      {job && job.label !== 'Packing' ? `: ${job.label.toLowerCase()}` : ''}…
    </p>
  )
}
