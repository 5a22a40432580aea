import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { JobSnapshot } from '../../app/protocol/jobs.ts'
import { readJob } from '../format/jobProgress.ts'
import { formatBytes, formatCompact, formatCount, formatPlural } from '../format/numbers.ts'
import { datasetById, useActiveDataset } from '../stores/datasetStore.ts'
import { cancelJob, liveJobs, useJobs } from '../stores/jobStore.ts'
import { useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import { ProgressBar } from './ProgressBar.tsx'
import styles from './StatusLine.module.css'

/** Jobs that fit side by side; the rest are counted. */
const JOBS_SHOWN = 2

export function StatusLine() {
  const { jobs, message } = useJobs()
  const dataset = useActiveDataset()
  const live = liveJobs(jobs).reverse()
  return (
    <footer className={styles.line}>
      {live.slice(0, JOBS_SHOWN).map((job, at) => (
        <JobStrip key={job.jobId} job={job} newest={at === 0} activeId={dataset?.datasetId ?? null} />
      ))}
      {live.length > JOBS_SHOWN && <span>and {formatPlural(live.length - JOBS_SHOWN, 'more job')}</span>}
      <span role="status" className={controls.clip}>
        {live.length === 0 ? message : null}
      </span>
      <span className={styles.space} />
      {dataset && <Scanned dataset={dataset} jobs={jobs} />}
      {dataset && <IssueButton count={dataset.issueCount} all={dataset.extent.exact} />}
    </footer>
  )
}

function JobStrip({ job, newest, activeId }: { job: JobSnapshot; newest: boolean; activeId: string | null }) {
  const { share, text } = readJob(job)
  const name = job.datasetId === activeId ? null : datasetById(job.datasetId)?.name
  const label = name ? `${job.label} · ${name}` : job.label
  return (
    <div className={styles.job}>
      <span className={`${styles.label} ${controls.clip}`}>{label}</span>
      <ProgressBar label={label} share={share} width={88} />
      <span className={`${styles.fixed} ${controls.num}`}>{job.state === 'queued' ? 'waiting' : text}</span>
      <button
        type="button"
        className={controls.link}
        aria-label={`Cancel ${label}`}
        onClick={() => cancelJob(job.jobId)}
      >
        Cancel
      </button>
      {newest && <kbd title="Esc cancels the newest job">Esc</kbd>}
    </div>
  )
}

/** Says beside every number of the window that part of the file is still unread. */
function Scanned({ dataset, jobs }: { dataset: DatasetInfo; jobs: readonly JobSnapshot[] }) {
  if (dataset.extent.exact) return null
  const index = jobs.findLast((job) => job.kind === 'index' && job.datasetId === dataset.datasetId)
  const progress = index?.progress
  const amount = progress?.unit === 'bytes' ? formatBytes : formatCompact
  const share =
    progress?.total == null
      ? `first ${formatCount(dataset.extent.numRows)} rows scanned`
      : `scanned ${amount(progress.done)} of ${amount(progress.total)}${progress.unit === 'rows' ? ' rows' : ''}`
  return <span className={`${styles.partial} ${controls.num}`}>{share}</span>
}

function IssueButton({ count, all }: { count: number; all: boolean }) {
  const open = useUi((state) => state.issuesOpen)
  if (count === 0) return <span>{all ? 'no issues' : 'no issues so far'}</span>
  return (
    <button
      type="button"
      className={`${controls.link} ${styles.issues}`}
      aria-expanded={open}
      onClick={() => useUi.setState({ issuesOpen: !open })}
    >
      {formatPlural(count, 'issue')}
    </button>
  )
}
