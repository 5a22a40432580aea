import type { ColumnInfo } from '../../../../app/protocol/datasets.ts'
import controls from '../../../theme/controls.module.css'
import styles from '../../planning/Settings.module.css'

interface ColumnFieldProps {
  columns: readonly ColumnInfo[]
  /** Null where there is none to choose. */
  column: ColumnInfo | null
  onChange(name: string): void
}

/** Which column is compared. */
export function ColumnField({ columns, column, onChange }: ColumnFieldProps) {
  if (!column) return null
  return (
    <label className={styles.label}>
      column
      <select
        className={`${controls.field} ${styles.column}`}
        value={column.name}
        onChange={(event) => onChange(event.target.value)}
      >
        {columns.map(({ name, type }) => (
          <option key={name} value={name}>
            {name} · {type}
          </option>
        ))}
      </select>
    </label>
  )
}
