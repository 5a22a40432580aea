import { bestFitSlices } from '../bins/bestFitSlices.ts'
import type { PackRule } from '../plan/packRule.ts'

/** `datasets.map` hands batches of so many rows to the packer; packs do not span them. */
const ROWS_PER_SLICE = 1000

/**
 * TRL's `pack_dataset(strategy="bfd")` (axolotl-semantics §9.1): best fit, longest rows first, of several packs with
 * the same space the one that waits longest. Empty rows are removed. TRL truncates rows longer than `sequenceLen`
 * (`excess` `truncate`).
 */
export const bfd: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: false,
  rowsPerSlice: ROWS_PER_SLICE,
  pack: (items, { sequenceLen }, counting) => bestFitSlices(items, sequenceLen, counting),
}

/** TRL's `bfd_split`: as `bfd`, rows longer than `sequenceLen` cut into pieces, whatever `excess` says but `error`. */
export const bfdSplit: PackRule = {
  ...bfd,
  excess: ({ excess }) => (excess === 'error' ? 'error' : 'split'),
}
