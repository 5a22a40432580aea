import { useId } from 'react'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import type { ExcessLengthStrategy, PackStrategy } from '../../../app/protocol/packing.ts'
import controls from '../../theme/controls.module.css'
import { OptionFields } from './OptionFields.tsx'
import styles from './PackSettingsBar.module.css'
import { type CheckedSettings, EXCESS_CHOICES, type PackSettings, QUICK_LENGTHS } from './packSettings.ts'
import { STRATEGIES, STRATEGY_ORDER, usesOption } from './strategies.ts'

interface PackSettingsBarProps {
  settings: PackSettings
  columns: readonly ColumnInfo[]
  column: ColumnInfo
  checked: CheckedSettings
  onChange(settings: PackSettings): void
  /** Enter: now, not when the typing has paused. */
  onSubmit(): void
}

export function PackSettingsBar({ settings, columns, column, checked, onChange, onSubmit }: PackSettingsBarProps) {
  const errorId = useId()
  const wrong = checked.ok ? null : checked
  const { strategy } = settings
  const { rule, source } = STRATEGIES[strategy]
  const change = (patch: Partial<PackSettings>) => onChange({ ...settings, ...patch })
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
          strategy
          <select
            className={controls.field}
            value={strategy}
            onChange={(event) => change({ strategy: event.target.value as PackStrategy })}
          >
            {STRATEGY_ORDER.map((value) => (
              <option key={value} value={value}>
                {STRATEGIES[value].name}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.label}>
          sequence_len
          <input
            className={`${controls.field} ${controls.num} ${styles.length}`}
            inputMode="numeric"
            value={settings.sequenceLen}
            aria-invalid={wrong?.field === 'sequenceLen' || undefined}
            aria-describedby={wrong?.field === 'sequenceLen' ? errorId : undefined}
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
      </div>
      <OptionFields settings={settings} checked={checked} errorId={errorId} onChange={change}>
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
        {usesOption(strategy, 'excess') && (
          <label className={styles.label}>
            row too long
            <select
              className={controls.field}
              value={settings.excess}
              onChange={(event) => change({ excess: event.target.value as ExcessLengthStrategy })}
            >
              {EXCESS_CHOICES.map((value) => (
                <option key={value} value={value}>
                  {value}
                </option>
              ))}
            </select>
          </label>
        )}
      </OptionFields>
      <p className={styles.note}>
        {wrong ? (
          <span id={errorId} role="alert" className={styles.wrong}>
            {wrong.message}
          </span>
        ) : (
          <>
            {rule} <span className={styles.source}>({source})</span>{' '}
            {column.tokens === 'text'
              ? 'Tokens: byte-level (built in): 1 token = 1 UTF-8 byte, not a model’s tokenizer.'
              : 'Tokens: ids of the column, as they are.'}
          </>
        )}
      </p>
    </form>
  )
}
