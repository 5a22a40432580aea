import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import type { JobSnapshot } from '../../../app/protocol/jobs.ts'
import { closeDataset } from '../../sources/closeDataset.ts'
import { activateDataset, datasetById, useDatasets } from '../../stores/datasetStore.ts'
import { currentEngine } from '../../stores/engineStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { cancelJob, liveJobs, useJobs, whenFinished } from '../../stores/jobStore.ts'
import { type DedupResult, dedupRunOf, patchDedupRun, type Search, useDedupRuns } from './dedupRunStore.ts'

/**
 * Looks for duplicates in a dataset, unless a search is under way already. What was found before stays until this one
 * ends.
 * @param request what the settings say, to know later whether they were changed
 */
export async function findDuplicates(datasetId: string, spec: DedupSpec, request: string): Promise<void> {
  if (runOf(datasetId).search) return
  const engine = currentEngine()
  const search: Search = { request, jobId: null }
  patchDedupRun(datasetId, { search, ended: null })
  try {
    const { jobId } = await engine.startJob({ kind: 'dedup', datasetId, spec })
    if (runOf(datasetId).search !== search) {
      await engine.cancelJob({ jobId }) // cancelled, or the dataset closed, while it was being started
      return
    }
    const started: Search = { request, jobId }
    patchDedupRun(datasetId, { search: started })
    whenFinished(jobId, (job) => {
      if (runOf(datasetId).search === started) takeEnd(datasetId, request, job)
    })
  } catch (error) {
    if (runOf(datasetId).search === search) patchDedupRun(datasetId, { search: null, ended: 'failed' })
    reportError(error, `Could not look for duplicates in ${datasetById(datasetId)?.name ?? 'the dataset'}`)
  }
}

/** Stops a search; one whose job is still being started is stopped when that is known. */
export function cancelSearch(datasetId: string): void {
  const { search } = runOf(datasetId)
  if (search?.jobId) cancelJob(search.jobId)
  else if (search) patchDedupRun(datasetId, { search: null, ended: 'canceled' })
}

/** Takes a result back: its views are closed. */
export async function undoDedup(datasetId: string): Promise<void> {
  const { result } = runOf(datasetId)
  patchDedupRun(datasetId, { result: null, ended: null })
  if (result) await closeDataset(result.viewId)
}

function runOf(datasetId: string) {
  return dedupRunOf(useDedupRuns.getState().runs, datasetId)
}

function takeEnd(datasetId: string, request: string, { result, state }: JobSnapshot): void {
  if (result?.kind !== 'dedup') {
    patchDedupRun(datasetId, { search: null, ended: state === 'canceled' ? 'canceled' : 'failed' })
    return
  }
  const { datasetId: viewId, duplicatesId: removedId, summary } = result
  takeResult(datasetId, { request, viewId, removedId, summary })
}

/** Shows a result in place of the one before it, whose views are closed unless they are in use. */
function takeResult(datasetId: string, result: DedupResult): void {
  const before = runOf(datasetId).result
  patchDedupRun(datasetId, { search: null, result, ended: null })
  if (!before || before.viewId === result.viewId) return
  const own = [before.viewId, before.removedId]
  const { activeId, datasets } = useDatasets.getState()
  const madeOfIt = datasets.some((one) => own.includes(one.parentId ?? '') && !own.includes(one.datasetId))
  const exported = liveJobs(useJobs.getState().jobs).some((job) => own.includes(job.datasetId) && job.kind === 'export')
  if (madeOfIt || exported) return
  if (activeId === before.viewId) activateDataset(result.viewId)
  if (activeId === before.removedId) activateDataset(result.removedId)
  void closeDataset(before.viewId) // and with it the view of the rows left out
}
