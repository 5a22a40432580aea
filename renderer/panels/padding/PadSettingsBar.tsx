import { useId } from 'react'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import controls from '../../theme/controls.module.css'
import styles from './PadSettingsBar.module.css'
import { type CheckedPad, ORDER_NAMES, PAD_ORDERS, PAD_SIDES, PAD_TARGETS, type PadSettings } from './padSettings.ts'

interface PadSettingsBarProps {
  settings: PadSettings
  columns: readonly ColumnInfo[]
  column: ColumnInfo
  checked: CheckedPad
  onChange(settings: PadSettings): void
  /** Enter: now, not when the typing has paused. */
  onSubmit(): void
}

const TARGET_NAMES = { longest: 'longest of the batch', fixed: 'fixed length' } as const

export function PadSettingsBar({ settings, columns, column, checked, onChange, onSubmit }: PadSettingsBarProps) {
  const errorId = useId()
  const wrong = checked.ok ? null : checked
  const change = (patch: Partial<PadSettings>) => onChange({ ...settings, ...patch })
  const number = (field: 'batchSize' | 'multipleOf' | 'targetLength' | 'shuffleSeed') => ({
    className: `${controls.field} ${controls.num} ${styles.number}`,
    inputMode: 'numeric' as const,
    value: settings[field],
    'aria-invalid': wrong?.field === field || undefined,
    'aria-describedby': wrong?.field === field ? errorId : undefined,
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
  })
  return (
    <form
      className={styles.form}
      aria-label="Padding settings"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        // A form of several fields without a submit button does not submit on Enter by itself.
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) onSubmit()
      }}
    >
      <label className={styles.label}>
        batch size
        <input {...number('batchSize')} />
      </label>
      <Choice
        label="order"
        value={settings.order}
        values={PAD_ORDERS}
        names={ORDER_NAMES}
        onChange={(order) => change({ order })}
      />
      {settings.order === 'shuffled' && (
        <label className={styles.label}>
          seed
          <input {...number('shuffleSeed')} />
        </label>
      )}
      <Choice
        label="pad to"
        value={settings.target}
        values={PAD_TARGETS}
        names={TARGET_NAMES}
        onChange={(target) => change({ target })}
      />
      {settings.target === 'fixed' && (
        <label className={styles.label}>
          target_length
          <input {...number('targetLength')} />
        </label>
      )}
      <label className={styles.label}>
        pad_to_multiple_of
        <input {...number('multipleOf')} placeholder="none" />
      </label>
      <Choice
        label="side"
        value={settings.side}
        values={PAD_SIDES}
        names={{ right: 'right', left: 'left' }}
        onChange={(side) => change({ side })}
      />
      <label className={styles.label}>
        column
        <select
          className={`${controls.field} ${styles.column}`}
          value={column.name}
          onChange={(event) => change({ column: event.target.value })}
        >
          {columns.map(({ name, type }) => (
            <option key={name} value={name}>
              {name} · {type}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.note}>
        {wrong ? (
          <span id={errorId} role="alert" className={styles.wrong}>
            {wrong.message}
          </span>
        ) : column.tokens === 'text' ? (
          'tokens: byte-level (built in): 1 token = 1 UTF-8 byte, not a model’s tokenizer'
        ) : (
          'tokens: ids of the column, as they are'
        )}
      </p>
    </form>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  values: readonly T[]
  names: Readonly<Record<T, string>>
  onChange(value: T): void
}

function Choice<T extends string>({ label, value, values, names, onChange }: ChoiceProps<T>) {
  return (
    <label className={styles.label}>
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
