import { create } from 'zustand'
import type { JobSnapshot } from '../../app/protocol/jobs.ts'
import { currentEngine } from './engineStore.ts'
import { reportError } from './errorStore.ts'

interface JobState {
  /** In the order they were first heard of. Finished ones stay for a while, so that a late asker still finds them. */
  jobs: readonly JobSnapshot[]
  /** What the last finished job had to say. */
  message: string | null
}

const FINISHED_KEPT = 50

export const useJobs = create<JobState>()(() => ({ jobs: [], message: null }))

const waiting = new Map<string, ((job: JobSnapshot) => void)[]>()

export function isFinished(job: JobSnapshot): boolean {
  return job.state === 'succeeded' || job.state === 'failed' || job.state === 'canceled'
}

/** Takes news about a job. @returns true when they are the news of its end */
export function putJob(job: JobSnapshot): boolean {
  const before = useJobs.getState().jobs.find((other) => other.jobId === job.jobId)
  useJobs.setState(({ jobs }) => {
    const known = jobs.some((other) => other.jobId === job.jobId)
    const all = known ? jobs.map((other) => (other.jobId === job.jobId ? job : other)) : [...jobs, job]
    const surplus = all.filter(isFinished).length - FINISHED_KEPT
    if (surplus <= 0) return { jobs: all }
    let dropped = 0
    return { jobs: all.filter((other) => !isFinished(other) || ++dropped > surplus) }
  })
  if (!isFinished(job) || (before && isFinished(before))) return false
  const listeners = waiting.get(job.jobId) ?? []
  waiting.delete(job.jobId)
  for (const listener of listeners) listener(job)
  return true
}

export function sayMessage(message: string | null): void {
  useJobs.setState({ message })
}

/** After the engine died: nothing of it runs any more. */
export function forgetJobs(): void {
  waiting.clear()
  useJobs.setState({ jobs: [] })
}

/** Running and queued jobs, newest last. */
export function liveJobs(jobs: readonly JobSnapshot[]): JobSnapshot[] {
  return jobs.filter((job) => !isFinished(job))
}

/**
 * Calls `then` once when the job is over. The news of its end may have come before the answer that named the job, so
 * this looks before it listens. Jobs of an engine that died never end: `forgetJobs` lets their listeners go.
 */
export function whenFinished(jobId: string, then: (job: JobSnapshot) => void): void {
  const job = useJobs.getState().jobs.find((other) => other.jobId === jobId)
  if (job && isFinished(job)) then(job)
  else waiting.set(jobId, [...(waiting.get(jobId) ?? []), then])
}

export function cancelJob(jobId: string): void {
  currentEngine()
    .cancelJob({ jobId })
    .catch((error) => reportError(error, 'Could not cancel'))
}

/** Cancels the job that was started last. @returns false when nothing was running */
export function cancelNewestJob(): boolean {
  const newest = liveJobs(useJobs.getState().jobs).at(-1)
  if (!newest) return false
  cancelJob(newest.jobId)
  return true
}
