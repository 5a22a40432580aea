import { create } from 'zustand'
import type { DedupSummary } from '../../../app/protocol/dedup.ts'
import { DEFAULT_DEDUP_SETTINGS, type DedupSettings, lastingSettings } from './settings/dedupSettings.ts'

/** What a finished search gave. */
export interface DedupResult {
  /** What the settings said, as JSON. */
  request: string
  /** View of the rows kept; the groups are asked of it. */
  viewId: string
  /** View of the rows left out; null when it was closed. */
  removedId: string | null
  summary: DedupSummary
}

/** A search under way. */
export interface Search {
  request: string
  /** Null while the job is being started. */
  jobId: string | null
}

/** Duplicates of one dataset: the search under way, and what the last one gave. */
export interface DedupRun {
  search: Search | null
  /** Of the newest finished search. Stays shown while the next one runs. */
  result: DedupResult | null
  /** How the last search ended without a result. */
  ended: 'failed' | 'canceled' | null
}

type Runs = Readonly<Record<string, DedupRun>>

interface DedupState {
  /** By dataset. */
  runs: Runs
  /** By dataset. */
  settings: Readonly<Record<string, DedupSettings>>
  /** Settings chosen last, for the next dataset and the next session. */
  lastSettings: DedupSettings
}

export const useDedupRuns = create<DedupState>()(() => ({
  runs: {},
  settings: {},
  lastSettings: DEFAULT_DEDUP_SETTINGS,
}))

const FRESH: DedupRun = { search: null, result: null, ended: null }

export function dedupRunOf(runs: Runs, datasetId: string): DedupRun {
  return runs[datasetId] ?? FRESH
}

export function patchDedupRun(datasetId: string, patch: Partial<DedupRun>): void {
  useDedupRuns.setState(({ runs }) => ({
    runs: { ...runs, [datasetId]: { ...dedupRunOf(runs, datasetId), ...patch } },
  }))
}

export function changeDedupSettings(datasetId: string, changed: DedupSettings): void {
  useDedupRuns.setState(({ settings }) => ({
    settings: { ...settings, [datasetId]: changed },
    lastSettings: lastingSettings(changed),
  }))
}

/** What a view of kept or removed rows came of; null for any other dataset. */
export function dedupOfView(runs: Runs, viewId: string): DedupResult | null {
  const results = Object.values(runs).map(({ result }) => result)
  return results.find((result) => result && (result.viewId === viewId || result.removedId === viewId)) ?? null
}

/** The engine died: what was running will not finish. */
export function endDedupRuns(): void {
  for (const [datasetId, { search }] of Object.entries(useDedupRuns.getState().runs)) {
    if (search) patchDedupRun(datasetId, { search: null, ended: 'canceled' })
  }
}

/** A dataset was closed: its own search goes, a result with the view of its kept rows, and it is compared with no more. */
export function forgetDedup(datasetId: string): void {
  useDedupRuns.setState(({ runs, settings }) => {
    const { [datasetId]: _run, ...otherRuns } = runs
    const { [datasetId]: _settings, ...otherSettings } = settings
    return {
      runs: mapped(otherRuns, (run) => ({ ...run, result: withoutView(run.result, datasetId) })),
      settings: mapped(otherSettings, (one) => {
        const { against } = one
        const isGone = against.kind === 'dataset' && against.datasetId === datasetId
        return isGone ? { ...one, against: { kind: 'none' as const } } : one
      }),
    }
  })
}

function withoutView(result: DedupResult | null, closedId: string): DedupResult | null {
  if (result?.viewId === closedId) return null
  return result?.removedId === closedId ? { ...result, removedId: null } : result
}

function mapped<T>(of: Readonly<Record<string, T>>, change: (one: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(of).map(([id, one]) => [id, change(one)]))
}
