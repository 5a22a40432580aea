import { create } from 'zustand'
import type { DatasetInfo, Page } from '../../app/protocol/datasets.ts'

/** A source that is being opened: shown in the tree, and can be cancelled. */
export interface Opening {
  id: number
  name: string
  cancel(): void
}

interface DatasetState {
  /** Everything open, in the order it was opened. */
  datasets: readonly DatasetInfo[]
  /** The rows that came with the opening, for the first paint. */
  firstPages: ReadonlyMap<string, Page>
  activeId: string | null
  opening: readonly Opening[]
}

export const useDatasets = create<DatasetState>()(() => ({
  datasets: [],
  firstPages: new Map(),
  activeId: null,
  opening: [],
}))

/** Datasets closed here whose last news may still be under way. Ids are unique within one engine. */
const closedIds = new Set<string>()

/** Adds a dataset or takes news about one. Everything the engine pushes comes through here. */
export function putDataset(info: DatasetInfo, firstPage: Page | null = null): void {
  if (closedIds.has(info.datasetId)) return
  useDatasets.setState((state) => {
    const known = state.datasets.some((dataset) => dataset.datasetId === info.datasetId)
    const datasets = known
      ? state.datasets.map((dataset) => (dataset.datasetId === info.datasetId ? info : dataset))
      : [...state.datasets, info]
    if (!firstPage) return { datasets }
    return { datasets, firstPages: new Map(state.firstPages).set(info.datasetId, firstPage) }
  })
}

/** Adds a dataset in front of another one. */
export function putDatasetBefore(datasetId: string, info: DatasetInfo, firstPage: Page): void {
  putDataset(info, firstPage)
  useDatasets.setState(({ datasets }) => {
    const others = datasets.filter((dataset) => dataset.datasetId !== info.datasetId)
    const at = others.findIndex((dataset) => dataset.datasetId === datasetId)
    return { datasets: at < 0 ? datasets : others.toSpliced(at, 0, info) }
  })
}

export function activateDataset(datasetId: string | null): void {
  useDatasets.setState({ activeId: datasetId })
}

/** Forgets a dataset and what was derived from it. The next one in the tree becomes active. */
export function dropDataset(datasetId: string): void {
  useDatasets.setState((state) => {
    const gone = new Set(descendantsOf(state.datasets, datasetId))
    for (const id of gone) closedIds.add(id)
    const datasets = state.datasets.filter((dataset) => !gone.has(dataset.datasetId))
    const firstPages = new Map([...state.firstPages].filter(([id]) => !gone.has(id)))
    if (state.activeId === null || !gone.has(state.activeId)) return { datasets, firstPages }
    return { datasets, firstPages, activeId: neighbourOf(state.datasets, state.activeId, gone) }
  })
}

/** The ids of a dataset and of every view derived from it, however deep. */
export function descendantsOf(datasets: readonly DatasetInfo[], datasetId: string): string[] {
  const children = datasets.filter((dataset) => dataset.parentId === datasetId)
  return [datasetId, ...children.flatMap((child) => descendantsOf(datasets, child.datasetId))]
}

function neighbourOf(datasets: readonly DatasetInfo[], activeId: string, gone: ReadonlySet<string>): string | null {
  const parentId = datasets.find((dataset) => dataset.datasetId === activeId)?.parentId
  if (parentId && !gone.has(parentId)) return parentId
  const sources = datasets.filter((dataset) => dataset.parentId === null)
  const at = sources.findIndex((dataset) => gone.has(dataset.datasetId))
  const rest = sources.filter((dataset) => !gone.has(dataset.datasetId))
  return rest[Math.min(Math.max(at, 0), rest.length - 1)]?.datasetId ?? null
}

/** What became of a source after the engine was started again; null when it could not be opened. */
export type Reopened = { dataset: DatasetInfo; firstPage: Page } | null

/**
 * Puts the datasets of a new engine in the places of the old ones, in one step, since the new engine may give the old
 * ids to other datasets. What is not in `reopened` (derived views) goes.
 */
export function rebaseDatasets(reopened: ReadonlyMap<string, Reopened>): void {
  closedIds.clear()
  useDatasets.setState((state) => {
    const datasets: DatasetInfo[] = []
    const firstPages = new Map<string, Page>()
    for (const old of state.datasets) {
      const now = reopened.get(old.datasetId)
      if (!now) continue
      datasets.push(now.dataset)
      firstPages.set(now.dataset.datasetId, now.firstPage)
    }
    const origin = sourceIdOf(state.datasets, state.activeId)
    const activeId = (origin && reopened.get(origin)?.dataset.datasetId) ?? datasets[0]?.datasetId ?? null
    return { datasets, firstPages, activeId }
  })
}

/** The id of the source a dataset was derived from, itself when it is one. */
export function sourceIdOf(datasets: readonly DatasetInfo[], datasetId: string | null): string | null {
  const parentId = datasets.find((dataset) => dataset.datasetId === datasetId)?.parentId
  return parentId ? sourceIdOf(datasets, parentId) : datasetId
}

export function addOpening(opening: Opening): void {
  useDatasets.setState(({ opening: all }) => ({ opening: [...all, opening] }))
}

export function removeOpening(id: number): void {
  useDatasets.setState(({ opening }) => ({ opening: opening.filter((one) => one.id !== id) }))
}

export function datasetById(datasetId: string | null): DatasetInfo | null {
  return useDatasets.getState().datasets.find((dataset) => dataset.datasetId === datasetId) ?? null
}

/** The active dataset; re-renders when it changes. */
export function useActiveDataset(): DatasetInfo | null {
  return useDatasets((state) => state.datasets.find((dataset) => dataset.datasetId === state.activeId) ?? null)
}
