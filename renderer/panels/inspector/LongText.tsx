import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import type { CellValue } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { isAbortError } from '../../../core/errors.ts'
import { CELL_CHUNK_BYTES, type CellAddress, utf8Bytes } from '../../cells/wholeCell.ts'
import { formatBytes } from '../../format/numbers.ts'
import { markWhitespace } from '../../text/whitespace.ts'
import controls from '../../theme/controls.module.css'
import styles from './Inspector.module.css'
import type { TextView } from './inspectorStore.ts'
import { Rendered } from './Rendered.tsx'
import prose from './Text.module.css'

/** Characters drawn at first; each "show more" draws four times as many. Marks cost an element each. */
const FIRST_CHARS = 20_000

/** A text of any length in the chosen view, drawn as far as asked. */
export function LongText({ text, view, more }: { text: string; view: TextView; more?: ReactNode }) {
  const [limit, setLimit] = useState(FIRST_CHARS)
  const shown = text.length > limit ? text.slice(0, safeEnd(text, limit)) : text
  return (
    <>
      {view === 'rendered' ? (
        <Rendered text={shown} />
      ) : (
        <pre className={prose.text}>{view === 'whitespace' ? <Marked text={shown} /> : shown}</pre>
      )}
      {shown.length < text.length ? (
        <button type="button" className={controls.link} onClick={() => setLimit(limit * 4)}>
          show more ({Math.floor((shown.length / text.length) * 100)}% shown)
        </button>
      ) : (
        more
      )}
    </>
  )
}

/** Not between the halves of a surrogate pair. */
function safeEnd(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end
}

function Marked({ text }: { text: string }) {
  return markWhitespace(text).map((run, i) =>
    run.isMark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity but their place
      <span key={i} className={prose.mark}>
        {run.text}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity but their place
      <Fragment key={i}>{run.text}</Fragment>
    ),
  )
}

export interface CellTextState {
  text: string
  complete: boolean
  loading: boolean
  error: unknown
  loadMore: () => void
}

/** The text of a cell, of which more can be loaded where the answer was cut. Mount anew for another cell. */
export function useCellText(engine: Pick<EngineApi, 'readCell'>, address: CellAddress, cell: CellValue): CellTextState {
  const [text, setText] = useState(cell.text)
  const [complete, setComplete] = useState(!cell.truncated)
  const [loading, setLoading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  function loadMore(): void {
    if (loading || complete) return
    const stop = new AbortController()
    running.current = stop
    setLoading(true)
    setError(null)
    engine.readCell({ ...address, start: utf8Bytes(text), maxBytes: CELL_CHUNK_BYTES }, stop.signal).then(
      (piece) => {
        if (stop.signal.aborted) return
        setText(text + piece.text)
        setComplete(!piece.truncated || piece.text === '')
        setLoading(false)
      },
      (failure) => {
        if (stop.signal.aborted) return
        setLoading(false)
        if (!isAbortError(failure)) setError(failure)
      },
    )
  }
  return { text, complete, loading, error, loadMore }
}

/** What stands below a text that is not all there. */
export function MoreButton({ state, byteLength }: { state: CellTextState; byteLength: number }) {
  if (state.complete) return null
  return (
    <div className={prose.more}>
      <button type="button" className={controls.link} disabled={state.loading} onClick={state.loadMore}>
        {state.loading ? 'loading…' : 'load more'}
      </button>
      <span>
        {formatBytes(utf8Bytes(state.text))} of {formatBytes(byteLength)}
      </span>
      {state.error !== null && <span className={styles.bad}>{messageOf(state.error)}</span>}
    </div>
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
