import type { PackLayout, PackStrategy, PlanOptions } from '../plan/packOptions.ts'

/** What decides how packs are written. */
export interface LayoutOptions extends PlanOptions {
  /** Axolotl's collators: V2 (default) numbers the samples of a pack in `attention_mask`, V1 does not (§3.2). */
  collator?: 'v1' | 'v2'
  /** Written packs are padded to a multiple of this; null: as the trainer does. */
  padToMultipleOf?: number | null
}

/** Axolotl's `pad_to_multiple_of` where it is not set (§3.3). */
const AXOLOTL_MULTIPLE = 64

/** Rows as they are, nothing added and nothing marked. */
const PLAIN: PackLayout = {
  appended: [],
  attentionMask: 'none',
  positionIds: 'none',
  positionTail: 'zeros',
  seqLengths: false,
  ignoreFirstLabel: false,
  labelsFromIds: false,
  padTo: 'used',
}

/** How the packs of a strategy are written as its trainer would see them; sections are of axolotl-semantics. */
export function packLayout(options: LayoutOptions): PackLayout {
  const layout = LAYOUTS[options.strategy](options)
  const { padToMultipleOf } = options
  if (!padToMultipleOf || layout.padTo !== 'used') return layout
  return { ...layout, padTo: { multipleOf: padToMultipleOf } }
}

const LAYOUTS: Readonly<Record<PackStrategy, (options: LayoutOptions) => PackLayout>> = {
  // §1.5: EOS and a pad position behind every row, labels are the ids, filled up to max_length.
  greedy: () => ({
    ...PLAIN,
    appended: ['eos', 'pad'],
    attentionMask: 'ones',
    labelsFromIds: true,
    padTo: 'capacity',
  }),
  // §1.6: three columns in, three columns out, filled up to max_length.
  concat: () => ({ ...PLAIN, attentionMask: 'ones', padTo: 'capacity' }),
  multipack: axolotl,
  multipack_sequential: axolotl,
  bfd: trlPaddingFree,
  bfd_split: trlPaddingFree,
  // §9.1, §9.2: no seq_lengths; not padding-free, so the collator pads to the longest row of a batch.
  wrapped: () => ({ ...PLAIN, attentionMask: 'ones' }),
  nemo_ffd: nemo,
  nemo_shuffle: nemo,
  // torchtune/datasets/_packed.py: block-causal mask from seq_lens, input_pos per sample modulo max_seq_len and going on
  // in the padding, filled up to max_seq_len. torchtune also appends the length of the padding to seq_lens.
  torchtune: () => ({
    ...PLAIN,
    positionIds: 'source',
    positionTail: 'continue',
    seqLengths: true,
    padTo: 'capacity',
  }),
  // llamafactory/data/processor/supervised.py with neat_packing: samples numbered from 1, pads 0; filled up to
  // cutoff_len + 1, "to avoid flash_attn drops attn mask".
  knapsack: ({ sequenceLen }) => ({
    ...PLAIN,
    attentionMask: 'segments',
    positionIds: 'restart',
    padTo: { multipleOf: sequenceLen + 1 },
  }),
  // swift/template/base.py packing_row: padding-free, position_ids of each sample; labels[0] = -100 in every sample.
  swift: () => ({ ...PLAIN, positionIds: 'restart', seqLengths: true, ignoreFirstLabel: true }),
  // Ours: all there is, so that any trainer finds the boundaries.
  best: ({ collator, padToMultipleOf }) => ({
    ...PLAIN,
    attentionMask: collator === 'v1' ? 'ones' : 'segments',
    positionIds: 'restart',
    positionTail: 'restart',
    seqLengths: true,
    padTo: padToMultipleOf ? { multipleOf: padToMultipleOf } : 'capacity',
  }),
  // §3.1, §3.3: DataCollatorForSeq2Seq; without sample packing pad_to_multiple_of is 64.
  none: ({ padToMultipleOf }) => ({
    ...PLAIN,
    attentionMask: 'ones',
    positionIds: 'restart',
    positionTail: 'restart',
    padTo: { multipleOf: padToMultipleOf || AXOLOTL_MULTIPLE },
  }),
}

/**
 * §3.2, §3.3: V1 or V2 of the batch sampler's collator, then padding to a multiple of `sequence_len` rounded up to a
 * multiple: with sample packing `pad_to_sequence_len` is on.
 */
function axolotl({ collator, padToMultipleOf, sequenceLen }: LayoutOptions): PackLayout {
  const multiple = padToMultipleOf || AXOLOTL_MULTIPLE
  return {
    ...PLAIN,
    attentionMask: collator === 'v1' ? 'ones' : 'segments',
    positionIds: 'restart',
    positionTail: 'restart',
    padTo: { multipleOf: multiple * Math.ceil(sequenceLen / multiple) },
  }
}

/** §9.1, §9.2: rows with seq_lengths; the padding-free collator ignores the first label of every piece. */
function trlPaddingFree(): PackLayout {
  return { ...PLAIN, positionIds: 'restart', seqLengths: true, ignoreFirstLabel: true }
}

/**
 * nemo/utils/sequence_packing_utils.py: whole samples one behind the other, unpadded, with where each begins; the data
 * set shifts inputs and labels by one inside each sample and pads to the longest of a batch.
 */
function nemo(): PackLayout {
  return { ...PLAIN, positionIds: 'restart', seqLengths: true }
}
