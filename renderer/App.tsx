import { Tabs } from '@base-ui/react/tabs'
import { type CSSProperties, useCallback, useEffect } from 'react'
import styles from './App.module.css'
import { DropTarget } from './frame/DropTarget.tsx'
import { EmptyState } from './frame/EmptyState.tsx'
import { ErrorBar } from './frame/ErrorBar.tsx'
import { IssuesList } from './frame/IssuesList.tsx'
import { KeysDialog } from './frame/KeysDialog.tsx'
import { OpenUrlDialog } from './frame/OpenUrlDialog.tsx'
import { SourcesTree } from './frame/SourcesTree.tsx'
import { Splitter } from './frame/Splitter.tsx'
import { StatusLine } from './frame/StatusLine.tsx'
import { Toolbar } from './frame/Toolbar.tsx'
import { DuplicatesView } from './panels/duplicates/DuplicatesView.tsx'
import { ExportView } from './panels/export/ExportView.tsx'
import { Inspector } from './panels/inspector/Inspector.tsx'
import { PackingView } from './panels/packing/PackingView.tsx'
import { PaddingView } from './panels/padding/PaddingView.tsx'
import { RowsView } from './panels/rows/RowsView.tsx'
import { useActiveDataset, useDatasets } from './stores/datasetStore.ts'
import { useEngine } from './stores/engineStore.ts'
import { reportError } from './stores/errorStore.ts'
import { sayMessage } from './stores/jobStore.ts'
import { closeInspector, DOCK_WIDTH, inspectRow, setActiveRow, showTab, useUi, type ViewTab } from './stores/uiStore.ts'

const TABS: readonly { value: ViewTab; label: string }[] = [
  { value: 'rows', label: 'Rows' },
  { value: 'duplicates', label: 'Duplicates' },
  { value: 'packing', label: 'Packing' },
  { value: 'padding', label: 'Padding' },
  { value: 'export', label: 'Export' },
]

export function App() {
  const dataset = useActiveDataset()
  const { sidebarWidth, dockWidth, inspectorOpen } = useUi()
  const inspected = useInspected()
  const title = dataset ? `${dataset.name} · Packscope` : 'Packscope'
  useEffect(() => {
    document.title = title
  }, [title])
  const docked = dataset !== null && inspectorOpen && inspected !== null
  const widths = { '--sidebar': `${sidebarWidth}px`, '--dock': docked ? `${dockWidth}px` : '0px' } as CSSProperties
  return (
    <div className={styles.app} style={widths}>
      <Toolbar />
      {dataset ? (
        <>
          <SourcesTree />
          <Workspace />
          {docked && <Dock />}
        </>
      ) : (
        <div className={styles.whole}>
          <ErrorBar />
          <EmptyState />
        </div>
      )}
      <StatusLine />
      <DropTarget />
      <KeysDialog />
      <OpenUrlDialog />
    </div>
  )
}

/** The inspected row with its dataset, as long as that is open. */
function useInspected() {
  const inspected = useUi((state) => state.inspected)
  const datasets = useDatasets((state) => state.datasets)
  const dataset = datasets.find((other) => other.datasetId === inspected?.datasetId)
  return inspected && dataset ? { dataset, row: inspected.row } : null
}

function Workspace() {
  const dataset = useActiveDataset()
  const engine = useEngine((state) => state.engine)
  const firstPage = useDatasets((state) => (dataset ? (state.firstPages.get(dataset.datasetId) ?? null) : null))
  const { tab, activeRows, issuesOpen } = useUi()
  const datasetId = dataset?.datasetId ?? ''
  const onActiveRow = useCallback((row: number) => setActiveRow(datasetId, row), [datasetId])
  const onInspect = useCallback((row: number) => inspectRow(datasetId, row), [datasetId])
  if (!dataset || !engine) return null
  const { name } = dataset
  return (
    <main className={styles.main}>
      <Tabs.Root className={styles.tabs} value={tab} onValueChange={(value) => showTab(value as ViewTab)}>
        <Tabs.List className={styles.tabList} aria-label={`Views of ${name}`}>
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value} className={styles.tab}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <ErrorBar />
        <Tabs.Panel value="rows" className={styles.panel}>
          <RowsView
            key={datasetId}
            engine={engine}
            dataset={dataset}
            firstPage={firstPage}
            activeRow={activeRows[datasetId] ?? 0}
            onActiveRow={onActiveRow}
            onInspect={onInspect}
            onError={reportError}
            onMessage={sayMessage}
          />
        </Tabs.Panel>
        <Tabs.Panel value="duplicates" className={styles.panel}>
          <DuplicatesView key={datasetId} engine={engine} dataset={dataset} />
        </Tabs.Panel>
        <Tabs.Panel value="packing" className={styles.panel}>
          <PackingView key={datasetId} engine={engine} dataset={dataset} />
        </Tabs.Panel>
        <Tabs.Panel value="padding" className={styles.panel}>
          <PaddingView key={datasetId} engine={engine} dataset={dataset} />
        </Tabs.Panel>
        <Tabs.Panel value="export" className={styles.panel}>
          <ExportView key={datasetId} dataset={dataset} />
        </Tabs.Panel>
      </Tabs.Root>
      {issuesOpen && dataset.issueCount > 0 && <IssuesList key={datasetId} engine={engine} dataset={dataset} />}
    </main>
  )
}

function Dock() {
  const engine = useEngine((state) => state.engine)
  const inspected = useInspected()
  const dockWidth = useUi((state) => state.dockWidth)
  const activeId = useActiveDataset()?.datasetId
  if (!engine || !inspected) return null
  const { dataset, row } = inspected
  return (
    <aside className={styles.dock} aria-label="Record inspector">
      {dataset.datasetId !== activeId && <p className={styles.elsewhere}>source row, of {dataset.name}</p>}
      <Inspector
        key={dataset.datasetId}
        engine={engine}
        dataset={dataset}
        row={row}
        onRowChange={(next) => inspectRow(dataset.datasetId, next)}
        onClose={closeInspector}
      />
      <Splitter
        label="Width of the inspector"
        panel="right"
        width={dockWidth}
        {...DOCK_WIDTH}
        onWidth={(width) => useUi.setState({ dockWidth: width })}
      />
    </aside>
  )
}
