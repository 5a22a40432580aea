import { useEffect, useRef, useState } from 'react'
import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { EngineApi } from '../../app/protocol/engine.ts'
import { isAbortError } from '../../core/errors.ts'
import type { Issue } from '../../core/issues.ts'
import { formatCount, formatPlural } from '../format/numbers.ts'
import { reportError } from '../stores/errorStore.ts'
import { setActiveRow, showTab, useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import styles from './IssuesList.module.css'

/** What the engine keeps at most. */
const MOST_LISTED = 1000
/** While a file is being indexed the count rises many times a second; the list follows at this pace. */
const REFRESH_AFTER_MS = 500

/** The issues found in a dataset, below the view. Choosing one goes to its row. */
export function IssuesList({ engine, dataset }: { engine: EngineApi; dataset: DatasetInfo }) {
  const { datasetId, issueCount, name } = dataset
  const [issues, setIssues] = useState<Issue[] | null>(null)
  const firstRead = useRef(true)
  const listed = Math.min(issueCount, MOST_LISTED)
  const whole = dataset.shards ? 'all files' : 'whole file'

  useEffect(() => {
    const controller = new AbortController()
    const read = () =>
      engine.listIssues({ datasetId, start: 0, end: listed }, controller.signal).then(setIssues, (error) => {
        if (!isAbortError(error)) reportError(error, `Could not list the issues of ${name}`)
      })
    const timer = setTimeout(read, firstRead.current ? 0 : REFRESH_AFTER_MS)
    firstRead.current = false
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [engine, datasetId, listed, name])

  return (
    <section className={styles.list} aria-label={`Issues of ${name}`}>
      <header className={styles.head}>
        <h2 className={styles.title}>Issues</h2>
        <span className={styles.dim}>
          {formatPlural(issueCount, 'issue')}
          {issues !== null && issues.length < issueCount && `, the first ${formatCount(issues.length)} listed`}
        </span>
        <span className={styles.space} />
        <button type="button" className={controls.button} onClick={() => useUi.setState({ issuesOpen: false })}>
          Close
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Issue list">
        <table className={styles.table}>
          <tbody>
            {issues?.map((issue, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity but their place
              <tr key={at}>
                <td className={styles[issue.severity]}>{issue.severity}</td>
                <td className={controls.num}>
                  {issue.rowStart === null ? (
                    whole
                  ) : (
                    <button type="button" className={controls.link} onClick={() => goTo(datasetId, issue.rowStart!)}>
                      {rowsOf(issue)}
                    </button>
                  )}
                </td>
                <td className={styles.code}>{issue.code}</td>
                <td className={styles.message}>
                  {issue.message}
                  {issue.byteStart !== null && (
                    <span className={styles.dim}> · byte {formatCount(issue.byteStart)}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function goTo(datasetId: string, row: number): void {
  setActiveRow(datasetId, row)
  showTab('rows')
}

function rowsOf({ rowStart, rowEnd }: Issue): string {
  if (rowStart === null) return ''
  const last = rowEnd === null ? rowStart : rowEnd - 1
  return last > rowStart ? `rows ${formatCount(rowStart)} – ${formatCount(last)}` : `row ${formatCount(rowStart)}`
}
