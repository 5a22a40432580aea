import { useEffect, useMemo, useReducer } from 'react'
import type { DuplicateGroup, KnownTexts } from '../../../../app/protocol/dedup.ts'
import { formatCount } from '../../../format/numbers.ts'
import controls from '../../../theme/controls.module.css'
import panel from '../../../theme/panel.module.css'
import { textDiff } from '../diff/textDiff.ts'
import { DiffText } from '../groups/DiffText.tsx'
import styles from '../groups/GroupDetail.module.css'
import { diffStory, wholePercent } from '../groups/groupTexts.ts'
import { TextsFailure } from '../groups/TextsFailure.tsx'
import { MOST_TEXT_BYTES } from '../groups/useGroupTexts.ts'
import { Wanted } from '../groups/wanted.ts'
import type { KnownEngine } from './knownEngine.ts'

interface KnownDetailProps {
  engine: KnownEngine
  /** View of the kept rows. */
  datasetId: string
  /** See `knownEngine`. */
  match: DuplicateGroup
  other: string
  onOpenRow(row: number): void
}

/** What the other dataset's row says, and what is different in the row that was left out. */
export function KnownDetail({ engine, datasetId, match, other, onOpenRow }: KnownDetailProps) {
  const { groupId, kept, similarity } = match
  const row = match.rows[0] as number
  const { texts, error, retry } = useKnownTexts(engine, datasetId, groupId)
  const diff = useMemo(() => texts && textDiff(texts.other.text, texts.own.text), [texts])
  const cut = texts?.other.truncated ?? false
  return (
    <section className={`${panel.panel} ${styles.panel}`} aria-label="Match in detail" aria-busy={!texts && !error}>
      <header className={panel.head}>
        <h2 className={panel.title}>Row {formatCount(row)}</h2>
        <span className={`${controls.num} ${controls.clip}`} data-testid="match-facts">
          {similarity === null ? 'equal' : `${wholePercent(similarity)} similar`} to row {formatCount(kept)} there
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Texts of the two rows">
        {error !== null && <TextsFailure error={error} retry={retry} />}
        {texts && diff && (
          <ul>
            <li className={styles.member}>
              <div className={styles.facts}>
                <span>
                  row {formatCount(kept)} of {other}
                </span>
              </div>
              <DiffText parts={[{ kind: 'same', text: texts.other.text }]} />
            </li>
            <li className={styles.member}>
              <div className={styles.facts}>
                <button
                  type="button"
                  className={`${controls.link} ${controls.num}`}
                  title="Open the row in the inspector"
                  onClick={() => onOpenRow(row)}
                >
                  row {formatCount(row)}
                </button>
                <span>left out</span>
                <span>{diffStory({ row, kept: false, similarity, text: texts.own, diff }, cut)}</span>
              </div>
              {diff.parts.some(({ kind }) => kind !== 'same') && <DiffText parts={diff.parts} />}
            </li>
          </ul>
        )}
      </section>
    </section>
  )
}

function useKnownTexts(engine: KnownEngine, datasetId: string, index: number) {
  const [drawn, redraw] = useReducer((count: number) => count + 1, 0)
  const wanted = useMemo(() => {
    const read = (_: number, signal: AbortSignal): Promise<KnownTexts> =>
      engine.readKnownTexts({ datasetId, index, maxBytes: MOST_TEXT_BYTES }, signal)
    return new Wanted(read, redraw, { held: 1, atOnce: 1 })
  }, [engine, datasetId, index])
  useEffect(() => {
    wanted.want([0])
    return () => wanted.dispose()
  }, [wanted])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` rises when the texts have come
  return useMemo(
    () => ({ texts: wanted.get(0), error: wanted.errorOf(0) ?? null, retry: () => wanted.retry() }),
    [wanted, drawn],
  )
}
