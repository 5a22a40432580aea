import { useContext } from 'react'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import controls from '../../theme/controls.module.css'
import styles from './Settings.module.css'
import { WrongContext } from './wrongSetting.ts'

interface NumberFieldProps {
  /** Names the setting in `WrongSetting`. */
  field: string
  label: string
  value: string
  /** What an empty field means. */
  placeholder?: string
  onChange(value: string): void
}

/** A number as it is typed. */
export function NumberField({ field, label, value, placeholder, onChange }: NumberFieldProps) {
  const wrong = useContext(WrongContext)
  const isWrong = wrong.field === field
  return (
    <label className={styles.label}>
      {label}
      <input
        className={`${controls.field} ${controls.num} ${styles.number}`}
        inputMode="numeric"
        placeholder={placeholder}
        value={value}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? wrong.errorId : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  values: readonly T[]
  names: Readonly<Record<T, string>>
  title?: string
  onChange(value: T): void
}

export function Choice<T extends string>({ label, value, values, names, title, onChange }: ChoiceProps<T>) {
  return (
    <label className={styles.label} title={title}>
      {label}
      <select className={controls.field} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {values.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

interface TickProps {
  label: string
  title: string
  checked: boolean
  onChange(checked: boolean): void
}

export function Tick({ label, title, checked, onChange }: TickProps) {
  return (
    <label className={styles.label} title={title}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  )
}

interface ColumnFieldProps {
  columns: readonly ColumnInfo[]
  /** Null where there is none to choose. */
  column: ColumnInfo | null
  onChange(name: string): void
}

/** Which column is packed, padded or compared. */
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
