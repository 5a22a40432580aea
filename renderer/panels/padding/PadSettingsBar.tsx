import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { Choice, ColumnField, NumberField } from '../planning/fields.tsx'
import { SettingsForm, SettingsRow } from '../planning/SettingsForm.tsx'
import { tokensNote } from '../planning/tokenColumns.ts'
import {
  type CheckedPad,
  ORDER_NAMES,
  PAD_ORDERS,
  PAD_SIDES,
  PAD_TARGETS,
  type PadNumber,
  type PadSettings,
} from './padSettings.ts'

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
const SIDE_NAMES = { right: 'right', left: 'left' } as const

export function PadSettingsBar({ settings, columns, column, checked, onChange, onSubmit }: PadSettingsBarProps) {
  const { order, target, side } = settings
  const change = (patch: Partial<PadSettings>) => onChange({ ...settings, ...patch })
  const number = (field: PadNumber, label: string, placeholder?: string) => (
    <NumberField
      field={field}
      label={label}
      value={settings[field]}
      placeholder={placeholder}
      onChange={(value) => change({ [field]: value })}
    />
  )
  return (
    <SettingsForm
      label="Padding settings"
      wrong={checked.ok ? null : checked}
      onSubmit={onSubmit}
      note={tokensNote(column)}
    >
      <SettingsRow>
        {number('batchSize', 'batch size')}
        <Choice
          label="order"
          value={order}
          values={PAD_ORDERS}
          names={ORDER_NAMES}
          onChange={(value) => change({ order: value })}
        />
        {order === 'shuffled' && number('shuffleSeed', 'seed')}
        <Choice
          label="pad to"
          value={target}
          values={PAD_TARGETS}
          names={TARGET_NAMES}
          onChange={(value) => change({ target: value })}
        />
        {target === 'fixed' && number('targetLength', 'target_length')}
      </SettingsRow>
      <SettingsRow>
        <ColumnField columns={columns} column={column} onChange={(name) => change({ column: name })} />
        {number('multipleOf', 'pad_to_multiple_of', 'none')}
        <Choice
          label="side"
          value={side}
          values={PAD_SIDES}
          names={SIDE_NAMES}
          onChange={(value) => change({ side: value })}
        />
        {number('padTokenId', 'pad_token_id')}
      </SettingsRow>
    </SettingsForm>
  )
}
