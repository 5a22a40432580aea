import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import controls from '../../../theme/controls.module.css'
import { ColumnChoice } from '../ColumnChoice.tsx'
import styles from '../ExportView.module.css'
import type { ExportForm } from './exportForm.ts'
import { FormatOptions } from './FormatOptions.tsx'
import { FORMAT_CHOICES } from './formatChoices.ts'

interface ExportSettingsProps {
  dataset: DatasetInfo
  form: ExportForm
  /** Why columns cannot be written as they are. */
  reasons: ReadonlyMap<string, string>
  onChange(patch: Partial<ExportForm>): void
}

/** How and what: format, what belongs to it, columns. */
export function ExportSettings({ dataset, form, reasons, onChange }: ExportSettingsProps) {
  return (
    <div className={styles.settings}>
      <fieldset className={styles.group}>
        <legend className={styles.legend}>Format</legend>
        {FORMAT_CHOICES.map(({ value, label, hint }) => (
          <label key={value} className={styles.format} title={hint}>
            <input
              type="radio"
              name="format"
              value={value}
              checked={form.format === value}
              onChange={() => onChange({ format: value })}
            />
            <span>{label}</span>
            <span className={`${styles.hint} ${controls.clip}`}>{hint}</span>
          </label>
        ))}
      </fieldset>
      <FormatOptions form={form} refused={reasons.size} onChange={onChange} />
      <ColumnChoice
        columns={dataset.columns}
        left={form.left}
        reasons={reasons}
        onLeft={(left) => onChange({ left })}
      />
    </div>
  )
}
