import { Tabs } from '@base-ui/react/tabs'
import type { KeyboardEvent } from 'react'
import type { DatasetInfo, RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { formatCount } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import { ChatTab } from './ChatTab.tsx'
import { FieldsTab } from './FieldsTab.tsx'
import styles from './Inspector.module.css'
import { type InspectorTab, useInspector } from './inspectorStore.ts'
import { JsonTab } from './JsonTab.tsx'
import { LongText, messageOf } from './LongText.tsx'
import { useRowDetail } from './useRowDetail.ts'

export interface InspectorProps {
  engine: EngineApi
  dataset: DatasetInfo
  /** Position in the dataset. */
  row: number
  onRowChange: (row: number) => void
  onClose: () => void
}

const TABS: readonly { value: InspectorTab; label: string }[] = [
  { value: 'fields', label: 'Fields' },
  { value: 'chat', label: 'Chat' },
  { value: 'json', label: 'JSON' },
]

/** One record in full. Alt+Up and Alt+Down walk through the rows. */
export function Inspector({ engine, dataset, row, onRowChange, onClose }: InspectorProps) {
  const { detail, loading, error, retry } = useRowDetail(engine, dataset, row)
  const tab = useInspector((state) => state.tab)
  const lastRow = dataset.extent.numRows - 1

  function walk(by: number): void {
    const next = Math.max(0, Math.min(row + by, lastRow))
    if (next !== row) onRowChange(next)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    walk(by)
  }

  return (
    <section className={styles.inspector} aria-label={`Row ${formatCount(row)}`} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <h2 className={styles.title}>Row {formatCount(row)}</h2>
        {detail !== null && detail.row === row && detail.rowNumber !== row && (
          <span className={styles.dim}>row {formatCount(detail.rowNumber)} of the source</span>
        )}
        <span className={styles.space} />
        <button
          type="button"
          className={styles.walk}
          title="Previous row (Alt+Up)"
          disabled={row <= 0}
          onClick={() => walk(-1)}
        >
          ↑ previous
        </button>
        <button
          type="button"
          className={styles.walk}
          title="Next row (Alt+Down)"
          disabled={row >= lastRow}
          onClick={() => walk(1)}
        >
          ↓ next
        </button>
        <button type="button" className={styles.walk} title="Close the inspector (Esc)" onClick={onClose}>
          close
        </button>
      </header>
      <Tabs.Root
        className={styles.tabs}
        value={tab}
        onValueChange={(value) => useInspector.setState({ tab: value as InspectorTab })}
      >
        <Tabs.List className={styles.tabList} aria-label="Views of the row">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value} className={styles.tab}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ value }) => (
          <Tabs.Panel key={value} value={value} className={styles.panel} aria-busy={loading} data-loading={loading}>
            {error !== null && (
              <div className={styles.issue} role="alert">
                <p>
                  Row {formatCount(row)} could not be read: {messageOf(error)}
                </p>
                <button type="button" className={controls.link} onClick={retry}>
                  try again
                </button>
              </div>
            )}
            {detail === null && error === null && <p className={styles.note}>Reading row {formatCount(row)}…</p>}
            {detail !== null && <Record engine={engine} detail={detail} tab={value} />}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  )
}

function Record({ engine, detail, tab }: { engine: EngineApi; detail: RowDetail; tab: InspectorTab }) {
  const unreadable = detail.rawText !== null
  // What could be read of a damaged record is worth showing; a page of nulls is not.
  const hasValues = detail.cells.some((cell) => !cell.isNull)
  return (
    <>
      {detail.issues.map((issue, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity but their place
        <p key={i} className={styles.issue}>
          {issue.message} <span className={styles.dim}>{issue.code}</span>
        </p>
      ))}
      {unreadable && (
        <div className={styles.raw}>
          <h3 className={styles.rawTitle}>The record as it stands in the file</h3>
          <LongText key={detail.row} text={detail.rawText ?? ''} view="whitespace" />
        </div>
      )}
      {tab === 'fields' && (!unreadable || hasValues) && <FieldsTab key={detail.row} engine={engine} detail={detail} />}
      {tab === 'chat' && !unreadable && <ChatTab engine={engine} detail={detail} />}
      {tab === 'json' && !unreadable && <JsonTab engine={engine} detail={detail} />}
    </>
  )
}
