import type { Dataset } from '../dataset/dataset.ts'
import type { Issue } from '../issues.ts'
import { readTrainedKept } from '../packing/account/readTrainedKept.ts'
import type { AccountLine } from '../packing/account/tokenAccount.ts'
import { countDataset } from '../packing/rows/scanCounts.ts'
import { padAccount, partlyPadded } from './padAccount.ts'
import { type PadBatchesOptions, type PadPlan, padBatches } from './padBatches.ts'
import { type PadFill, paddedDataset } from './paddedDataset.ts'

/** Batch size; the rest as the command line has it where it is not given. */
export type PadRequest = Pick<PadBatchesOptions, 'batchSize'> &
  Partial<PadBatchesOptions & PadFill> & {
    /** Token ids or text; default: the likeliest column. */
    column?: string | null
    signal?: AbortSignal
  }

export interface Padded {
  /** The padded rows of the epoch in its order, made when they are read. */
  rows: Dataset
  plan: PadPlan
  /** Where every row and token went. */
  account: AccountLine[]
  /** Why rows that hold ids are in no batch. */
  issues: Issue[]
}

const USUAL: Omit<PadBatchesOptions & PadFill, 'batchSize'> = {
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
  padTokenId: 0,
  labelPadId: -100,
}

/**
 * Pads a dataset in batches as `packscope pad` does: one pass counts its tokens, the batches are planned of the counts,
 * and padded rows are read from the dataset when they are asked for.
 * @throws EngineError `argument/invalid` for options out of range
 */
export async function pad(dataset: Dataset, request: PadRequest): Promise<Padded> {
  const { column = null, signal, ...given } = request
  const options = { ...USUAL, ...given }
  const { source, lengths, trained, issues } = await countDataset(dataset, column, options.labelPadId, signal)
  const plan = padBatches(lengths, options)
  const partly = trained && partlyPadded(plan, lengths)
  const trainedKept = partly && (await readTrainedKept(dataset, source, partly, { ...options, signal }))
  return {
    rows: paddedDataset(dataset, source, plan, options),
    plan,
    account: padAccount(plan, lengths, trained, trainedKept),
    issues,
  }
}
