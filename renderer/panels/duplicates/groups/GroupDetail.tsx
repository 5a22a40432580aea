import { type KeyboardEvent, useRef, useState } from 'react'
import type { DuplicateGroup } from '../../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../../app/protocol/engine.ts'
import { formatBytes, formatCount, formatPlural } from '../../../format/numbers.ts'
import controls from '../../../theme/controls.module.css'
import panel from '../../../theme/panel.module.css'
import { DiffSamples, DiffText } from './DiffText.tsx'
import styles from './GroupDetail.module.css'
import { type ComparedRow, diffStory, rowsInOrder, wholePercent } from './groupTexts.ts'
import { lineAfterKey } from './listMoves.ts'
import { TextsFailure } from './TextsFailure.tsx'
import { MOST_TEXT_BYTES, ROWS_PER_STEP, useGroupTexts } from './useGroupTexts.ts'

interface GroupDetailProps {
  engine: Pick<EngineApi, 'readGroupTexts'>
  /** View of the kept rows. */
  datasetId: string
  group: DuplicateGroup
  /** What is compared: `text`, `prompt, answer`, `the whole row`. */
  keyName: string
  /** The row in the inspector, as the file numbers it. */
  inspected: number | null
  onOpenRow(row: number): void
}

/** A group of duplicates: the row that is kept, then each of the others with what is different in it. */
export function GroupDetail({ engine, datasetId, group, keyName, inspected, onOpenRow }: GroupDetailProps) {
  const [steps, setSteps] = useState(1)
  const [active, setActive] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const { rows, loading, error, retry } = useGroupTexts(engine, datasetId, group, steps)
  const { size, similarity } = group
  const keptCut = rows[0]?.text?.truncated ?? false
  const listed = rowsInOrder(group).length

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const to = lineAfterKey(active, event.key, rows.length, ROWS_PER_STEP)
    if (to === null) return
    event.preventDefault()
    setActive(to)
    list.current?.querySelectorAll<HTMLElement>('[data-row]')[to]?.focus()
  }

  return (
    <section className={`${panel.panel} ${styles.panel}`} aria-label="Group in detail" aria-busy={loading}>
      <header className={panel.head}>
        <h2 className={panel.title} data-testid="group-title">
          Group of {formatPlural(size, 'row')}
        </h2>
        <span className={`${controls.num} ${controls.clip}`} data-testid="group-facts">
          {similarity === null
            ? `equal in ${keyName}`
            : `${similarity < 1 ? 'at least ' : ''}${wholePercent(similarity)} similar`}
        </span>
        <span className={panel.space} />
        {rows.some(({ diff }) => diff && diff.parts.length > 1) && (
          <span className={panel.legend}>
            <DiffSamples />
          </span>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Rows of the group">
        {error !== null && <TextsFailure error={error} retry={retry} />}
        <ul ref={list} onKeyDown={onKeyDown}>
          {rows.map((row, at) => (
            <Member
              key={row.row}
              row={row}
              keptCut={keptCut}
              isStop={at === Math.min(active, rows.length - 1)}
              isInspected={row.row === inspected}
              onFocus={() => setActive(at)}
              onOpen={() => onOpenRow(row.row)}
            />
          ))}
        </ul>
        {rows.length < size && (
          <p className={styles.more}>
            {formatCount(rows.length)} of {formatCount(size)} rows shown
            {rows.length < listed ? (
              <>
                {' · '}
                <button type="button" className={controls.link} onClick={() => setSteps(steps + 1)}>
                  show more
                </button>
              </>
            ) : (
              '; the others are among the removed rows.'
            )}
          </p>
        )}
      </section>
    </section>
  )
}

interface MemberProps {
  row: ComparedRow
  keptCut: boolean
  /** Where the Tab key stops. */
  isStop: boolean
  isInspected: boolean
  onFocus(): void
  onOpen(): void
}

function Member({ row, keptCut, isStop, isInspected, onFocus, onOpen }: MemberProps) {
  const { row: number, kept, similarity, text, diff } = row
  return (
    <li className={styles.member} data-kept={kept || undefined} aria-current={isInspected || undefined}>
      <div className={styles.facts}>
        <button
          type="button"
          data-row={number}
          className={`${controls.link} ${controls.num}`}
          tabIndex={isStop ? 0 : -1}
          title="Open the row in the inspector"
          onFocus={onFocus}
          onClick={onOpen}
        >
          row {formatCount(number)}
        </button>
        {kept ? <span className={styles.kept}>kept</span> : <span>left out</span>}
        {similarity !== null && <span>{wholePercent(similarity)} similar</span>}
        <span>{diffStory(row, keptCut)}</span>
        {text?.truncated && <span>first {formatBytes(MOST_TEXT_BYTES)} read</span>}
      </div>
      {kept && text && <DiffText parts={[{ kind: 'same', text: text.text }]} />}
      {diff?.parts.some(({ kind }) => kind !== 'same') && <DiffText parts={diff.parts} />}
    </li>
  )
}
