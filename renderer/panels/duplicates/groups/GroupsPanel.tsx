import { type ReactNode, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { DedupSummary, DuplicateGroup, GroupOrder } from '../../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../../app/protocol/engine.ts'
import { describeError } from '../../../format/errorStory.ts'
import { inspectRow, useUi } from '../../../stores/uiStore.ts'
import controls from '../../../theme/controls.module.css'
import panel from '../../../theme/panel.module.css'
import { Choice } from '../../planning/fields.tsx'
import { SizeHistogram } from '../result/SizeHistogram.tsx'
import { groupFigures } from './figures.ts'
import { GroupDetail } from './GroupDetail.tsx'
import { GroupList } from './GroupList.tsx'
import styles from './GroupsPanel.module.css'
import { GroupLines } from './groupLines.ts'

interface GroupsPanelProps {
  engine: EngineApi
  /** View of the kept rows. */
  viewId: string
  /** The dataset whose rows the file's numbers name. */
  numbered: DatasetInfo
  summary: DedupSummary
  keyName: string
  /** Chooses what is listed, where there is more than groups. */
  switcher: ReactNode
}

const ORDER_NAMES = { size: 'largest first', row: 'as in the file', similarity: 'least similar first' } as const

/** All groups, and one of them in detail. */
export function GroupsPanel({ engine, viewId, numbered, summary, keyName, switcher }: GroupsPanelProps) {
  const [order, setOrder] = useState<GroupOrder>('size')
  const [selected, setSelected] = useState(0)
  const [drawn, redraw] = useReducer((count: number) => count + 1, 0)
  const lines = useMemo(() => new GroupLines(engine, viewId, order, redraw), [engine, viewId, order])
  useEffect(() => () => lines.dispose(), [lines])
  const inspected = useUi(({ inspectorOpen, inspected: row }) =>
    inspectorOpen && row?.datasetId === numbered.datasetId ? row.row : null,
  )
  // While the group of a line that was jumped to is under way, the one before it stays.
  const [shown, setShown] = useState<DuplicateGroup | null>(null)
  const group = lines.at(selected)
  if (group && group.groupId !== shown?.groupId) setShown(group)
  const error = lines.errorAt(selected)
  const near = summary.spec.method.kind === 'near'
  const figures = useMemo(() => groupFigures(near), [near])
  const box = useRef<HTMLDivElement>(null)
  const openRow = (row: number) => {
    inspectRow(numbered.datasetId, row)
    // The inspector takes room: what was pressed must not leave the window.
    requestAnimationFrame(() => box.current?.scrollIntoView({ block: 'nearest' }))
  }
  return (
    <div ref={box} className={styles.beside}>
      <div className={styles.left}>
        <SizeHistogram groupSizes={summary.groupSizes} groups={summary.groups} />
        <section className={`${panel.panel} ${styles.groups}`} aria-label="Groups">
          <header className={panel.head}>
            <h2 className={panel.title}>Groups</h2>
            {switcher}
            <span className={panel.space} />
            <Choice
              label="order"
              value={order}
              values={near ? ['size', 'row', 'similarity'] : ['size', 'row']}
              names={ORDER_NAMES}
              onChange={(value) => {
                setOrder(value)
                setSelected(0)
              }}
            />
          </header>
          {error !== undefined && (
            <p className={styles.message} role="alert">
              The groups could not be listed: {describeError(error, '').message}{' '}
              <button type="button" className={controls.link} onClick={() => lines.retry()}>
                try again
              </button>
            </p>
          )}
          <GroupList
            key={order}
            lines={lines}
            drawn={drawn}
            total={summary.groups}
            figures={figures}
            textName="kept text"
            label="Groups of duplicates"
            selected={selected}
            onSelect={setSelected}
            onOpen={({ kept }) => openRow(kept)}
          />
        </section>
      </div>
      {shown && (
        <GroupDetail
          key={shown.groupId}
          engine={engine}
          datasetId={viewId}
          group={shown}
          keyName={keyName}
          inspected={inspected}
          onOpenRow={openRow}
        />
      )}
    </div>
  )
}
