import { readJob } from '../../format/jobProgress.ts'
import { ProgressBar } from '../../frame/ProgressBar.tsx'
import { cancelJob, isFinished, useJobs } from '../../stores/jobStore.ts'
import controls from '../../theme/controls.module.css'
import styles from './ExportView.module.css'

/** What the export is doing, how far it is, and a way to stop it. */
export function ExportRunning({ jobId }: { jobId: string }) {
  const job = useJobs((state) => state.jobs.find((other) => other.jobId === jobId))
  if (!job || isFinished(job)) return null
  const { share, text } = readJob(job)
  return (
    <section className={styles.running} aria-label="Export under way">
      <div className={styles.runningHead}>
        <span>{job.state === 'queued' ? 'waiting for other jobs' : job.label}</span>
        <button type="button" className={controls.button} onClick={() => cancelJob(jobId)}>
          Cancel
        </button>
      </div>
      <ProgressBar label="Export progress" share={share} width="100%" />
      <span className={`${styles.hint} ${controls.num}`}>{text}</span>
    </section>
  )
}
