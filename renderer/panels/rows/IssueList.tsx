import { Popover } from '@base-ui/react/popover'
import { useEffect, useState } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { isAbortError } from '../../../core/errors.ts'
import type { Issue } from '../../../core/issues.ts'
import { formatCount, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import { issueRows } from './issueRows.ts'
import styles from './RowsView.module.css'

export interface IssueListProps {
  engine: Pick<EngineApi, 'listIssues'>
  datasetId: string
  /** All issues found, also those beyond the listed ones. */
  issueCount: number
  /** Given when something outside opens the list too. */
  open: boolean | undefined
  onOpenChange: ((open: boolean) => void) | undefined
  onGo: (row: number) => void
  onError: (error: unknown, what: string) => void
}

/** The engine keeps this many. */
const MOST_LISTED = 1_000
/** While issues are still being found the list is read again this often, ms. */
const REFRESH_MS = 500

/** The issues of a dataset; a click goes to the row. Absent while there are none. */
export function IssueList(props: IssueListProps) {
  const [openHere, setOpenHere] = useState(false)
  const open = props.open ?? openHere
  if (props.issueCount === 0) return null
  const setOpen = (wanted: boolean) => {
    setOpenHere(wanted)
    props.onOpenChange?.(wanted)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={`${styles.quiet} ${styles.issues}`}>
        {formatPlural(props.issueCount, 'issue')} ▾
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end">
          <Popover.Popup className={`${controls.menu} ${styles.popup} ${styles.issuePopup}`}>
            <Popover.Title className={styles.popupTitle}>Issues</Popover.Title>
            {open && (
              <Issues
                {...props}
                onGo={(row) => {
                  setOpen(false)
                  props.onGo(row)
                }}
              />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Issues({ engine, datasetId, issueCount, onGo, onError }: IssueListProps) {
  const [issues, setIssues] = useState<readonly Issue[] | null>(null)
  const wanted = Math.min(issueCount, MOST_LISTED)
  const have = issues?.length ?? -1
  useEffect(() => {
    if (have >= wanted) return
    const stop = new AbortController()
    const timer = setTimeout(
      () => {
        engine.listIssues({ datasetId, start: 0, end: MOST_LISTED }, stop.signal).then(setIssues, (error) => {
          if (!isAbortError(error)) onError(error, 'Could not list the issues')
        })
      },
      have < 0 ? 0 : REFRESH_MS,
    )
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [engine, datasetId, wanted, have, onError])

  if (issues === null) return <p className={styles.note}>Reading…</p>
  return (
    <>
      <ul className={styles.issueList}>
        {issues.map((issue, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
          <li key={i}>
            <button
              type="button"
              className={styles.issue}
              disabled={issue.rowStart === null}
              onClick={() => issue.rowStart !== null && onGo(issue.rowStart)}
            >
              <span className={styles[issue.severity]}>{issue.severity}</span>
              <span className={styles.issueRow}>{issueRows(issue)}</span>
              <span className={styles.issueText}>
                {issue.message} <span className={styles.issueCode}>{issue.code}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {issueCount > issues.length && (
        <p className={styles.note}>
          The first {formatCount(issues.length)} of {formatCount(issueCount)} are listed.
        </p>
      )}
    </>
  )
}
