import type { ReactNode } from 'react'
import controls from '../../theme/controls.module.css'
import styles from './PackSettingsBar.module.css'
import type { CheckedSettings, NumberSetting, PackSettings } from './packSettings.ts'
import { usesOption } from './strategies.ts'

interface OptionFieldsProps {
  settings: PackSettings
  checked: CheckedSettings
  /** Id of the element that says what is wrong. */
  errorId: string
  onChange(patch: Partial<PackSettings>): void
  /** Fields of every strategy; they stand first. */
  children: ReactNode
}

/** The settings the chosen strategy uses, and no others. */
export function OptionFields({ settings, checked, errorId, onChange, children }: OptionFieldsProps) {
  const uses = (option: Parameters<typeof usesOption>[1]) => usesOption(settings.strategy, option)
  const number = (field: NumberSetting, label: string, placeholder?: string) => (
    <label className={styles.label}>
      {label}
      <input
        className={`${controls.field} ${controls.num} ${styles.id}`}
        inputMode="numeric"
        placeholder={placeholder}
        value={settings[field]}
        aria-invalid={(!checked.ok && checked.field === field) || undefined}
        aria-describedby={!checked.ok && checked.field === field ? errorId : undefined}
        onChange={(event) => onChange({ [field]: event.target.value })}
      />
    </label>
  )
  const tick = (field: 'realBatches' | 'dropLast', label: string, title: string) => (
    <label className={styles.label} title={title}>
      <input
        type="checkbox"
        checked={settings[field]}
        onChange={(event) => onChange({ [field]: event.target.checked })}
      />
      <span>{label}</span>
    </label>
  )
  return (
    <div className={styles.row}>
      {children}
      {uses('groups') && number('groupSize', 'group_size')}
      {uses('groups') && number('binSize', 'bin_size')}
      {uses('batches') && (
        <>
          {number('microBatchSize', 'micro_batch_size')}
          {tick(
            'realBatches',
            'real batches',
            'multipack_real_batches: batches of packs of sequence_len, instead of one pack of micro_batch_size × sequence_len',
          )}
          {tick('dropLast', 'drop_last', 'A last batch that is not full is dropped')}
        </>
      )}
      {uses('collator') && (
        <label className={styles.label}>
          collator
          <select
            className={controls.field}
            value={settings.collator}
            onChange={(event) => onChange({ collator: event.target.value as 'v1' | 'v2' })}
          >
            <option value="v1">V1 · attention_mask kept</option>
            <option value="v2">V2 · mask numbers the rows</option>
          </select>
        </label>
      )}
      {uses('shuffle') && number('shuffleSeed', 'shuffle seed', 'file order')}
      {uses('multiple') && number('padToMultipleOf', 'pad_to_multiple_of', 'as trainer')}
      {number('padTokenId', 'pad_token_id')}
      {uses('eos') && number('eosTokenId', 'eos_token_id')}
    </div>
  )
}
