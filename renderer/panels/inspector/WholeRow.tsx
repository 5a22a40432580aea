import { type ReactNode, useEffect, useState } from 'react'
import type { RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { isAbortError } from '../../../core/errors.ts'
import { MAX_WHOLE_CHARS } from '../../cells/wholeCell.ts'
import { formatBytes } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import styles from './Inspector.module.css'
import { messageOf } from './LongText.tsx'
import { readWholeRowJson, rowBytes } from './wholeRow.ts'

/** Rows up to this size are read whole without asking, bytes. */
const UNASKED_BYTES = 4_000_000

type State =
  | { kind: 'waiting' }
  | { kind: 'ready'; json: string }
  | { kind: 'too-long' }
  | { kind: 'failed'; error: unknown }

/** Gives the row's whole JSON to `children`; a very long row is read only when asked for. Mount anew for each row. */
export function WholeRow(props: { engine: EngineApi; detail: RowDetail; children: (json: string) => ReactNode }) {
  const { engine, detail, children } = props
  const bytes = rowBytes(detail)
  const [wanted, setWanted] = useState(bytes <= UNASKED_BYTES)
  const [state, setState] = useState<State>({ kind: 'waiting' })
  const needed = detail.json === null && wanted
  useEffect(() => {
    if (!needed) return
    const stop = new AbortController()
    readWholeRowJson(engine, detail, stop.signal).then(
      (json) => {
        if (!stop.signal.aborted) setState(json === null ? { kind: 'too-long' } : { kind: 'ready', json })
      },
      (error) => {
        if (!stop.signal.aborted && !isAbortError(error)) setState({ kind: 'failed', error })
      },
    )
    return () => stop.abort()
  }, [engine, detail, needed])

  if (detail.json !== null) return children(detail.json)
  if (!wanted) {
    return (
      <p className={styles.note}>
        This row is {formatBytes(bytes)} long.{' '}
        <button type="button" className={controls.link} onClick={() => setWanted(true)}>
          read it whole
        </button>
      </p>
    )
  }
  if (state.kind === 'ready') return children(state.json)
  if (state.kind === 'too-long') {
    return (
      <p className={styles.note}>
        This row is longer than the {formatBytes(MAX_WHOLE_CHARS)} shown at once. Its fields can be read in parts under
        Fields.
      </p>
    )
  }
  if (state.kind === 'failed') return <p className={`${styles.note} ${styles.bad}`}>{messageOf(state.error)}</p>
  return (
    <p className={styles.note} role="status">
      Reading {formatBytes(bytes)}…
    </p>
  )
}
