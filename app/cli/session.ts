import { abortError, EngineError } from '../../core/errors.ts'
import { type Format, type FormatOptions, isTextFormat } from '../../core/formats/format.ts'
import { createEngine, type Engine } from '../engine/createEngine.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { JobResult, JobSnapshot, JobSpec } from '../protocol/jobs.ts'
import type { SourceRef } from '../protocol/refs.ts'
import type { CommandContext } from './context.ts'
import { inputSource } from './inputSource.ts'
import { progressBar } from './progressBar.ts'

/** An engine for one command: opens, runs jobs to their end with a progress bar, and closes everything. */
export interface Session {
  api: Engine['api']
  /** Opens a source and waits until every row is known and read once. */
  openIndexed(path: string, format: Format | null, split?: string, options?: FormatOptions): Promise<DatasetInfo>
  /** The same for what is no word of the command line. */
  openSource(source: SourceRef, format: Format | null, options?: FormatOptions): Promise<DatasetInfo>
  run(spec: JobSpec): Promise<JobResult>
  /** Issues of a dataset found so far. */
  issueCount(datasetId: string): number
  /** Waits for a job that another one started. */
  result(jobId: string): Promise<JobResult>
}

export async function withSession<T>(context: CommandContext, use: (session: Session) => Promise<T>): Promise<T> {
  const engine = createEngine(context.runtime())
  const bar = progressBar(context.output)
  const watching = new AbortController()
  const datasets = new Map<string, DatasetInfo>()
  const jobs = new Map<string, JobSnapshot>()
  let changed = () => {}
  const watcher = (async () => {
    for await (const event of engine.api.watch({}, watching.signal)) {
      if (event.kind === 'dataset') datasets.set(event.dataset.datasetId, event.dataset)
      if (event.kind === 'job') {
        jobs.set(event.job.jobId, event.job)
        bar.show(event.job)
      }
      changed()
    }
  })()
  watcher.catch(() => {}) // ends with the session

  /** Waits for a job that `match` finds to end; cancels it when the command is interrupted. */
  async function ended(match: (job: JobSnapshot) => boolean): Promise<JobSnapshot> {
    const { signal } = context
    const onAbort = () => changed()
    signal.addEventListener('abort', onAbort)
    try {
      for (;;) {
        if (signal.aborted) {
          const running = [...jobs.values()].find(match)
          if (!running) throw abortError()
          await engine.api.cancelJob({ jobId: running.jobId })
        }
        const job = [...jobs.values()].find(match)
        if (job && job.state !== 'running' && job.state !== 'queued') {
          // What could not be stopped any more is done, and is said to be.
          if (signal.aborted && job.state !== 'succeeded') throw abortError()
          return job
        }
        await new Promise<void>((resolve) => {
          changed = resolve
        })
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      bar.clear()
    }
  }

  function resultOf(job: JobSnapshot): JobResult {
    if (job.error) throw new EngineError(job.error.code, job.error.message, job.error.details)
    if (job.state === 'canceled') throw abortError()
    return job.result as JobResult
  }

  const session: Session = {
    api: engine.api,
    openIndexed: async (path, format, split, options = {}) =>
      session.openSource(await inputSource(path, split, context), format, options),
    async openSource(source, format, options = {}) {
      const { dataset } = await engine.api.open({ source, format, options }, context.signal)
      const { datasetId } = dataset
      datasets.set(datasetId, datasets.get(datasetId) ?? dataset)
      if (!dataset.extent.exact || (dataset.format && isTextFormat(dataset.format))) {
        resultOf(await ended((job) => job.kind === 'index' && job.datasetId === datasetId))
      }
      return datasets.get(datasetId) as DatasetInfo
    },
    issueCount: (datasetId) => datasets.get(datasetId)?.issueCount ?? 0,
    async run(spec) {
      const { jobId } = await engine.api.startJob(spec, context.signal)
      return session.result(jobId)
    },
    result: async (jobId) => resultOf(await ended((job) => job.jobId === jobId)),
  }
  try {
    return await use(session)
  } finally {
    bar.clear()
    watching.abort()
    await engine.close()
  }
}
