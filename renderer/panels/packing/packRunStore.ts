import { create } from 'zustand'
import type { PackOptions } from '../../../app/protocol/packing.ts'
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

export interface PackRunState {
  /** By source dataset. */
  runs: Readonly<Record<string, PackRun>>
  /** What each view was made with: kept views outlive their run. */
  viewOptions: Readonly<Record<string, PackOptions>>
  /** Settings chosen last, for the next dataset and the next session. */
  lastSettings: PackSettings
  /** Whether the strategies and curves are shown. */
  comparisonOpen: boolean
  /** Whether the selected pack is shown beside the map. */
  detailOpen: boolean
}

export const usePackRuns = create<PackRunState>()(() => ({
  runs: {},
  viewOptions: {},
  lastSettings: DEFAULT_SETTINGS,
  comparisonOpen: true,
  detailOpen: true,
}))

const FRESH: Omit<PackRun, 'settings'> = { asked: null, jobId: null, viewId: null, kept: false, ended: null }

export function packRunOf(state: PackRunState, datasetId: string): PackRun | null {
  return state.runs[datasetId] ?? null
}

/** The exact options of a packed view; null when it was made elsewhere. */
export function optionsOfView(state: PackRunState, viewId: string): PackOptions | null {
  return state.viewOptions[viewId] ?? null
}

export function patchRun(datasetId: string, patch: Partial<PackRun>): void {
  usePackRuns.setState(({ runs, lastSettings }) => {
    const run = runs[datasetId] ?? { ...FRESH, settings: { ...lastSettings, column: null } }
    return { runs: { ...runs, [datasetId]: { ...run, ...patch } } }
  })
}

export function rememberOptions(viewId: string, options: PackOptions): void {
  usePackRuns.setState(({ viewOptions }) => ({ viewOptions: { ...viewOptions, [viewId]: options } }))
}

export function changeSettings(datasetId: string, settings: PackSettings): void {
  patchRun(datasetId, { settings })
  usePackRuns.setState({ lastSettings: settings })
}

/** Leaves the newest view open when the next run finishes. */
export function keepView(datasetId: string): void {
  patchRun(datasetId, { kept: true })
}

/** The engine died: what was running will not finish. */
export function endPackRuns(): void {
  for (const [datasetId, run] of Object.entries(usePackRuns.getState().runs)) {
    if (run.asked !== null && run.ended === null) patchRun(datasetId, { jobId: null, ended: 'canceled' })
  }
}

/** A dataset was closed. A view the user closed is not made again unasked. */
export function forgetPackRun(datasetId: string): void {
  usePackRuns.setState(({ runs, viewOptions }) => {
    const { [datasetId]: _run, ...others } = runs
    const { [datasetId]: _options, ...otherOptions } = viewOptions
    const rest = Object.entries(others).map(([id, run]): [string, PackRun] =>
      run.viewId === datasetId ? [id, { ...run, viewId: null, ended: 'canceled' }] : [id, run],
    )
    return { runs: Object.fromEntries(rest), viewOptions: otherOptions }
  })
}
