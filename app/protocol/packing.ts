import type { PackStrategy, PlanOptions } from '../../core/packing/plan/packOptions.ts'

export type { PackStrategy } from '../../core/packing/plan/packOptions.ts'
export type { ExcessLengthStrategy } from '../../core/packing/plan/packPlan.ts'
export type { PadLine } from '../../core/padding/padAccount.ts'

/** What to pack and how. */
export interface PackOptions extends PlanOptions {
  /** Column of token ids, or of text for the built-in byte-level tokenizer; null: the dataset's `tokenColumn`. */
  column: string | null
  padTokenId: number
  eosTokenId: number
  /** Label the loss ignores; -100 in every trainer. */
  labelPadId: number
  /** Axolotl's collators: V1 keeps attention_mask, V2 numbers the samples of a pack (§3.2). */
  collator: 'v1' | 'v2'
  /** Written packs are padded to a multiple of this; null: as the trainer does. */
  padToMultipleOf: number | null
}

/** Where tokens went, one line each; every line leads to its rows. */
export interface AccountLine {
  kind: 'kept' | 'cut' | 'dropped' | 'split' | 'skipped' | 'padding'
  /** Source rows concerned; 0 for padding. */
  rows: number
  tokens: number
  /** How many of those tokens are trained on (label ≠ -100); null until the labels of rows that were cut are read. */
  trainedTokens: number | null
}

export interface PackSummary {
  strategy: PackStrategy
  /** `sequence_len` as asked for. */
  sequenceLen: number
  /** Positions of one pack: `sequenceLen`, or micro_batch_size × it for packing attention. */
  capacity: number
  /** What was packed: the column, and the tokenizer that made ids of it (null: the column held ids). */
  column: string
  tokenizer: string | null
  /** Source rows looked at. */
  rows: number
  packs: number
  /** Source tokens that made it into a pack. */
  tokens: number
  /** Of those, tokens the loss counts, EOS the strategy added not among them; null until it is known. */
  trainedTokens: number | null
  /** EOS tokens the strategy added. */
  addedTokens: number
  /** Positions without a token. */
  padTokens: number
  /** Source tokens lost to truncation or dropping. */
  cutTokens: number
  droppedRows: number
  truncatedRows: number
  splitRows: number
  /** Rows left out because they could not be read, held null, or had ragged labels. */
  skippedRows: number
  /** (tokens + addedTokens) / (packs × capacity); 0 when there are no packs. */
  efficiency: number
  /** Sequences of one row each, padded to the longest row kept, over packs: how many times fewer steps. */
  speedUp: number
  account: AccountLine[]
}

/** One line of the table that sets the strategies side by side. */
export interface StrategyRow {
  strategy: PackStrategy
  packs: number
  efficiency: number
  padTokens: number
  cutTokens: number
  droppedRows: number
  splitRows: number
  /** Why the strategy cannot be used with these options (sequence_len too small, a row too long for `error`). */
  refused: string | null
  /** The row that is too long, as the file numbers it. */
  refusedRow: number | null
  planMs: number
}

/** A point of the curve of one strategy, computed for the whole file. */
export interface CurvePoint {
  strategy: PackStrategy
  sequenceLen: number
  packs: number
  efficiency: number
  keptTokens: number
  cutTokens: number
  droppedRows: number
}

/** One pack down to its tokens. */
export interface PackDetail {
  datasetId: string
  pack: number
  capacity: number
  /** Positions written, padding included; at most `maxPositions` of the request. */
  inputIds: Int32Array
  labels: Int32Array
  positionIds: Int32Array
  /** 1 where the written attention_mask attends (whatever its numbering). */
  attention: Uint8Array
  /** The text of the tokens where the tokenizer is known (byte-level): UTF-8 bytes, else null. */
  bytes: Uint8Array | null
  segments: {
    /** Row of the dataset that was packed, and its number in the file. */
    row: number
    rowNumber: number
    start: number
    length: number
    added: number
    position: number
    flags: number
  }[]
  /** Positions of the whole pack; more than the arrays hold when the request was smaller. */
  positions: number
}

export interface PadOptions {
  column: string | null
  batchSize: number
  side: 'right' | 'left'
  padToMultipleOf: number | null
  /** Pad every batch to this; null: to the longest row of each batch. */
  targetLength: number | null
  order: 'file' | 'shuffled' | 'length'
  shuffleSeed: number
  /** Id and label of padding in padded rows; no number depends on them. */
  padTokenId: number
  labelPadId: number
}

export interface PadSummary {
  column: string
  tokenizer: string | null
  rows: number
  skippedRows: number
  batches: number
  tokens: number
  padTokens: number
  cutTokens: number
  cutRows: number
  /** padTokens / (tokens + padTokens); 0 without tokens. */
  waste: number
  /** Waste (0..1) of the batches of each of up to 4,096 equal slices of the epoch, taken together, for the heat map. */
  heat: Float32Array
  /** Batches by waste in 20 equal bins of 0..1. */
  histogram: Uint32Array
  /** Widths of the batches: shortest, median, longest. */
  widths: [number, number, number]
  /** Where rows and tokens go: kept, cut, skipped, padding; `padAccount` completes it where trained tokens are null. */
  account: AccountLine[]
}

/** Batches `[batchStart, batchEnd)` of a padding. */
export interface PadPage {
  batchStart: number
  /** Rows of each batch: `rowOffsets[i]..rowOffsets[i + 1]` of `rows` and `lengths`. */
  rowOffsets: Uint32Array
  rows: Uint32Array
  /** The same rows as the file numbers them; null when that is the same. */
  rowNumbers: Float64Array | null
  lengths: Uint32Array
  widths: Uint32Array
}
