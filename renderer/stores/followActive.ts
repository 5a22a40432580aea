import { useDatasets } from './datasetStore.ts'
import { inspectRow, useUi } from './uiStore.ts'

/** An open inspector shows the dataset in view: going to another one takes it along. */
export function followActive(): void {
  useDatasets.subscribe(({ activeId }, { activeId: before }) => {
    const { inspectorOpen, activeRows } = useUi.getState()
    if (activeId !== null && activeId !== before && inspectorOpen) inspectRow(activeId, activeRows[activeId] ?? 0)
  })
}
