import { create } from 'zustand'

export type ViewTab = 'rows' | 'duplicates' | 'packing' | 'padding' | 'export'
export type Theme = 'system' | 'light' | 'dark'

export interface InspectedRow {
  datasetId: string
  row: number
}

interface UiState {
  tab: ViewTab
  theme: Theme
  sidebarWidth: number
  dockWidth: number
  /** Row under the cursor of each dataset's grid. */
  activeRows: Readonly<Record<string, number>>
  inspectorOpen: boolean
  inspected: InspectedRow | null
  issuesOpen: boolean
  keysOpen: boolean
  /** Whether the dialog for a URL is open. */
  urlOpen: boolean
}

export const SIDEBAR_WIDTH = { least: 140, usual: 212, most: 480 }
export const DOCK_WIDTH = { least: 240, usual: 336, most: 900 }

export const useUi = create<UiState>()(() => ({
  tab: 'rows',
  theme: 'system',
  sidebarWidth: SIDEBAR_WIDTH.usual,
  dockWidth: DOCK_WIDTH.usual,
  activeRows: {},
  inspectorOpen: false,
  inspected: null,
  issuesOpen: false,
  keysOpen: false,
  urlOpen: false,
}))

export function showTab(tab: ViewTab): void {
  useUi.setState({ tab })
}

/** Moves the cursor of a dataset's grid. An open inspector follows. */
export function setActiveRow(datasetId: string, row: number): void {
  useUi.setState((state) => ({
    activeRows: { ...state.activeRows, [datasetId]: row },
    inspected: state.inspectorOpen ? { datasetId, row } : state.inspected,
  }))
}

export function inspectRow(datasetId: string, row: number): void {
  useUi.setState((state) => ({
    inspectorOpen: true,
    inspected: { datasetId, row },
    activeRows: { ...state.activeRows, [datasetId]: row },
  }))
}

export function closeInspector(): void {
  useUi.setState({ inspectorOpen: false })
}

/** Takes over what stood at datasets that came back under other ids; those not in `newIds` are gone. */
export function rebaseUi(
  newIds: ReadonlyMap<string, string>,
  oldRows: Readonly<Record<string, number>>,
  oldInspected: InspectedRow | null,
): void {
  const activeRows: Record<string, number> = {}
  for (const [oldId, row] of Object.entries(oldRows)) {
    const newId = newIds.get(oldId)
    if (newId !== undefined) activeRows[newId] = row
  }
  const datasetId = oldInspected && newIds.get(oldInspected.datasetId)
  useUi.setState({ activeRows, inspected: datasetId ? { ...oldInspected, datasetId } : null })
}

/** A dataset was closed: nothing may point at it any more. */
export function forgetInUi(datasetId: string): void {
  useUi.setState(({ activeRows, inspected }) => {
    const { [datasetId]: _row, ...rest } = activeRows
    return { activeRows: rest, inspected: inspected?.datasetId === datasetId ? null : inspected }
  })
}
