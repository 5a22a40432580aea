import { useState } from 'react'
import type { ColumnInfo, DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { isAbortError } from '../../../core/errors.ts'
import { describeError } from '../../format/errorStory.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import { CopyPadCommand } from './CopyPadCommand.tsx'
import { OrdersTable } from './OrdersTable.tsx'
import styles from './PaddingView.module.css'
import { PadKpis } from './PadKpis.tsx'
import { PadMaps } from './PadMaps.tsx'
import { PadSettingsBar } from './PadSettingsBar.tsx'
import { checkPadSettings, type PadSettings } from './padSettings.ts'
import { changePadSettings, usePadStore } from './padStore.ts'
import { orderLines, padStory } from './padStory.ts'
import { useAsked } from './useAsked.ts'
import { usePaddings } from './usePaddings.ts'
import { WasteHistogram } from './WasteHistogram.tsx'

interface SourcePaddingProps {
  engine: EngineApi
  dataset: DatasetInfo
  column: ColumnInfo
}

export function SourcePadding({ engine, dataset, column }: SourcePaddingProps) {
  const { datasetId } = dataset
  const fresh = usePadStore((state) => state.lastSettings)
  const settings = usePadStore((state) => state.settings[datasetId] ?? fresh)
  const checked = checkPadSettings(settings, column.name)
  const { asked, askNow } = useAsked(checked.ok ? checked.options : null)
  const { answers, summary, options, stale, error, retry } = usePaddings(engine, datasetId, asked)
  const [batch, setBatch] = useState(0)
  const packed = useDatasets(
    (state) =>
      state.datasets.findLast((other) => other.parentId === datasetId && other.pack?.column === summary?.column)?.pack,
  )
  const change = (changed: PadSettings) => changePadSettings(datasetId, changed)
  const lines = options ? orderLines(answers, options) : []
  const old = stale || !checked.ok
  return (
    <div className={styles.view}>
      <PadSettingsBar
        settings={settings}
        columns={dataset.columns.filter(({ tokens }) => tokens !== null)}
        column={column}
        checked={checked}
        onChange={change}
        onSubmit={askNow}
      />
      {error !== null && checked.ok && <Failure error={error} onRetry={retry} />}
      {summary && options ? (
        <>
          <PadKpis summary={summary} stale={old} />
          <div className={styles.line}>
            <p data-testid="pad-story">{padStory(lines, options.order, packed ?? null).join(' ')}</p>
            {old && <span className={styles.dim}>the numbers are those of the settings before</span>}
            <span className={styles.space} />
            <CopyPadCommand dataset={dataset} options={options} />
          </div>
          <div className={styles.beside}>
            <OrdersTable
              lines={lines}
              order={options.order}
              asking={error === null && !stale}
              onOrder={(order) => change({ ...settings, order })}
            />
            <WasteHistogram histogram={summary.histogram} />
          </div>
          {summary.batches > 0 ? (
            <PadMaps
              engine={engine}
              datasetId={datasetId}
              summary={summary}
              options={options}
              beside={lines.flatMap((line) => (line.summary ? [line.summary.heat] : []))}
              batch={Math.min(batch, summary.batches - 1)}
              onBatch={setBatch}
            />
          ) : (
            <p className={styles.message}>There is no row to pad: the dataset is empty, or none could be read.</p>
          )}
        </>
      ) : (
        error === null && checked.ok && <Waiting dataset={dataset} />
      )}
    </div>
  )
}

function Failure({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const story = describeError(error, '')
  return (
    <div className={styles.line} role="alert">
      <span>
        {isAbortError(error) ? 'Cancelled: these settings were not computed.' : story.message}{' '}
        {story.advice && <span className={styles.dim}>{story.advice}</span>}
      </span>
      <button type="button" className={controls.button} onClick={onRetry}>
        Compute again
      </button>
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
