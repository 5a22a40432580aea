import { create } from 'zustand'
import type { ColumnSetting } from '../../grid/columns.ts'
import type { GridPosition } from '../../grid/useGridPosition.ts'

interface RowsState {
  /** What the user made of the columns, by dataset. */
  settings: Readonly<Record<string, readonly ColumnSetting[]>>
}

export const useRowsState = create<RowsState>()(() => ({ settings: {} }))

/** Where each grid was left. Not state: nothing is drawn from it but the grid that comes back. */
const positions = new Map<string, GridPosition>()

export function setColumnSettings(datasetId: string, settings: readonly ColumnSetting[] | null): void {
  useRowsState.setState((state) => {
    const { [datasetId]: _old, ...rest } = state.settings
    return { settings: settings === null ? rest : { ...rest, [datasetId]: settings } }
  })
}

export function rememberPosition(datasetId: string, position: GridPosition): void {
  positions.set(datasetId, position)
}

export function positionOf(datasetId: string): GridPosition | undefined {
  return positions.get(datasetId)
}

/** A dataset was closed. */
export function forgetRowsState(datasetId: string): void {
  positions.delete(datasetId)
  setColumnSettings(datasetId, null)
}
