import { Choice, NumberField, Tick } from '../planning/fields.tsx'
import {
  COLLATOR_CHOICES,
  COLLATOR_NAMES,
  type NumberSetting,
  type PackSettings,
  SWIFT_FIT_CHOICES,
  SWIFT_FIT_NAMES,
} from './packSettings.ts'
import { usesOption } from './strategies.ts'

interface OptionFieldsProps {
  settings: PackSettings
  onChange(patch: Partial<PackSettings>): void
}

/** The settings the chosen strategy uses, and no others. */
export function OptionFields({ settings, onChange }: OptionFieldsProps) {
  const uses = (option: Parameters<typeof usesOption>[1]) => usesOption(settings.strategy, option)
  const number = (field: NumberSetting, label: string, placeholder?: string) => (
    <NumberField
      field={field}
      label={label}
      value={settings[field]}
      placeholder={placeholder}
      onChange={(value) => onChange({ [field]: value })}
    />
  )
  return (
    <>
      {uses('groups') && number('groupSize', 'group_size')}
      {uses('groups') && number('binSize', 'bin_size')}
      {uses('batches') && (
        <>
          {number('microBatchSize', 'micro_batch_size')}
          <Tick
            label="real batches"
            title="multipack_real_batches: batches of packs of sequence_len, instead of one pack of micro_batch_size × sequence_len"
            checked={settings.realBatches}
            onChange={(realBatches) => onChange({ realBatches })}
          />
          <Tick
            label="drop_last"
            title="A last batch that is not full is dropped"
            checked={settings.dropLast}
            onChange={(dropLast) => onChange({ dropLast })}
          />
        </>
      )}
      {uses('collator') && (
        <Choice
          label="collator"
          value={settings.collator}
          values={COLLATOR_CHOICES}
          names={COLLATOR_NAMES}
          onChange={(collator) => onChange({ collator })}
        />
      )}
      {uses('fit') && (
        <Choice
          label="pack preferred"
          title="What ms-swift does depends on the binpacking it finds: before 2.0 the fullest pack a row fits, since then the emptiest"
          value={settings.swiftFit}
          values={SWIFT_FIT_CHOICES}
          names={SWIFT_FIT_NAMES}
          onChange={(swiftFit) => onChange({ swiftFit })}
        />
      )}
      {uses('shuffle') && number('shuffleSeed', 'seed', 'file order')}
      {uses('multiple') && number('padToMultipleOf', 'pad_to_multiple_of', 'as trainer')}
      {number('padTokenId', 'pad_token_id')}
      {uses('eos') && number('eosTokenId', 'eos_token_id')}
    </>
  )
}
