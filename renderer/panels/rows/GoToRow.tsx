import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { formatCount } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import { parseRowTarget } from './gotoRow.ts'
import styles from './RowsView.module.css'

export interface GoToRowProps {
  extent: DatasetInfo['extent']
  onGo: (row: number) => void
  /** Esc: the focus goes back to the grid. */
  onLeave: () => void
}

/** A field for a row number; Ctrl/Cmd+G puts the cursor into it. Rows not indexed yet are waited for. */
export function GoToRow({ extent, onGo, onLeave }: GoToRowProps) {
  const noteId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [message, setMessage] = useState<string | null>(null)
  const [waitingFor, setWaitingFor] = useState<number | null>(null)

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'g') return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  useEffect(() => {
    if (waitingFor === null) return
    if (waitingFor < extent.numRows) {
      setWaitingFor(null)
      onGo(waitingFor)
    } else if (extent.exact) {
      setWaitingFor(null)
      setMessage(`The last row is ${formatCount(extent.numRows - 1)}`)
    }
  }, [waitingFor, extent, onGo])

  function go(): void {
    const target = parseRowTarget(text, extent.numRows, extent.exact)
    setMessage(target.kind === 'invalid' ? target.message : null)
    setWaitingFor(target.kind === 'later' ? target.row : null)
    if (target.kind === 'row') {
      setText('')
      onGo(target.row)
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault()
      go()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setText('')
      setMessage(null)
      setWaitingFor(null)
      onLeave()
    }
  }

  const note = waitingFor === null ? message : `waiting for row ${formatCount(waitingFor)}`
  return (
    <span className={styles.goTo}>
      <span id={noteId} role="status" className={waitingFor === null ? styles.problem : styles.note}>
        {note}
      </span>
      <input
        ref={field}
        className={`${controls.field} ${styles.goToField}`}
        aria-label="Go to row"
        aria-describedby={noteId}
        aria-invalid={message !== null}
        aria-keyshortcuts="Control+G Meta+G"
        placeholder="go to row"
        title="Go to a row: a number counted from 0, -1 from the end, 50% or end (Ctrl+G)"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setMessage(null)
        }}
        onKeyDown={onKeyDown}
      />
    </span>
  )
}
