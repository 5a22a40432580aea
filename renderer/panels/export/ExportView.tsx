import { useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { type ExportFormat, usualExportOptions } from '../../../core/export/exportOptions.ts'
import { readJob } from '../../format/jobProgress.ts'
import { formatCount, formatPlural } from '../../format/numbers.ts'
import { ProgressBar } from '../../frame/ProgressBar.tsx'
import { useDatasets } from '../../stores/datasetStore.ts'
import { cancelJob, isFinished, useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import { dedupOfView, useDedupRuns } from '../duplicates/dedupRunStore.ts'
import { ColumnChoice } from './ColumnChoice.tsx'
import { CopyCommand } from './CopyCommand.tsx'
import { ExportDone } from './ExportDone.tsx'
import styles from './ExportView.module.css'
import { useExportRuns } from './exportRunStore.ts'
import { startExport } from './exportRuns.ts'
import { suggestedName } from './target.ts'

const FORMATS: readonly { value: ExportFormat; label: string; hint: string }[] = [
  { value: 'arrow', label: 'Arrow file', hint: '.arrow · random access; pyarrow.ipc.open_file, Feather readers' },
  { value: 'arrow-stream', label: 'Arrow stream', hint: '.arrows · read front to back; datasets.Dataset.from_file' },
]

/** Writes the dataset or view as a file. */
export function ExportView({ dataset }: { dataset: DatasetInfo }) {
  const { datasetId, columns } = dataset
  const namesake = useDatasets((state) => namesakeOf(state.datasets, dataset))
  const deduplicated = useDedupRuns((state) => dedupOfView(state.runs, datasetId))
  const run = useExportRuns((state) => state.runs[datasetId] ?? null)
  const [format, setFormat] = useState<ExportFormat>('arrow')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = columns.filter(({ name }) => !left.has(name)).map(({ name }) => name)
  const selection = chosen.length === columns.length ? null : chosen
  const part = !deduplicated ? null : deduplicated.viewId === datasetId ? 'deduplicated' : 'duplicates'
  const name = suggestedName(dataset, namesake, format, part)
  const running = run !== null && run.result === null && run.ended === null
  return (
    <div className={styles.view}>
      <form
        className={styles.form}
        aria-label="Export settings"
        onSubmit={(event) => {
          event.preventDefault()
          void startExport(dataset, usualExportOptions(format), selection, name)
        }}
      >
        <fieldset className={styles.group}>
          <legend className={styles.legend}>Format</legend>
          {FORMATS.map(({ value, label, hint }) => (
            <label key={value} className={styles.choice}>
              <input
                type="radio"
                name="format"
                value={value}
                checked={format === value}
                onChange={() => setFormat(value)}
              />
              <span>{label}</span>
              <span className={styles.hint}>{hint}</span>
            </label>
          ))}
        </fieldset>
        <ColumnChoice columns={columns} left={left} onLeft={setLeft} />
        <p className={styles.plan} data-testid="export-plan">
          {planOf(dataset, chosen.length)}
        </p>
        <div className={styles.line}>
          <button type="submit" className={controls.primary} disabled={running || chosen.length === 0}>
            Export…
          </button>
          <CopyCommand dataset={dataset} target={{ format, columns: selection, out: name }} />
          {chosen.length === 0 && <span className={styles.hint}>Choose at least one column.</span>}
        </div>
      </form>
      {running && <Running jobId={run.jobId} />}
      {run?.ended === 'canceled' && <p role="status">Cancelled. Nothing was left behind.</p>}
      {run?.result && <ExportDone result={run.result} sink={run.sink} />}
    </div>
  )
}

/** Whose name a file is given: a view's source, however many views of chosen rows lie between. Null for a source. */
function namesakeOf(datasets: readonly DatasetInfo[], dataset: DatasetInfo): DatasetInfo | null {
  const parent = datasets.find((other) => other.datasetId === dataset.parentId) ?? null
  return parent?.kind === 'selected' ? namesakeOf(datasets, parent) : parent
}

/** What is about to be written, with what is not known yet said as such. */
function planOf(dataset: DatasetInfo, columns: number): string {
  const { extent, pack, issueCount } = dataset
  const unit = dataset.kind === 'packed' ? 'pack' : dataset.kind === 'padded' ? 'padded row' : 'row'
  const rows = extent.exact
    ? formatPlural(extent.numRows, unit)
    : `all rows (over ${formatCount(extent.numRows)}; still being counted)`
  const parts = [`Writes ${rows} of ${formatPlural(columns, 'column')} of ${dataset.name}.`]
  if (pack && pack.droppedRows + pack.skippedRows > 0) {
    parts.push(`${formatPlural(pack.droppedRows + pack.skippedRows, 'source row')} are in no pack.`)
  } else if (issueCount > 0) {
    parts.push(
      `Rows that cannot be read are left out and counted (${formatPlural(issueCount, 'issue')}${extent.exact ? '' : ' so far'}).`,
    )
  }
  return parts.join(' ')
}

function Running({ jobId }: { jobId: string }) {
  const job = useJobs((state) => state.jobs.find((other) => other.jobId === jobId))
  if (!job || isFinished(job)) return null
  const { share, text } = readJob(job)
  return (
    <div className={styles.line}>
      <ProgressBar label="Export progress" share={share} width={200} />
      <span className={controls.num}>{text}</span>
      <button type="button" className={controls.button} onClick={() => cancelJob(jobId)}>
        Cancel
      </button>
    </div>
  )
}
