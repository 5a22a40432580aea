import { readJob } from '../../format/jobProgress.ts'
import { ProgressBar } from '../../frame/ProgressBar.tsx'
import { useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import styles from '../planning/PlanView.module.css'

interface SearchingProps {
  name: string
  /** Null while the job is being started. */
  jobId: string | null
  onCancel(): void
}

/** A search under way: how far it is, and the way to stop it. */
export function Searching({ name, jobId, onCancel }: SearchingProps) {
  const job = useJobs((state) => state.jobs.find((other) => other.jobId === jobId))
  const { share, text } = job ? readJob(job) : { share: null, text: '' }
  return (
    <div className={styles.line} data-testid="dedup-progress">
      <span role="status">{job?.state === 'running' ? job.label : `Waiting to search ${name}`}</span>
      <ProgressBar label={`Search for duplicates in ${name}`} share={share} width={200} />
      <span className={controls.num}>{text}</span>
      <button type="button" className={controls.button} onClick={onCancel}>
        Cancel
      </button>
      <kbd title="Esc cancels the newest job">Esc</kbd>
    </div>
  )
}
