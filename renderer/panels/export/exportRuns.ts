import { create } from 'zustand'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { ExportFormat, JobResult } from '../../../app/protocol/jobs.ts'
import type { SinkRef } from '../../../app/protocol/refs.ts'
import { openFiles, openSource } from '../../sources/openSources.ts'
import { currentEngine } from '../../stores/engineStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { isFinished, useJobs } from '../../stores/jobStore.ts'
import { chooseTarget, offerDownload, writtenFile } from './target.ts'

export type ExportResult = Extract<JobResult, { kind: 'export' }>

/** The newest export of one dataset. */
export interface ExportRun {
  jobId: string
  sink: SinkRef
  result: ExportResult | null
  ended: 'failed' | 'canceled' | null
}

interface ExportRunState {
  runs: Readonly<Record<string, ExportRun>>
}

export const useExportRuns = create<ExportRunState>()(() => ({ runs: {} }))

function setRun(datasetId: string, run: ExportRun): void {
  useExportRuns.setState(({ runs }) => ({ runs: { ...runs, [datasetId]: run } }))
}

/** Asks for a target and starts the export. Nothing happens when the user cancels the dialog. */
export async function startExport(
  dataset: DatasetInfo,
  format: ExportFormat,
  columns: string[] | null,
  name: string,
): Promise<void> {
  const { datasetId } = dataset
  try {
    const sink = await chooseTarget(name)
    if (!sink) return
    const { jobId } = await currentEngine().startJob({ kind: 'export', datasetId, format, columns, sink })
    setRun(datasetId, { jobId, sink, result: null, ended: null })
    settleWhenFinished(datasetId, jobId)
  } catch (error) {
    reportError(error, `Could not export ${dataset.name}`)
  }
}

function settleWhenFinished(datasetId: string, jobId: string): void {
  const settle = (): boolean => {
    const job = useJobs.getState().jobs.find((other) => other.jobId === jobId)
    if (!job || !isFinished(job)) return false
    const run = useExportRuns.getState().runs[datasetId]
    if (run?.jobId !== jobId) return true
    if (job.result?.kind !== 'export') {
      setRun(datasetId, { ...run, ended: job.state === 'canceled' ? 'canceled' : 'failed' })
      return true
    }
    setRun(datasetId, { ...run, result: job.result })
    if (run.sink.kind === 'download') void saveDownload(run.sink)
    return true
  }
  if (settle()) return
  const unsubscribe = useJobs.subscribe(() => {
    if (settle()) unsubscribe()
  })
}

/** Offers a file that waits in the origin's private files, again as often as asked. */
export async function saveDownload(sink: Extract<SinkRef, { kind: 'download' }>): Promise<void> {
  try {
    offerDownload(await writtenFile(sink), sink.name)
  } catch (error) {
    reportError(error, `Could not save ${sink.name}`)
  }
}

/** Opens what was written as a dataset of its own. */
export async function openExported(sink: SinkRef): Promise<void> {
  if (sink.kind === 'path') {
    await openSource({ kind: 'path', path: sink.path })
    return
  }
  try {
    await openFiles([await writtenFile(sink)])
  } catch (error) {
    reportError(error, `Could not open ${sink.name}`)
  }
}
