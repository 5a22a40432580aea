import { numpyPermutation } from '../random/numpyPermutation.ts'
import { checkWhole } from './checkWhole.ts'
import { enterLost } from './lostItems.ts'
import { emptyAccount, type Items, packItems } from './packItems.ts'
import type { PlanOptions } from './packOptions.ts'
import type { PackPlan, TokenAccount } from './packPlan.ts'
import type { Packing, PackRule } from './packRule.ts'
import { PACK_RULES } from './packRules.ts'
import type { SegmentList } from './segmentList.ts'

/** How many packs a plan has, and its account, without the plan. */
export interface PackCount {
  /** Positions of a pack. */
  capacity: number
  packs: number
  account: TokenAccount
}

/**
 * Packs rows by the rule of `options.strategy`. Lengths in, packs out; nothing is read. The same lengths and options
 * give the same plan. `sequenceLen` of the plan is the capacity of a pack: with packing attention, multipack's is
 * `microBatchSize` times the option.
 * @param lengths tokens per row; `ROW_UNUSABLE` for rows to skip
 * @throws EngineError `argument/invalid` for options out of range; `limit/exceeded` with the row when `excess` is
 * `error` and a row is too long, and for more pieces than a plan can hold
 */
export function planPacks(lengths: Uint32Array, options: PlanOptions): PackPlan {
  const prepared = prepare(lengths, options)
  const { rule, capacity, items } = prepared
  const packing = rule.pack(items, options, false)
  const segments = packing.pieces ?? items.segments
  const account = finishedAccount(prepared, segments, packing)
  const { addedPerSegment = 0, uncountedPerSegment = 0 } = rule
  const packOffsets = packing.packOffsets as Uint32Array<ArrayBuffer>
  return {
    sequenceLen: capacity,
    packOffsets,
    ...segments.planned(packOffsets[packing.packs] as number, packing.order, packing.lengths),
    addedPerSegment,
    ...(uncountedPerSegment > 0 && { uncountedPerSegment }),
    account,
  }
}

/** What `planPacks` would give, counted: quicker, and without memory for the segments. @throws EngineError likewise */
export function countPacks(lengths: Uint32Array, options: PlanOptions): PackCount {
  const prepared = prepare(lengths, options)
  const { rule, capacity, items } = prepared
  const packing = rule.pack(items, options, true)
  const account = finishedAccount(prepared, packing.pieces ?? items.segments, packing)
  return { capacity, packs: packing.packs, account }
}

interface Prepared {
  rule: PackRule
  capacity: number
  items: Items
  account: TokenAccount
}

function prepare(lengths: Uint32Array, options: PlanOptions): Prepared {
  const rule = PACK_RULES[options.strategy]
  const { sequenceLen, shuffleSeed } = options
  checkWhole('sequence_len', sequenceLen, rule.leastSequenceLen ?? 1)
  const capacity = rule.capacity(options)
  checkWhole('micro_batch_size × sequence_len', capacity, 1)
  const account = emptyAccount(lengths.length)
  const order = shuffleSeed === null || rule.shuffles ? null : numpyPermutation(shuffleSeed, lengths.length)
  const items = packItems(
    lengths,
    order,
    {
      room: rule.room(options),
      excess: rule.excess?.(options) ?? options.excess,
      keepsEmpty: rule.keepsEmpty,
      rowsPerSlice: rule.rowsPerSlice,
      sequenceLen,
    },
    account,
  )
  return { rule, capacity, items, account }
}

function finishedAccount(
  { rule, capacity, items, account }: Prepared,
  segments: SegmentList,
  packing: Packing,
): TokenAccount {
  const { packs, packOffsets } = packing
  const placed = packOffsets ? (packOffsets[packs] as number) : segments.count
  const lostTokens = enterLost(account, segments, placed, packing.order)
  account.splitRows += packing.cutRows ?? 0
  account.tokens = items.tokens - lostTokens
  account.addedTokens = placed * (rule.eosPerSegment ?? 0)
  const positions = account.tokens - placed * (rule.uncountedPerSegment ?? 0)
  account.padTokens = packs * capacity - positions - account.addedTokens
  return account
}
