import { useId } from 'react'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import { makesFolder } from '../../../../core/export/exportOptions.ts'
import controls from '../../../theme/controls.module.css'
import { Kpis } from '../../planning/Kpis.tsx'
import settings from '../../planning/Settings.module.css'
import { CopyCommand } from '../CopyCommand.tsx'
import styles from '../ExportView.module.css'
import type { CommandTarget } from '../exportFlags.ts'
import type { WantedExport } from '../exportRuns.ts'
import type { CheckedExport, ExportForm } from '../form/exportForm.ts'
import { formatLabel } from '../form/formatChoices.ts'
import { canChooseFolder } from '../target/chooseTarget.ts'
import { planKpis, planStory, rowUnit } from './planStory.ts'
import { RefusalList } from './RefusalList.tsx'
import type { Refused } from './refusals.ts'
import type { PlanReading } from './useExportPlan.ts'
import { YamlLines } from './YamlLines.tsx'

interface PlanPanelProps {
  dataset: DatasetInfo
  form: ExportForm
  checked: CheckedExport
  reading: PlanReading
  refused: Refused
  /** Null while the settings are wrong. */
  wanted: WantedExport | null
  columnCount: number
  running: boolean
  /** Whether to say how to load it: not where that stands below with its place. */
  loadable: boolean
  onChange(patch: Partial<ExportForm>): void
  onStart(): void
}

/** What the settings come to, before anything is written. */
export function PlanPanel(props: PlanPanelProps) {
  const { dataset, form, checked, reading, refused, wanted, columnCount, running, loadable, onChange, onStart } = props
  const { plan, stale, failed } = reading
  const isRefused = refused.columns.length + refused.others.length > 0
  const isFolder = checked.ok && makesFolder(checked.options)
  const asArchive = isFolder && !canChooseFolder()
  const target: CommandTarget | null = wanted && { ...wanted, out: wanted.name }
  return (
    <section className={styles.planPanel} aria-label="Plan">
      <Kpis label="What will be written" kpis={planKpis(plan, rowUnit(dataset))} stale={stale} />
      <p className={styles.plan} data-testid="export-plan">
        {planStory(dataset, columnCount)}
      </p>
      <FolderName form={form} checked={checked} proposed={wanted?.name ?? ''} onChange={onChange} />
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={form.manifest}
          onChange={(event) => onChange({ manifest: event.target.checked })}
        />
        <span>manifest</span>
        <span className={`${styles.hint} ${controls.clip}`}>source, options, counts and checksums beside it</span>
      </label>
      <div className={styles.line}>
        <button
          type="button"
          className={controls.primary}
          disabled={running || wanted === null || (isRefused && !stale)}
          onClick={onStart}
        >
          Export…
        </button>
        {target && <CopyCommand dataset={dataset} target={target} />}
      </div>
      {!checked.ok && (
        <p role="alert" className={settings.wrong} id="export-wrong">
          {checked.message}
        </p>
      )}
      {failed !== null && <p className={settings.wrong}>{failed}</p>}
      {asArchive && (
        <p className={styles.plan}>This browser lets no page write folders: the folder is downloaded as one .zip.</p>
      )}
      {checked.ok && isRefused && (
        <RefusalList
          refused={refused}
          format={formatLabel(form.format)}
          form={form}
          all={dataset.columns}
          onChange={onChange}
        />
      )}
      {plan?.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
      {loadable && plan?.yaml && <YamlLines yaml={plan.yaml} />}
    </section>
  )
}

interface FolderNameProps {
  form: ExportForm
  checked: CheckedExport
  proposed: string
  onChange(patch: Partial<ExportForm>): void
}

/** The folder's own name; where it is made is asked by the dialog. */
function FolderName({ form, checked, proposed, onChange }: FolderNameProps) {
  const hintId = useId()
  const isWrong = !checked.ok && checked.field === 'folderName'
  const needed = isWrong || (checked.ok && makesFolder(checked.options))
  if (!needed) return null
  return (
    <label className={settings.label}>
      folder
      <input
        className={`${controls.field} ${styles.folderName}`}
        value={form.folderName ?? proposed}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? 'export-wrong' : hintId}
        spellCheck={false}
        onChange={(event) => onChange({ folderName: event.target.value })}
      />
    </label>
  )
}
