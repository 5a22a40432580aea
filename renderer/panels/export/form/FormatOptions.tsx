import { CODECS, type Codec } from '../../../../core/export/exportOptions.ts'
import { Choice, NumberField, Tick } from '../../planning/fields.tsx'
import { SettingsRow } from '../../planning/SettingsForm.tsx'
import styles from '../ExportView.module.css'
import { canWrap, codecOf, type ExportForm, type ShardChoice } from './exportForm.ts'
import {
  AROUND_NAMES,
  AROUNDS,
  CODEC_NAMES,
  hasHeader,
  isFlat,
  PRESET_HINTS,
  PRESET_NAMES,
  PRESETS,
} from './formatChoices.ts'

const SHARDS: readonly ShardChoice[] = ['one', 'bytes', 'rows', 'count']
const SHARD_NAMES: Readonly<Record<ShardChoice, string>> = {
  one: 'one',
  bytes: 'several, by size',
  rows: 'several, by rows',
  count: 'several, by number',
}
/** `save_to_disk` cuts by itself. */
const HF_SHARD_NAMES = { ...SHARD_NAMES, one: 'as datasets does (500 MB)' } as const

interface FormatOptionsProps {
  form: ExportForm
  /** How many columns cannot be written as they are. */
  refused: number
  onChange(patch: Partial<ExportForm>): void
}

/** What the chosen format lets one choose. */
export function FormatOptions({ form, refused, onChange }: FormatOptionsProps) {
  const { format, codecs, shards } = form
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Options</legend>
      <div className={styles.options}>
        <SettingsRow>
          {format === 'hf_dataset' && (
            <Choice
              label="preset"
              value={form.preset}
              values={PRESETS}
              names={PRESET_NAMES}
              onChange={(preset) => onChange({ preset })}
            />
          )}
          {format === 'hf_dataset' && <span className={styles.hint}>{PRESET_HINTS[form.preset]}</span>}
          {CODECS[format].length > 1 && (
            <Choice<Codec>
              label="compression"
              value={codecOf(form)}
              values={CODECS[format]}
              names={CODEC_NAMES}
              title={format === 'parquet' ? 'Of the pages inside the file' : 'Of the buffers inside the file'}
              onChange={(codec) => onChange({ codecs: { ...codecs, [format]: codec } })}
            />
          )}
          {canWrap(form) && (
            <Choice
              label={CODECS[format].length > 1 ? 'around the file' : 'compression'}
              value={form.around}
              values={AROUNDS}
              names={AROUND_NAMES}
              title={
                CODECS[format].length > 1 ? 'The whole file once more: readers have to unpack it first' : undefined
              }
              onChange={(around) => onChange({ around })}
            />
          )}
          {format === 'parquet' && (
            <NumberField
              field="rowGroupRows"
              label="rows in a row group"
              value={form.rowGroupRows}
              placeholder="automatic"
              onChange={(rowGroupRows) => onChange({ rowGroupRows })}
            />
          )}
          {hasHeader(format) && (
            <Tick
              label="header"
              title="The first line names the columns"
              checked={form.header}
              onChange={(header) => onChange({ header })}
            />
          )}
          {isFlat(format) && (
            <Tick
              label={refused > 0 && !form.nestedAsJson ? `lists as JSON (${refused} refused)` : 'lists as JSON'}
              title="Lists and structs are written as JSON; otherwise columns of them are refused"
              checked={form.nestedAsJson}
              onChange={(nestedAsJson) => onChange({ nestedAsJson })}
            />
          )}
        </SettingsRow>
        <SettingsRow>
          <Choice
            label="files"
            value={shards}
            values={SHARDS}
            names={format === 'hf_dataset' ? HF_SHARD_NAMES : SHARD_NAMES}
            title="More than one are written into a folder"
            onChange={(next) => onChange({ shards: next })}
          />
          {shards === 'bytes' && (
            <NumberField
              field="shardBytes"
              label="size of a file, about"
              value={form.shardBytes}
              onChange={(shardBytes) => onChange({ shardBytes })}
            />
          )}
          {shards === 'rows' && (
            <NumberField
              field="shardRows"
              label="rows in a file"
              value={form.shardRows}
              onChange={(shardRows) => onChange({ shardRows })}
            />
          )}
          {shards === 'count' && (
            <NumberField
              field="shardCount"
              label="number of files"
              value={form.shardCount}
              onChange={(shardCount) => onChange({ shardCount })}
            />
          )}
        </SettingsRow>
      </div>
    </fieldset>
  )
}
