import { create } from 'zustand'
import type { JobResult } from '../../../app/protocol/jobs.ts'
import type { SinkRef } from '../../../app/protocol/refs.ts'

export type ExportResult = Extract<JobResult, { kind: 'export' }>

/** The newest export of one dataset. */
export interface ExportRun {
  jobId: string
  sink: SinkRef
  /** Whether it is a folder of files. */
  folder: boolean
  result: ExportResult | null
  ended: 'failed' | 'canceled' | null
}

interface ExportRunState {
  /** By dataset. */
  runs: Readonly<Record<string, ExportRun>>
}

export const useExportRuns = create<ExportRunState>()(() => ({ runs: {} }))

export function setExportRun(datasetId: string, run: ExportRun): void {
  useExportRuns.setState(({ runs }) => ({ runs: { ...runs, [datasetId]: run } }))
}

/** The engine died: what was running will not finish. */
export function endExportRuns(): void {
  for (const [datasetId, run] of Object.entries(useExportRuns.getState().runs)) {
    if (run.result === null) setExportRun(datasetId, { ...run, ended: 'failed' })
  }
}

export function forgetExportRun(datasetId: string): void {
  useExportRuns.setState(({ runs }) => {
    const { [datasetId]: _gone, ...rest } = runs
    return { runs: rest }
  })
}
