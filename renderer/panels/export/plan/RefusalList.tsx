import type { ColumnInfo } from '../../../../app/protocol/datasets.ts'
import { formatCount, formatPlural } from '../../../format/numbers.ts'
import controls from '../../../theme/controls.module.css'
import styles from '../ExportView.module.css'
import type { ExportForm } from '../form/exportForm.ts'
import type { Refused } from './refusals.ts'

/** Columns named before the rest are counted. */
const NAMED = 4

interface RefusalListProps {
  refused: Refused
  /** Name of the format. */
  format: string
  form: ExportForm
  all: readonly ColumnInfo[]
  onChange(patch: Partial<ExportForm>): void
}

/** Why it cannot be written so, and what mends it. */
export function RefusalList({ refused, format, form, all, onChange }: RefusalListProps) {
  const { columns, reasons, others, asJson, only } = refused
  const leaveOut = () => onChange({ left: new Set([...form.left, ...columns]) })
  const takeOnly = (name: string) => {
    onChange({ left: new Set(all.flatMap((column) => (column.name === name ? [] : [column.name]))) })
  }
  return (
    <div className={styles.refused} role="alert">
      {columns.length > 0 && (
        <p>
          <b>
            {formatPlural(columns.length, 'column')} cannot be written as {format}.
          </b>
        </p>
      )}
      {others.map((message) => (
        <p key={message}>{message}</p>
      ))}
      <ul>
        {columns.slice(0, NAMED).map((name) => (
          <li key={name} className={styles.refusal} title={reasons.get(name)}>
            {name}
          </li>
        ))}
        {columns.length > NAMED && <li className={styles.hint}>and {formatCount(columns.length - NAMED)} more</li>}
      </ul>
      {columns[0] !== undefined && <p className={styles.hint}>{reasons.get(columns[0])}</p>}
      <div className={styles.line}>
        {asJson.length > 0 && (
          <button type="button" className={controls.button} onClick={() => onChange({ nestedAsJson: true })}>
            Write as JSON
          </button>
        )}
        {only !== null && (
          <button type="button" className={controls.button} onClick={() => takeOnly(only)}>
            <span className={controls.clip}>Take only {only}</span>
          </button>
        )}
        {columns.length > 0 && only === null && (
          <button type="button" className={controls.button} onClick={leaveOut}>
            Leave {columns.length === 1 ? 'it' : 'them'} out
          </button>
        )}
      </div>
    </div>
  )
}
