import type { ReactNode } from 'react'
import type { ColumnInfo, DatasetInfo } from '../../../../app/protocol/datasets.ts'
import { ColumnChoice } from '../../export/ColumnChoice.tsx'
import { Choice, ColumnField, NumberField } from '../../planning/fields.tsx'
import { SettingsForm, SettingsRow } from '../../planning/SettingsForm.tsx'
import { AgainstField } from './AgainstField.tsx'
import {
  type CheckedDedup,
  type DedupNumber,
  type DedupSettings,
  KEEP_NAMES,
  KEEPS,
  KEY_NAMES,
  KEYS,
  keyColumnOf,
  keyColumnsOf,
  METHOD_NAMES,
  METHODS,
  nearColumnOf,
  textColumns,
} from './dedupSettings.ts'

interface DedupSettingsBarProps {
  dataset: DatasetInfo
  settings: DedupSettings
  checked: CheckedDedup
  onChange(settings: DedupSettings): void
  /** Enter. */
  onSubmit(): void
  /** What starts the search. */
  children: ReactNode
}

export function DedupSettingsBar({ dataset, settings, checked, onChange, onSubmit, children }: DedupSettingsBarProps) {
  const { method, key, keep } = settings
  const change = (patch: Partial<DedupSettings>) => onChange({ ...settings, ...patch })
  const number = (field: DedupNumber, label: string, placeholder?: string) => (
    <NumberField
      field={field}
      label={label}
      value={settings[field]}
      placeholder={placeholder}
      onChange={(value) => change({ [field]: value })}
    />
  )
  const several = method === 'exact' && key === 'columns'
  const tail = (
    <>
      <AgainstField
        dataset={dataset}
        against={settings.against}
        hashes={method === 'exact'}
        onChange={(against) => change({ against })}
      />
      {children}
    </>
  )
  return (
    <SettingsForm
      label="Settings of duplicates"
      wrong={checked.ok ? null : checked}
      onSubmit={onSubmit}
      note={noteOf(dataset, settings)}
    >
      <SettingsRow>
        <Choice
          label="method"
          value={method}
          values={METHODS}
          names={METHOD_NAMES}
          onChange={(value) => change({ method: value })}
        />
        {method === 'exact' ? (
          <>
            <Choice
              label="compare"
              value={key}
              values={KEYS}
              names={KEY_NAMES}
              onChange={(value) => change({ key: value })}
            />
            {key === 'column' && (
              <ColumnField
                columns={dataset.columns}
                column={keyColumnOf(dataset, settings.column)}
                onChange={(column) => change({ column })}
              />
            )}
          </>
        ) : (
          <>
            <ColumnField
              columns={textColumns(dataset.columns)}
              column={nearColumnOf(dataset, settings.nearColumn)}
              onChange={(nearColumn) => change({ nearColumn })}
            />
            {number('threshold', 'similarity')}
          </>
        )}
        <Choice
          label="keep"
          value={keep}
          values={KEEPS}
          names={KEEP_NAMES}
          title="Which row of a group stays"
          onChange={(value) => change({ keep: value })}
        />
        {method === 'exact' && !several && tail}
      </SettingsRow>
      {several && (
        <SeveralColumns
          columns={dataset.columns}
          chosen={keyColumnsOf(dataset.columns, settings.columns)}
          onChange={(columns) => change({ columns })}
        />
      )}
      {method === 'near' && (
        <SettingsRow>
          {number('ngramSize', 'n-gram')}
          {number('numPerm', 'permutations')}
          {number('bands', 'bands', 'automatic')}
          {number('rowsPerBand', 'rows per band', 'automatic')}
          {number('seed', 'seed')}
        </SettingsRow>
      )}
      {(method === 'near' || several) && <SettingsRow>{tail}</SettingsRow>}
    </SettingsForm>
  )
}

interface SeveralColumnsProps {
  columns: readonly ColumnInfo[]
  chosen: readonly string[]
  onChange(chosen: string[]): void
}

function SeveralColumns({ columns, chosen, onChange }: SeveralColumnsProps) {
  const taken = new Set(chosen)
  const left = new Set(columns.flatMap(({ name }) => (taken.has(name) ? [] : [name])))
  return (
    <ColumnChoice
      columns={columns}
      left={left}
      onLeft={(next) => onChange(columns.flatMap(({ name }) => (next.has(name) ? [] : [name])))}
    />
  )
}

/** What the settings mean. */
function noteOf(dataset: DatasetInfo, { method, key, column }: DedupSettings): string {
  if (method === 'near') {
    return 'Rows whose sets of word n-grams are at least that similar (Jaccard). Candidates come from MinHash signatures in bands; each is verified.'
  }
  if (key === 'axolotl')
    return 'Rows whose str() in Python is equal, byte for byte: what Axolotl’s own deduplication compares.'
  if (key === 'row') return 'Rows that are equal in every column: canonical JSON, keys sorted, no spaces.'
  if (key === 'columns') return 'Rows that are equal in all of these columns: canonical JSON, keys sorted, no spaces.'
  const isText = keyColumnOf(dataset, column)?.kind === 'text'
  return isText ? 'Rows whose text is equal, byte for byte.' : 'Rows whose value is equal, as canonical JSON.'
}
