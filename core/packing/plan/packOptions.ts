import type { ExcessLengthStrategy } from './packPlan.ts'

/**
 * Names of the packing rules, as on the command line. `greedy` and `concat` are fast-axolotl's, `multipack` and
 * `multipack_sequential` Axolotl's, `bfd`, `bfd_split` and `wrapped` TRL's, `nemo_ffd` and `nemo_shuffle` NeMo's,
 * `knapsack` LLaMA-Factory's, `swift` ms-swift's; `best` is ours; `none` gives every row a sequence of its own.
 */
export const PACK_STRATEGIES = [
  'greedy',
  'concat',
  'multipack',
  'multipack_sequential',
  'bfd',
  'bfd_split',
  'wrapped',
  'nemo_ffd',
  'nemo_shuffle',
  'torchtune',
  'knapsack',
  'swift',
  'best',
  'none',
] as const
export type PackStrategy = (typeof PACK_STRATEGIES)[number]

/** Everything a plan depends on besides the lengths. Plain data; what a strategy does not use is ignored. */
export interface PlanOptions {
  strategy: PackStrategy
  /** Axolotl's `sequence_len`, TRL's `seq_length`: tokens of one sequence. 1 to 2^31 - 1; `greedy` needs 3. */
  sequenceLen: number
  excess: ExcessLengthStrategy
  /** Axolotl `sample_packing_group_size`: rows packed together; default 100,000. */
  groupSize: number
  /** Axolotl `sample_packing_bin_size`: most rows in one pack; default 200. */
  binSize: number
  /** Axolotl `micro_batch_size`; default 1. */
  microBatchSize: number
  /**
   * Axolotl `multipack_real_batches`: true gives batches of `microBatchSize` packs of `sequenceLen`, false (attention
   * that supports packing) one pack of `microBatchSize × sequenceLen` (axolotl-semantics §2.2).
   */
  realBatches: boolean
  /** Axolotl's trainer drops a last batch that is not full (§2.4). */
  dropLast: boolean
  /**
   * Order rows by `numpy.random.default_rng(seed).permutation` first (Appendix A); null: dataset order. NeMo's rules
   * draw from NumPy's global generator instead, after `numpy.random.seed(seed)`.
   */
  shuffleSeed: number | null
  /** Which pack ms-swift prefers depends on the `binpacking` it finds: before 2.0 the fullest (default), since the emptiest. */
  swiftFit: 'fullest' | 'emptiest'
}

export const DEFAULT_PLAN_OPTIONS: Omit<PlanOptions, 'strategy' | 'sequenceLen'> = {
  excess: 'drop',
  groupSize: 100_000,
  binSize: 200,
  microBatchSize: 1,
  realBatches: false,
  dropLast: false,
  shuffleSeed: null,
  swiftFit: 'fullest',
}

/** What becomes of rows longer than a pack where nobody says otherwise: each trainer's own habit; `drop` for ours. */
export const TRAINER_EXCESS: Readonly<Record<PackStrategy, ExcessLengthStrategy>> = {
  greedy: 'drop',
  concat: 'truncate',
  multipack: 'drop',
  multipack_sequential: 'drop',
  bfd: 'truncate',
  bfd_split: 'split',
  wrapped: 'split',
  nemo_ffd: 'truncate',
  nemo_shuffle: 'truncate',
  torchtune: 'error',
  knapsack: 'drop',
  swift: 'drop',
  best: 'drop',
  none: 'drop',
}

/** How the packs of a plan are written as columns, so that one materialiser serves every strategy. */
export interface PackLayout {
  /** Written behind each segment's tokens: `eos` and `pad` of the greedy rule; empty for the others. */
  appended: readonly ('eos' | 'pad')[]
  /** `attention_mask`: 1 for every token, the number of the segment in the pack (1, 2, …: Axolotl V2), or left out. */
  attentionMask: 'ones' | 'segments' | 'none'
  /**
   * `position_ids`: 0, 1, 2, … in each segment, or from where the segment begins in its row, modulo `sequenceLen`
   * (torchtune; the two differ where rows are split).
   */
  positionIds: 'none' | 'restart' | 'source'
  /** The tail of `position_ids`: 0, 1, 2, … as one more segment (Axolotl), zeros, or going on (torchtune). */
  positionTail: 'restart' | 'zeros' | 'continue'
  /** `seq_lengths` column with the tokens of each segment (TRL). */
  seqLengths: boolean
  /** Labels of the first token of every segment are ignored (TRL's padding-free collator). */
  ignoreFirstLabel: boolean
  /** `labels` are copies of the ids even where the source has labels (fast-axolotl's greedy rule). */
  labelsFromIds: boolean
  /** Positions of a written pack: all of `sequenceLen`, as many as are used, or used ones rounded up to a multiple. */
  padTo: 'capacity' | 'used' | { multipleOf: number }
}
