/** Marks a row without a length: null, or not readable. Such rows are never packed; they are counted as skipped. */
export const ROW_UNUSABLE = 0xffffffff

/** What to do with rows that do not fit a pack (Axolotl: `excess_length_strategy`, with `split` added). */
export type ExcessLengthStrategy = 'drop' | 'truncate' | 'split' | 'error'

/** Where the tokens of the planned rows went. Rows and tokens are those of the source; nothing is counted twice. */
export interface TokenAccount {
  rows: number
  /** Source tokens in packs. */
  tokens: number
  /** EOS tokens the strategy added. */
  addedTokens: number
  /** Positions with attention_mask 0, separators included. */
  padTokens: number
  /** Source tokens lost to dropping and truncating. */
  cutTokens: number
  droppedRows: number
  truncatedRows: number
  splitRows: number
  /** Rows without a usable length. */
  skippedRows: number
}

/**
 * Which part of which row lies where: lengths in, packs out, no tokens touched. Segments are listed in pack order.
 */
export interface PackPlan {
  sequenceLen: number
  /** `numPacks + 1` offsets into the segment arrays. */
  packOffsets: Uint32Array<ArrayBuffer>
  segmentRows: Uint32Array<ArrayBuffer>
  /** First token of the row that is in the segment; null when every segment starts at 0. */
  segmentStarts: Uint32Array<ArrayBuffer> | null
  /** Source tokens in the segment. */
  segmentLengths: Uint32Array<ArrayBuffer>
  /** `SEGMENT_*` bits of `segmentFlags.ts`. */
  segmentFlags: Uint8Array<ArrayBuffer>
  /** Positions the strategy adds behind each segment's tokens. */
  addedPerSegment: number
  /** Tokens of each segment that take no position of `sequenceLen`: 1 with NeMo, which counts n tokens as n - 1. */
  uncountedPerSegment?: number
  account: TokenAccount
}

/** Number of packs of a plan. */
export function numPacks(plan: PackPlan): number {
  return plan.packOffsets.length - 1
}

/** Share of positions that carry a token: 1 - padTokens / (packs × sequenceLen); 0 without packs. */
export function packingEfficiency(plan: PackPlan): number {
  const slots = numPacks(plan) * plan.sequenceLen
  return slots === 0 ? 0 : (slots - plan.account.padTokens) / slots
}
