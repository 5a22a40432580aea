import { type ReactNode, useEffect, useMemo, useReducer, useState } from 'react'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { DedupSummary, DuplicateGroup } from '../../../../app/protocol/dedup.ts'
import { describeError } from '../../../format/errorStory.ts'
import { inspectRow } from '../../../stores/uiStore.ts'
import controls from '../../../theme/controls.module.css'
import panel from '../../../theme/panel.module.css'
import { knownFigures } from '../groups/figures.ts'
import { GroupList } from '../groups/GroupList.tsx'
import styles from '../groups/GroupsPanel.module.css'
import { GroupLines } from '../groups/groupLines.ts'
import { KnownDetail } from './KnownDetail.tsx'
import { type KnownEngine, knownEngine } from './knownEngine.ts'

interface KnownPanelProps {
  engine: KnownEngine
  /** View of the kept rows. */
  viewId: string
  /** The dataset whose rows the file's numbers name. */
  numbered: DatasetInfo
  summary: DedupSummary
  /** Name of the other dataset. */
  other: string
  switcher: ReactNode
}

/** Rows that were left out because another dataset has them, each with the row it is the same as there. */
export function KnownPanel({ engine, viewId, numbered, summary, other, switcher }: KnownPanelProps) {
  const [selected, setSelected] = useState(0)
  const [drawn, redraw] = useReducer((count: number) => count + 1, 0)
  const lines = useMemo(() => new GroupLines(knownEngine(engine), viewId, 'row', redraw), [engine, viewId])
  useEffect(() => () => lines.dispose(), [lines])
  const [shown, setShown] = useState<DuplicateGroup | null>(null)
  const match = lines.at(selected)
  if (match && match.groupId !== shown?.groupId) setShown(match)
  const error = lines.errorAt(selected)
  const near = summary.spec.method.kind === 'near'
  const figures = useMemo(() => knownFigures(near), [near])
  const openRow = (row: number) => inspectRow(numbered.datasetId, row)
  return (
    <div className={styles.beside}>
      <div className={styles.left}>
        <section className={`${panel.panel} ${styles.groups}`} aria-label="Known elsewhere">
          <header className={panel.head}>
            <h2 className={panel.title} title={`Rows that ${other} has too`}>
              Known elsewhere
            </h2>
            {switcher}
          </header>
          {error !== undefined && (
            <p className={styles.message} role="alert">
              The rows could not be listed: {describeError(error, '').message}{' '}
              <button type="button" className={controls.link} onClick={() => lines.retry()}>
                try again
              </button>
            </p>
          )}
          <GroupList
            lines={lines}
            drawn={drawn}
            total={summary.existing}
            figures={figures}
            textName="text"
            label="Rows known elsewhere"
            selected={selected}
            onSelect={setSelected}
            onOpen={({ rows }) => openRow(rows[0] as number)}
          />
        </section>
      </div>
      {shown && (
        <KnownDetail
          key={shown.groupId}
          engine={engine}
          datasetId={viewId}
          match={shown}
          other={other}
          onOpenRow={openRow}
        />
      )}
    </div>
  )
}
