import { encodeUtf8 } from '../../bytes/utf8.ts'
import { byCodePoint } from '../../hashing/keys/codePointOrder.ts'
import type { JsonValue } from '../../hashing/keys/jsonValues.ts'
import { pythonText } from '../../hashing/keys/pythonText.ts'
import { md5 } from '../../hashing/md5.ts'
import { PYTHON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'
import { pythonJson } from './pythonJson.ts'

/** A value of a configuration, as YAML or JSON hold it. Whole numbers are ints to Python, all others floats. */
export type ConfigValue =
  | null
  | undefined
  | boolean
  | number
  | string
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue }

/**
 * What the hash looks at: keys of Axolotl's YAML with the values they have after its validation (axolotl-semantics §7, §8.6).
 * Keys that are not there are null.
 */
export interface PreparedConfig {
  readonly datasets: readonly { readonly [key: string]: ConfigValue }[]
  readonly [key: string]: ConfigValue
}

/** The releases whose rule this is; others may have another. */
export const PREPARED_HASH_RELEASES = 'Axolotl 0.18 and 0.19'

const DATASET_FIELDS = ['path', 'type', 'shards', 'conversation', 'split', 'temperature']
const CONFIG_EXTRAS = [
  'added_tokens_overrides',
  'chat_template',
  'chat_template_jinja',
  'chat_template_kwargs',
  'default_system_message',
  'eot_tokens',
  'sample_packing_bin_size',
  'sample_packing_group_size',
  'sample_packing_sequentially',
  'special_tokens',
  'train_on_inputs',
]
const DATASET_EXTRAS = [
  'chat_template',
  'chat_template_jinja',
  'data_files',
  'drop_system_message',
  'ds_type',
  'field',
  'field_chosen',
  'field_human',
  'field_messages',
  'field_model',
  'field_rejected',
  'field_thinking',
  'field_tools',
  'input_format',
  'input_transform',
  'max_completion_length',
  'message_field_content',
  'message_field_role',
  'message_field_training',
  'message_field_training_detail',
  'message_property_mappings',
  'name',
  'preprocess_shards',
  'revision',
  'roles',
  'roles_to_train',
  'shards_idx',
  'split_thinking',
  'step_separator',
  'template_thinking_key',
  'text_column',
  'train_on_eos',
  'train_on_eot',
  'train_on_last_step_only',
]

/**
 * The name of the folder in `dataset_prepared_path` in which Axolotl looks for what it prepared with this configuration.
 * The rule is that of the releases `PREPARED_HASH_RELEASES` names and has changed before: with a wrong name Axolotl
 * prepares the raw data again, without a word.
 *
 * @param tokenizer the tokenizer's `name_or_path`; not looked at with `added_tokens_overrides`
 * @returns 32 lower-case hex digits
 */
export function preparedHash(config: PreparedConfig, tokenizer: string): string {
  return md5(encodeUtf8(preparedText(config, tokenizer)))
}

/** The text that is hashed. */
export function preparedText(config: PreparedConfig, tokenizer: string): string {
  const scalars = ['sequence_len', 'sample_packing', 'eval_sample_packing', 'group_by_length']
  const datasets = config.datasets.map(datasetText)
  const parts = [
    [
      ...scalars.map((key) => pythonValue(config[key])),
      floatOr1(config.kd_temperature),
      isFalsy(config.dataset_exact_deduplication) ? 'False' : pythonValue(config.dataset_exact_deduplication),
    ].join('@'),
    datasets.toSorted(byCodePoint).join('|'),
    tokenizerText(config, tokenizer),
  ]
  const extra = new Map<string, JsonValue>()
  const ofConfig = chosen(config, CONFIG_EXTRAS)
  if (ofConfig.size > 0) extra.set('cfg', { members: ofConfig })
  const ofDatasets = config.datasets
    .map((dataset, at) => ({ id: datasets[at] as string, extra: chosen(dataset, DATASET_EXTRAS) }))
    .filter((dataset) => dataset.extra.size > 0)
    .map(
      ({ id, extra }): JsonValue =>
        sorted({
          members: new Map<string, JsonValue>([
            ['id', id],
            ['extra', { members: extra }],
          ]),
        }),
    )
  if (ofDatasets.length > 0) {
    const texts = ofDatasets.map((value) => ({ value, text: pythonJson(value, 'dense') }))
    extra.set('datasets', { list: texts.sort((a, b) => byCodePoint(a.text, b.text)).map(({ value }) => value) })
  }
  if (extra.size > 0) parts.push(pythonJson(sorted({ members: extra }), 'dense'))
  return parts.join('|')
}

function datasetText(dataset: { readonly [key: string]: ConfigValue }): string {
  return DATASET_FIELDS.map((field) =>
    field === 'temperature' ? floatOr1(dataset[field]) : pythonValue(dataset[field]),
  ).join(':')
}

function tokenizerText(config: PreparedConfig, tokenizer: string): string {
  const overrides = config.added_tokens_overrides
  if (typeof overrides !== 'object' || overrides === null || isFalsy(overrides)) return tokenizer
  const entries = Object.entries(overrides) // whole numbers as keys come in ascending order
  return `${pythonValue(config.tokenizer_config)}+overrides:${entries.map(([id, text]) => `${id}=${pythonValue(text)}`).join(',')}`
}

/** Validation makes floats of temperatures, whole or not. */
function floatOr1(value: ConfigValue): string {
  return typeof value === 'number' && value !== 0 ? pythonFloat(value, PYTHON_NAMES) : '1.0'
}

function isFalsy(value: ConfigValue): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0)
}

/** The members that are neither null nor false nor empty, values as JSON has them. */
function chosen(from: { readonly [key: string]: ConfigValue }, keys: readonly string[]): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>()
  for (const key of keys) {
    const value = from[key]
    if (value === undefined || value === null || value === false) continue
    const normal = normalValue(value)
    if (typeof normal === 'object' && normal !== null && isEmpty(normal)) continue
    found.set(key, normal)
  }
  return found
}

function isEmpty(value: object): boolean {
  return (
    ('members' in value && (value.members as Map<string, unknown>).size === 0) ||
    ('list' in value && (value.list as unknown[]).length === 0)
  )
}

/** As the hash normalises it: members without nulls, sorted by name. */
function normalValue(value: ConfigValue): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { integer: String(value) } : { float: value }
  if (Array.isArray(value)) return { list: value.map(normalValue) }
  const kept = Object.entries(value).filter(([, part]) => part !== null && part !== undefined)
  return sorted({ members: new Map(kept.map(([name, part]): [string, JsonValue] => [name, normalValue(part)])) })
}

function sorted(value: { members: Map<string, JsonValue> }): JsonValue {
  return { members: new Map([...value.members].sort(([a], [b]) => byCodePoint(a, b))) }
}

/** `str(value)` of Python. */
function pythonValue(value: ConfigValue, isNested = false): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : pythonFloat(value, PYTHON_NAMES)
  if (typeof value === 'string') return isNested ? pythonText(value) : value
  if (Array.isArray(value)) return `[${value.map((item) => pythonValue(item, true)).join(', ')}]`
  const parts = Object.entries(value).map(([name, part]) => `${pythonText(name)}: ${pythonValue(part, true)}`)
  return `{${parts.join(', ')}}`
}
