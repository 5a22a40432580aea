import { useId } from 'react'
import type { ExcessLengthStrategy } from '../../../app/protocol/jobs.ts'
import controls from '../../theme/controls.module.css'
import styles from './PackSettingsBar.module.css'
import { type CheckedSettings, type PackableColumn, type PackSettings, QUICK_LENGTHS } from './packSettings.ts'

interface PackSettingsBarProps {
  settings: PackSettings
  columns: readonly PackableColumn[]
  column: PackableColumn
  checked: CheckedSettings
  onChange(settings: PackSettings): void
  /** Enter: now, not when the typing has paused. */
  onSubmit(): void
}

const EXCESS: readonly { value: ExcessLengthStrategy; label: string }[] = [
  { value: 'drop', label: 'drop' },
  { value: 'truncate', label: 'truncate' },
  { value: 'split', label: 'split' },
  { value: 'error', label: 'error' },
]

export function PackSettingsBar({ settings, columns, column, checked, onChange, onSubmit }: PackSettingsBarProps) {
  const errorId = useId()
  const wrong = checked.ok ? null : checked
  const change = (patch: Partial<PackSettings>) => onChange({ ...settings, ...patch })
  const invalid = (field: keyof PackSettings) => (wrong?.field === field ? true : undefined)
  return (
    <form
      className={styles.form}
      aria-label="Packing settings"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        // A form of several fields without a submit button does not submit on Enter by itself.
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) onSubmit()
      }}
    >
      <div className={styles.row}>
        <label className={styles.label}>
          sequence_len
          <input
            className={`${controls.field} ${controls.num} ${styles.length}`}
            inputMode="numeric"
            value={settings.sequenceLen}
            aria-invalid={invalid('sequenceLen')}
            aria-describedby={wrong ? errorId : undefined}
            onChange={(event) => change({ sequenceLen: event.target.value })}
          />
        </label>
        <fieldset className={styles.quick} aria-label="Usual lengths">
          {QUICK_LENGTHS.map((length) => (
            <button
              key={length}
              type="button"
              className={styles.step}
              aria-pressed={checked.ok && checked.options.sequenceLen === length}
              onClick={() => change({ sequenceLen: String(length) })}
            >
              {length}
            </button>
          ))}
        </fieldset>
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
        <label className={styles.label}>
          row too long
          <select
            className={controls.field}
            value={settings.excess}
            onChange={(event) => change({ excess: event.target.value as ExcessLengthStrategy })}
          >
            {EXCESS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className={styles.row}>
        <label className={styles.label}>
          pad_token_id
          <input
            className={`${controls.field} ${controls.num} ${styles.id}`}
            inputMode="numeric"
            value={settings.padTokenId}
            aria-invalid={invalid('padTokenId')}
            onChange={(event) => change({ padTokenId: event.target.value })}
          />
        </label>
        <label className={styles.label}>
          eos_token_id
          <input
            className={`${controls.field} ${controls.num} ${styles.id}`}
            inputMode="numeric"
            value={settings.eosTokenId}
            aria-invalid={invalid('eosTokenId')}
            onChange={(event) => change({ eosTokenId: event.target.value })}
          />
        </label>
        <p className={styles.note}>
          {wrong ? (
            <span id={errorId} role="alert" className={styles.wrong}>
              {wrong.message}
            </span>
          ) : (
            <>
              strategy: fast-axolotl greedy ·{' '}
              {column.holds === 'text'
                ? 'tokens: byte-level (built in): 1 token = 1 UTF-8 byte, not a model’s tokenizer'
                : 'tokens: ids of the column, as they are'}
            </>
          )}
        </p>
      </div>
    </form>
  )
}
