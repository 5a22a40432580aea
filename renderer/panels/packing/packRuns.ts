import { create } from 'zustand'
import type { PackOptions } from '../../../app/protocol/jobs.ts'
import { closeDataset } from '../../sources/openSources.ts'
import { activateDataset, datasetById, useDatasets } from '../../stores/datasetStore.ts'
import { currentEngine } from '../../stores/engineStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { isFinished, liveJobs, useJobs } from '../../stores/jobStore.ts'
import { DEFAULT_SETTINGS, type PackSettings } from './packSettings.ts'

/** Packing of one source: what was asked for last, and the view that came of it. */
export interface PackRun {
  settings: PackSettings
  /** What the newest run was asked for, as JSON; equal requests are not run twice. */
  asked: string | null
  jobId: string | null
  /** The newest finished view. Stays shown while the next one is being computed. */
  viewId: string | null
  /** The view stays open when the next run finishes. */
  kept: boolean
  /** Why there is no view for `asked`. */
  ended: 'failed' | 'canceled' | null
}

interface PackRunState {
  runs: Readonly<Record<string, PackRun>>
  /** What each view was made with: kept views outlive their run. */
  viewOptions: Readonly<Record<string, PackOptions>>
  /** Settings chosen last, for the next dataset and the next session. */
  lastSettings: PackSettings
}

export const usePackRuns = create<PackRunState>()(() => ({ runs: {}, viewOptions: {}, lastSettings: DEFAULT_SETTINGS }))

const FRESH: Omit<PackRun, 'settings'> = { asked: null, jobId: null, viewId: null, kept: false, ended: null }

export function packRunOf(state: PackRunState, datasetId: string): PackRun | null {
  return state.runs[datasetId] ?? null
}

/** The exact options of a packed view; null when it was made elsewhere. */
export function optionsOfView(state: PackRunState, viewId: string): PackOptions | null {
  return state.viewOptions[viewId] ?? null
}

function patchRun(datasetId: string, patch: Partial<PackRun>): void {
  usePackRuns.setState(({ runs, lastSettings }) => {
    const run = runs[datasetId] ?? { ...FRESH, settings: { ...lastSettings, column: null } }
    return { runs: { ...runs, [datasetId]: { ...run, ...patch } } }
  })
}

export function changeSettings(datasetId: string, settings: PackSettings): void {
  patchRun(datasetId, { settings })
  usePackRuns.setState({ lastSettings: settings })
}

/** A dataset was closed. A view the user closed is not made again unasked. */
export function forgetPackRun(datasetId: string): void {
  usePackRuns.setState(({ runs }) => {
    const rest = Object.entries(runs).filter(([id]) => id !== datasetId)
    return {
      runs: Object.fromEntries(
        rest.map(([id, run]) => [id, run.viewId === datasetId ? { ...run, viewId: null, ended: 'canceled' } : run]),
      ),
    }
  })
}

export function forgetAllPackRuns(): void {
  usePackRuns.setState({ runs: {}, viewOptions: {} })
}

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
    settleWhenFinished(datasetId, jobId)
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

/** Leaves the newest view open when the next run finishes. */
export function keepView(datasetId: string): void {
  patchRun(datasetId, { kept: true })
}

/** The news of a job's end may arrive before the answer that names the job, so look first, then listen. */
function settleWhenFinished(datasetId: string, jobId: string): void {
  const settle = (): boolean => {
    const job = useJobs.getState().jobs.find((other) => other.jobId === jobId)
    if (!job || !isFinished(job)) return false
    const run = usePackRuns.getState().runs[datasetId]
    if (run?.jobId !== jobId) return true // another run took over
    if (job.result?.kind === 'pack') takeView(datasetId, job.result.datasetId)
    else patchRun(datasetId, { jobId: null, ended: job.state === 'canceled' ? 'canceled' : 'failed' })
    return true
  }
  if (settle()) return
  const unsubscribe = useJobs.subscribe(() => {
    if (settle()) unsubscribe()
  })
}

function takeView(datasetId: string, viewId: string): void {
  const before = usePackRuns.getState().runs[datasetId]
  patchRun(datasetId, { jobId: null, viewId, kept: false, ended: null })
  if (before?.asked) {
    const options: PackOptions = JSON.parse(before.asked)
    usePackRuns.setState(({ viewOptions }) => ({ viewOptions: { ...viewOptions, [viewId]: options } }))
  }
  const replaced = before?.viewId
  if (!replaced || replaced === viewId || before.kept) return
  const { activeId } = useDatasets.getState()
  if (activeId === replaced) activateDataset(viewId)
  const inUse = liveJobs(useJobs.getState().jobs).some((job) => job.datasetId === replaced)
  if (!inUse) void closeDataset(replaced) // a view that is being exported stays
}
