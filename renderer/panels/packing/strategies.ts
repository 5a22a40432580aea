import type { PackStrategy } from '../../../app/protocol/packing.ts'

/** Settings only some strategies use. */
export type StrategyOption = 'eos' | 'excess' | 'groups' | 'batches' | 'collator' | 'fit' | 'multiple' | 'shuffle'

export interface StrategyStory {
  /** Full name, as in the menu. */
  name: string
  /** Short enough for the end of a curve. */
  short: string
  /** What the rule does. */
  rule: string
  /** Whose rule it is: where to read it. */
  source: string
  uses: readonly StrategyOption[]
  /** Whether what is written tells the trainer where rows begin, so that they do not attend to one another. */
  separated: boolean
}

/** What the window says about each rule, and which settings it shows for it. In the order of the menu and the table. */
export const STRATEGIES: Readonly<Record<PackStrategy, StrategyStory>> = {
  greedy: {
    name: 'fast-axolotl greedy',
    short: 'greedy',
    rule: 'Rows in order, each followed by EOS and one pad position; a row that does not fit starts a new pack.',
    source: 'fast-axolotl, pack_sequences',
    uses: ['eos', 'excess', 'shuffle'],
    separated: false,
  },
  concat: {
    name: 'fast-axolotl concat',
    short: 'concat',
    rule: 'Rows in order, nothing between them; a row that does not fit starts a new pack.',
    source: 'fast-axolotl, concatenate_and_pack',
    uses: ['excess', 'shuffle'],
    separated: false,
  },
  multipack: {
    name: 'Axolotl multipack',
    short: 'multipack',
    rule: 'First fit, unsorted: each row goes into the first pack with room; groups of rows are packed on their own.',
    source: 'Axolotl, MultipackBatchSampler',
    uses: ['excess', 'groups', 'batches', 'collator', 'multiple', 'shuffle'],
    separated: true,
  },
  multipack_sequential: {
    name: 'Axolotl multipack sequential',
    short: 'sequential',
    rule: 'Next fit: rows in order; a row that does not fit closes the pack for good.',
    source: 'Axolotl, sample_packing_sequentially',
    uses: ['excess', 'batches', 'collator', 'multiple', 'shuffle'],
    separated: true,
  },
  bfd: {
    name: 'TRL bfd',
    short: 'bfd',
    rule: 'Best fit, longest rows first, in slices of 1,000 rows. TRL truncates rows that are too long.',
    source: 'TRL, pack_dataset',
    uses: ['excess', 'multiple', 'shuffle'],
    separated: true,
  },
  bfd_split: {
    name: 'TRL bfd_split',
    short: 'bfd_split',
    rule: 'As bfd, with rows that are too long cut into pieces instead of truncated.',
    source: 'TRL, pack_dataset',
    uses: ['multiple', 'shuffle'],
    separated: true,
  },
  wrapped: {
    name: 'TRL wrapped',
    short: 'wrapped',
    rule: 'Everything one behind the other, cut every sequence_len tokens, straight through rows.',
    source: 'TRL, pack_dataset',
    uses: ['multiple', 'shuffle'],
    separated: false,
  },
  nemo_ffd: {
    name: 'NeMo first_fit_decreasing',
    short: 'nemo ffd',
    rule: 'First fit, longest rows first, on lengths shortened by the one token the shifted input loses.',
    source: 'NeMo, sequence_packing_utils',
    uses: ['excess', 'multiple'],
    separated: true,
  },
  nemo_shuffle: {
    name: 'NeMo first_fit_shuffle',
    short: 'nemo shuffle',
    rule: 'First fit over shuffled rows, on lengths shortened by the one token the shifted input loses.',
    source: 'NeMo, sequence_packing_utils',
    uses: ['excess', 'multiple', 'shuffle'],
    separated: true,
  },
  torchtune: {
    name: 'torchtune',
    short: 'torchtune',
    rule: 'Rows in order; with “split” a row that overflows is cut at sequence_len and goes on in the next pack.',
    source: 'torchtune, PackedDataset',
    uses: ['excess', 'shuffle'],
    separated: true,
  },
  knapsack: {
    name: 'LLaMA-Factory knapsack',
    short: 'knapsack',
    rule: 'Pack by pack, always the longest row that still fits, in batches of 1,000 rows.',
    source: 'LLaMA-Factory, greedy_knapsack',
    uses: ['excess', 'shuffle'],
    separated: true,
  },
  swift: {
    name: 'ms-swift',
    short: 'ms-swift',
    rule: 'Longest rows first, each into the pack preferred of those it fits, in chunks of 1,000 rows.',
    source: 'ms-swift, PackingDataset',
    uses: ['excess', 'fit', 'multiple', 'shuffle'],
    separated: true,
  },
  best: {
    name: 'best',
    short: 'best',
    rule: 'Packscope’s own: over the whole file, as close to full as it gets. No trainer packs like this by itself.',
    source: 'Packscope',
    uses: ['excess', 'collator', 'multiple'],
    separated: true,
  },
  none: {
    name: 'none (padding only)',
    short: 'none',
    rule: 'Every row a sequence of its own, padded: what packing is measured against.',
    source: 'no packing',
    uses: ['excess', 'multiple'],
    separated: true,
  },
}

export const STRATEGY_ORDER = Object.keys(STRATEGIES) as PackStrategy[]
export const STRATEGY_NAMES = Object.fromEntries(
  Object.entries(STRATEGIES).map(([strategy, { name }]) => [strategy, name]),
) as Record<PackStrategy, string>

export function usesOption(strategy: PackStrategy, option: StrategyOption): boolean {
  return STRATEGIES[strategy].uses.includes(option)
}
