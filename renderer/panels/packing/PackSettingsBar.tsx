import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { Choice, ColumnField, NumberField } from '../planning/fields.tsx'
import { SettingsForm, SettingsRow } from '../planning/SettingsForm.tsx'
import { tokensNote } from '../planning/tokenColumns.ts'
import { OptionFields } from './OptionFields.tsx'
import { type CheckedSettings, EXCESS_CHOICES, excessNames, type PackSettings } from './packSettings.ts'
import { QuickLengths } from './QuickLengths.tsx'
import { STRATEGIES, STRATEGY_NAMES, STRATEGY_ORDER, usesOption } from './strategies.ts'

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
  const { strategy, sequenceLen, excess } = settings
  const { rule, source } = STRATEGIES[strategy]
  const change = (patch: Partial<PackSettings>) => onChange({ ...settings, ...patch })
  return (
    <SettingsForm
      label="Packing settings"
      wrong={checked.ok ? null : checked}
      onSubmit={onSubmit}
      note={
        <>
          {rule} ({source}) {tokensNote(column)}
        </>
      }
    >
      <SettingsRow>
        <Choice
          label="strategy"
          value={strategy}
          values={STRATEGY_ORDER}
          names={STRATEGY_NAMES}
          onChange={(value) => change({ strategy: value })}
        />
        <NumberField
          field="sequenceLen"
          label="sequence_len"
          value={sequenceLen}
          onChange={(value) => change({ sequenceLen: value })}
        />
        <QuickLengths
          current={checked.ok ? checked.options.sequenceLen : null}
          onChoose={(length) => change({ sequenceLen: String(length) })}
        />
      </SettingsRow>
      <SettingsRow>
        <ColumnField columns={columns} column={column} onChange={(name) => change({ column: name })} />
        {usesOption(strategy, 'excess') && (
          <Choice
            label="row too long"
            value={excess}
            values={EXCESS_CHOICES}
            names={excessNames(strategy)}
            onChange={(value) => change({ excess: value })}
          />
        )}
        <OptionFields settings={settings} onChange={change} />
      </SettingsRow>
    </SettingsForm>
  )
}
