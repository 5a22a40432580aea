import type { ExcessLengthStrategy, PackOptions, PackStrategy } from '../../../app/protocol/packing.ts'
import { TRAINER_EXCESS } from '../../../core/packing/plan/packOptions.ts'
import { wholeNumber, wholeNumberRule } from '../planning/wholeNumber.ts'
import { STRATEGIES, STRATEGY_ORDER, type StrategyOption } from './strategies.ts'

/** What the user sets. Numbers are kept as typed, so that a half-written one is not thrown away. */
export interface PackSettings {
  strategy: PackStrategy
  sequenceLen: string
  column: string | null
  /** `trainer`: what the strategy's own trainer does. */
  excess: ExcessLengthStrategy | 'trainer'
  padTokenId: string
  eosTokenId: string
  groupSize: string
  binSize: string
  microBatchSize: string
  realBatches: boolean
  dropLast: boolean
  /** Empty: dataset order. */
  shuffleSeed: string
  collator: 'v1' | 'v2'
  swiftFit: PackOptions['swiftFit']
  /** Empty: as the trainer does. */
  padToMultipleOf: string
}

/** Settings that are numbers, typed as text. */
export type NumberSetting =
  | 'sequenceLen'
  | 'padTokenId'
  | 'eosTokenId'
  | 'groupSize'
  | 'binSize'
  | 'microBatchSize'
  | 'shuffleSeed'
  | 'padToMultipleOf'

export const DEFAULT_SETTINGS: PackSettings = {
  strategy: 'greedy',
  sequenceLen: '2048',
  column: null,
  excess: 'trainer',
  padTokenId: '0',
  eosTokenId: '2',
  groupSize: '100000',
  binSize: '200',
  microBatchSize: '1',
  realBatches: false,
  dropLast: false,
  shuffleSeed: '',
  collator: 'v2',
  swiftFit: 'fullest',
  padToMultipleOf: '',
}

/** The greedy rule adds two positions to at least one token. */
const LEAST_GREEDY_LEN = 3
export const MOST_SEQUENCE_LEN = 16_777_216
const INT32_MAX = 2 ** 31 - 1
const LABEL_PAD_ID = -100

export const QUICK_LENGTHS = [512, 1024, 2048, 4096, 8192, 16384, 32768] as const
export const EXCESS_CHOICES = ['trainer', 'drop', 'truncate', 'split', 'error'] as const

/** What the choices are called beside a strategy: `as trainer: drop`. */
export function excessNames(strategy: PackStrategy): Record<PackSettings['excess'], string> {
  const own = `as trainer: ${TRAINER_EXCESS[strategy]}`
  return { trainer: own, drop: 'drop', truncate: 'truncate', split: 'split', error: 'error' }
}

export const COLLATOR_CHOICES = ['v1', 'v2'] as const
export const COLLATOR_NAMES = { v1: 'V1 · attention_mask kept', v2: 'V2 · mask numbers the rows' } as const
export const SWIFT_FIT_CHOICES = ['fullest', 'emptiest'] as const
export const SWIFT_FIT_NAMES = {
  fullest: 'the fullest · binpacking before 2.0',
  emptiest: 'the emptiest · binpacking from 2.0',
} as const

export type CheckedSettings = { ok: true; options: PackOptions } | { ok: false; field: NumberSetting; message: string }

interface NumberRule {
  field: NumberSetting
  name: string
  least: number
  most: number
  /** Shown, and therefore checked, only for strategies that use this; the default is packed otherwise. */
  option: StrategyOption | null
  /** Whether the field may be left empty. */
  optional?: boolean
}

const NUMBER_RULES: readonly NumberRule[] = [
  { field: 'sequenceLen', name: 'sequence_len', least: 1, most: MOST_SEQUENCE_LEN, option: null },
  { field: 'padTokenId', name: 'pad_token_id', least: 0, most: INT32_MAX, option: null },
  { field: 'eosTokenId', name: 'eos_token_id', least: 0, most: INT32_MAX, option: 'eos' },
  { field: 'groupSize', name: 'group_size', least: 1, most: INT32_MAX, option: 'groups' },
  { field: 'binSize', name: 'bin_size', least: 1, most: INT32_MAX, option: 'groups' },
  { field: 'microBatchSize', name: 'micro_batch_size', least: 1, most: 65_536, option: 'batches' },
  {
    field: 'shuffleSeed',
    name: 'seed',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    option: 'shuffle',
    optional: true,
  },
  {
    field: 'padToMultipleOf',
    name: 'pad_to_multiple_of',
    least: 1,
    most: MOST_SEQUENCE_LEN,
    option: 'multiple',
    optional: true,
  },
]

/**
 * The engine's options, or the first field that is wrong and why. What the strategy does not use stands at its default,
 * so that a field that is not shown can neither be wrong nor make a difference.
 */
export function checkSettings(settings: PackSettings, column: string): CheckedSettings {
  const { strategy } = settings
  const uses = (option: StrategyOption | null) => option === null || STRATEGIES[strategy].uses.includes(option)
  const numbers: Partial<Record<NumberSetting, number | null>> = {}
  for (const { field, name, least: usual, most, option, optional } of NUMBER_RULES) {
    const least = field === 'sequenceLen' && strategy === 'greedy' ? LEAST_GREEDY_LEN : usual
    const text = (uses(option) ? settings[field] : DEFAULT_SETTINGS[field]).trim()
    if (optional && text === '') {
      numbers[field] = null
      continue
    }
    const value = wholeNumber(text, least, most)
    if (value === null) {
      return { ok: false, field, message: `${wholeNumberRule(name, least, most)}${optional ? ', or empty' : ''}` }
    }
    numbers[field] = value
  }
  const batches = uses('batches')
  const options: PackOptions = {
    strategy,
    sequenceLen: numbers.sequenceLen!,
    column,
    excess: uses('excess') && settings.excess !== 'trainer' ? settings.excess : TRAINER_EXCESS[strategy],
    padTokenId: numbers.padTokenId!,
    eosTokenId: numbers.eosTokenId!,
    labelPadId: LABEL_PAD_ID,
    groupSize: numbers.groupSize!,
    binSize: numbers.binSize!,
    microBatchSize: numbers.microBatchSize!,
    realBatches: batches && settings.realBatches,
    dropLast: batches && settings.dropLast,
    shuffleSeed: numbers.shuffleSeed ?? null,
    collator: uses('collator') ? settings.collator : DEFAULT_SETTINGS.collator,
    swiftFit: uses('fit') ? settings.swiftFit : DEFAULT_SETTINGS.swiftFit,
    padToMultipleOf: numbers.padToMultipleOf ?? null,
  }
  return { ok: true, options }
}

/**
 * Options for a table or curves of many strategies: what any of them uses counts, not only what the chosen one shows.
 * Null when a number is wrong.
 */
export function sharedOptions(settings: PackSettings, column: string): PackOptions | null {
  const checked = checkSettings(settings, column)
  if (!checked.ok) return null
  const multipack = checkSettings({ ...settings, strategy: 'multipack' }, column)
  if (!multipack.ok) return checked.options
  const { strategy, excess } = checked.options
  return { ...multipack.options, strategy, excess, swiftFit: settings.swiftFit }
}

/** Stored settings; whatever is missing or of another kind gives its default. The column is the dataset's matter. */
export function parsePackSettings(stored: Readonly<Record<string, unknown>>): PackSettings {
  const text = (field: NumberSetting) => {
    const value = stored[field]
    return typeof value === 'string' ? value : DEFAULT_SETTINGS[field]
  }
  const oneOf = <T>(value: unknown, allowed: readonly T[], usual: T): T => allowed.find((one) => one === value) ?? usual
  return {
    strategy: oneOf(stored.strategy, STRATEGY_ORDER, DEFAULT_SETTINGS.strategy),
    column: null,
    excess: oneOf(stored.excess, EXCESS_CHOICES, DEFAULT_SETTINGS.excess),
    collator: oneOf(stored.collator, COLLATOR_CHOICES, DEFAULT_SETTINGS.collator),
    swiftFit: oneOf(stored.swiftFit, SWIFT_FIT_CHOICES, DEFAULT_SETTINGS.swiftFit),
    realBatches: stored.realBatches === true,
    dropLast: stored.dropLast === true,
    sequenceLen: text('sequenceLen'),
    padTokenId: text('padTokenId'),
    eosTokenId: text('eosTokenId'),
    groupSize: text('groupSize'),
    binSize: text('binSize'),
    microBatchSize: text('microBatchSize'),
    shuffleSeed: text('shuffleSeed'),
    padToMultipleOf: text('padToMultipleOf'),
  }
}
