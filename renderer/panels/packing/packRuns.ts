import type { PackOptions } from '../../../app/protocol/packing.ts'
import { closeDataset } from '../../sources/closeDataset.ts'
import { activateDataset, datasetById, useDatasets } from '../../stores/datasetStore.ts'
import { currentEngine } from '../../stores/engineStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { liveJobs, useJobs, whenFinished } from '../../stores/jobStore.ts'
import { patchRun, rememberOptions, usePackRuns } from './packRunStore.ts'

/** Packs a dataset, cancelling a run under way. Does nothing when this very thing was asked for last. */
export async function runPack(datasetId: string, options: PackOptions): Promise<void> {
  const asked = JSON.stringify(options)
  const before = usePackRuns.getState().runs[datasetId]
  if (before?.asked === asked) return
  const engine = currentEngine()
  if (before?.jobId) engine.cancelJob({ jobId: before.jobId }).catch(() => {}) // it may just have ended
  patchRun(datasetId, { asked, jobId: null, ended: null })
  const isNewest = () => usePackRuns.getState().runs[datasetId]?.asked === asked
  try {
    const { jobId } = await engine.startJob({ kind: 'pack', datasetId, options })
    if (!isNewest()) {
      await engine.cancelJob({ jobId })
      return
    }
    patchRun(datasetId, { jobId })
    whenFinished(jobId, (job) => {
      if (usePackRuns.getState().runs[datasetId]?.jobId !== jobId) return // another run took over
      if (job.result?.kind === 'pack') takeView(datasetId, job.result.datasetId, options)
      else patchRun(datasetId, { jobId: null, ended: job.state === 'canceled' ? 'canceled' : 'failed' })
    })
  } catch (error) {
    if (isNewest()) patchRun(datasetId, { ended: 'failed' })
    reportError(error, `Could not pack ${datasetById(datasetId)?.name ?? 'the dataset'}`)
  }
}

/** Asks for the same thing again, after it was cancelled or failed. */
export function runPackAgain(datasetId: string, options: PackOptions): void {
  patchRun(datasetId, { asked: null })
  void runPack(datasetId, options)
}

/** Shows a finished view in place of the one before it, which is closed unless it is kept or in use. */
function takeView(datasetId: string, viewId: string, options: PackOptions): void {
  const before = usePackRuns.getState().runs[datasetId]
  rememberOptions(viewId, options)
  patchRun(datasetId, { jobId: null, viewId, kept: false, ended: null })
  const replaced = before?.viewId
  if (!replaced || replaced === viewId || before.kept) return
  if (useDatasets.getState().activeId === replaced) activateDataset(viewId)
  const inUse = liveJobs(useJobs.getState().jobs).some((job) => job.datasetId === replaced && job.kind === 'export')
  if (!inUse) void closeDataset(replaced) // a view that is being exported stays
}
