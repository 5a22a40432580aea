import { DEFAULT_PLAN_OPTIONS, PACK_STRATEGIES, TRAINER_EXCESS } from '../../core/packing/plan/packOptions.ts'
import type { PackOptions } from '../protocol/packing.ts'
import { oneOf, wholeNumber } from './args.ts'
import { UsageError } from './usage.ts'

export const INT32 = { min: -0x8000_0000, max: 0x7fff_ffff }
export const COUNT = { min: 1, max: INT32.max }

/** The options of `pack`, as `parseArgs` takes them. */
export const PACK_WORDS = {
  'sequence-len': { type: 'string' },
  strategy: { type: 'string' },
  column: { type: 'string' },
  excess: { type: 'string' },
  'group-size': { type: 'string' },
  'bin-size': { type: 'string' },
  'micro-batch-size': { type: 'string' },
  'real-batches': { type: 'boolean' },
  'drop-last': { type: 'boolean' },
  'shuffle-seed': { type: 'string' },
  collator: { type: 'string' },
  'swift-fit': { type: 'string' },
  'pad-to-multiple-of': { type: 'string' },
  'pad-token-id': { type: 'string' },
  'eos-token-id': { type: 'string' },
  'label-pad-id': { type: 'string' },
} as const

type PackWords = { [K in keyof typeof PACK_WORDS]?: (typeof PACK_WORDS)[K]['type'] extends 'string' ? string : boolean }

/** @throws UsageError */
export function packOptions(words: PackWords): PackOptions {
  if (words['sequence-len'] === undefined) throw new UsageError('packscope pack needs --sequence-len N')
  const seed = words['shuffle-seed']
  const multiple = words['pad-to-multiple-of']
  const defaults = DEFAULT_PLAN_OPTIONS
  const strategy = oneOf(words.strategy, '--strategy', PACK_STRATEGIES, 'greedy')
  return {
    strategy,
    sequenceLen: wholeNumber(words['sequence-len'], '--sequence-len', { ...COUNT, fallback: 0 }),
    column: words.column ?? null,
    excess: oneOf(words.excess, '--excess', ['drop', 'truncate', 'split', 'error'], TRAINER_EXCESS[strategy]),
    groupSize: wholeNumber(words['group-size'], '--group-size', { ...COUNT, fallback: defaults.groupSize }),
    binSize: wholeNumber(words['bin-size'], '--bin-size', { ...COUNT, fallback: defaults.binSize }),
    microBatchSize: wholeNumber(words['micro-batch-size'], '--micro-batch-size', {
      ...COUNT,
      fallback: defaults.microBatchSize,
    }),
    realBatches: words['real-batches'] ?? defaults.realBatches,
    dropLast: words['drop-last'] ?? defaults.dropLast,
    shuffleSeed: seed === undefined ? null : wholeNumber(seed, '--shuffle-seed', { min: 0, fallback: 0 }),
    collator: oneOf(words.collator, '--collator', ['v1', 'v2'], 'v2'),
    swiftFit: oneOf(words['swift-fit'], '--swift-fit', ['fullest', 'emptiest'], 'fullest'),
    padToMultipleOf:
      multiple === undefined ? null : wholeNumber(multiple, '--pad-to-multiple-of', { ...COUNT, fallback: 1 }),
    padTokenId: wholeNumber(words['pad-token-id'], '--pad-token-id', { ...INT32, fallback: 0 }),
    eosTokenId: wholeNumber(words['eos-token-id'], '--eos-token-id', { ...INT32, fallback: 2 }),
    labelPadId: wholeNumber(words['label-pad-id'], '--label-pad-id', { ...INT32, fallback: -100 }),
  }
}
