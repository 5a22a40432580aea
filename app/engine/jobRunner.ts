import { type EngineError, isAbortError, toEngineError } from '../../core/errors.ts'
import type { JobContext } from '../jobs/job.ts'
import type { Platform } from '../platform/platform.ts'
import type { Pool } from '../pool/pool.ts'
import type { JobResult, JobSnapshot, JobState } from '../protocol/jobs.ts'
import type { WatchHub } from './watchHub.ts'

/** Progress is pushed at most this often. */
const REPORT_INTERVAL_MS = 100
/** Ended jobs remembered, so that a window that connects late still sees how they went. */
const ENDED_JOBS_KEPT = 20

interface RunningJob {
  snapshot: JobSnapshot
  controller: AbortController
  ended: Promise<void>
}

/** Runs jobs, reports their progress on the watch stream and cancels them. */
export class JobRunner {
  readonly #jobs = new Map<string, RunningJob>()
  readonly #platform: Platform
  readonly #pool: Pool
  readonly #hub: WatchHub
  readonly #onEnd: (datasetId: string) => void
  #nextId = 1

  /** @param onEnd told after every job of a dataset, however it ended */
  constructor(platform: Platform, pool: Pool, hub: WatchHub, onEnd: (datasetId: string) => void) {
    this.#platform = platform
    this.#pool = pool
    this.#hub = hub
    this.#onEnd = onEnd
  }

  /**
   * Starts `run` and returns at once. `ended` settles when it is over: with the result, or rejecting as `run` did.
   * @param lifetime aborts the job too: the dataset's own
   */
  start(
    kind: JobSnapshot['kind'],
    datasetId: string,
    lifetime: AbortSignal,
    run: (context: JobContext) => Promise<JobResult>,
  ): { jobId: string; ended: Promise<JobResult> } {
    const jobId = `job-${this.#nextId++}`
    const controller = new AbortController()
    const onLifetimeEnd = () => controller.abort()
    lifetime.addEventListener('abort', onLifetimeEnd, { once: true })
    const startedAt = this.#platform.now()
    const job: RunningJob = {
      controller,
      ended: Promise.resolve(),
      snapshot: {
        jobId,
        kind,
        datasetId,
        label: '',
        state: 'running',
        progress: null,
        elapsedMs: 0,
        phaseMs: 0,
        result: null,
        error: null,
      },
    }
    this.#jobs.set(jobId, job)
    let reportedAt = Number.NEGATIVE_INFINITY
    let phaseAt = startedAt
    const update = (change: Partial<JobSnapshot>, always: boolean) => {
      const now = this.#platform.now()
      if (change.label !== undefined && change.label !== job.snapshot.label) phaseAt = now
      job.snapshot = { ...job.snapshot, ...change, elapsedMs: now - startedAt, phaseMs: now - phaseAt }
      if (!always && now - reportedAt < REPORT_INTERVAL_MS) return
      reportedAt = now
      this.#hub.send({ kind: 'job', job: job.snapshot })
    }
    update({}, true)
    const context: JobContext = {
      signal: controller.signal,
      platform: this.#platform,
      pool: this.#pool,
      report: (label, progress) => update({ label, progress }, label !== job.snapshot.label),
    }
    const ended = (async () => {
      try {
        const result = await run(context)
        update({ state: 'succeeded', result }, true)
        return result
      } catch (error) {
        update(failure(error), true)
        throw error
      } finally {
        lifetime.removeEventListener('abort', onLifetimeEnd)
        this.#forgetOld()
        this.#onEnd(datasetId)
      }
    })()
    ended.catch(() => {}) // told through the snapshot; callers that care await it
    job.ended = ended.then(
      () => {},
      () => {},
    )
    return { jobId, ended }
  }

  /** Asks a job to stop and waits until it has. Unknown and ended jobs are ignored. */
  async cancel(jobId: string): Promise<void> {
    const job = this.#jobs.get(jobId)
    if (job?.snapshot.state !== 'running') return
    job.controller.abort()
    await job.ended
  }

  snapshots(): JobSnapshot[] {
    return [...this.#jobs.values()].map((job) => job.snapshot)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((jobId) => this.cancel(jobId)))
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter((job) => job.snapshot.state !== 'running')
    for (const job of ended.slice(0, Math.max(0, ended.length - ENDED_JOBS_KEPT))) this.#jobs.delete(job.snapshot.jobId)
  }
}

function failure(error: unknown): { state: JobState; error: JobSnapshot['error'] } {
  if (isAbortError(error)) return { state: 'canceled', error: null }
  const coded = toEngineError(error) as EngineError
  return { state: 'failed', error: { code: coded.code, message: coded.message, details: coded.details } }
}
