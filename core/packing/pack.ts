import type { Dataset } from '../dataset/dataset.ts'
import type { Issue } from '../issues.ts'
import { partlyKept } from './account/partlyKept.ts'
import { readTrainedKept } from './account/readTrainedKept.ts'
import { type AccountLine, tokenAccount } from './account/tokenAccount.ts'
import { DEFAULT_PLAN_OPTIONS, TRAINER_EXCESS } from './plan/packOptions.ts'
import type { PackPlan } from './plan/packPlan.ts'
import { planPacks } from './plan/planPacks.ts'
import { countDataset } from './rows/scanCounts.ts'
import { packedDataset } from './written/packedDataset.ts'
import { type LayoutOptions, packLayout } from './written/packLayout.ts'
import type { PackFill } from './written/packWindow.ts'

/** Strategy and length; the rest as the command line has it where it is not given: `excess` is the trainer's own. */
export type PackRequest = Pick<LayoutOptions, 'strategy' | 'sequenceLen'> &
  Partial<LayoutOptions & PackFill> & {
    /** Token ids or text; default: the likeliest column. */
    column?: string | null
    signal?: AbortSignal
  }

export interface Packed {
  /** The packs as rows, made when they are read. */
  packs: Dataset
  plan: PackPlan
  /** Where every row and token went. */
  account: AccountLine[]
  /** Why rows that hold ids are in no pack. */
  issues: Issue[]
}

/**
 * Packs a dataset as `packscope pack` does: one pass counts its tokens, the plan is made of the counts, and packs are
 * read from the dataset when they are asked for.
 * @throws EngineError `argument/invalid` for options out of range; `limit/exceeded` with the row when `excess` is `error`
 */
export async function pack(dataset: Dataset, request: PackRequest): Promise<Packed> {
  const { column = null, signal, ...given } = request
  const excess = TRAINER_EXCESS[request.strategy]
  const options = { ...DEFAULT_PLAN_OPTIONS, excess, padTokenId: 0, eosTokenId: 2, labelPadId: -100, ...given }
  const { source, lengths, trained, issues } = await countDataset(dataset, column, options.labelPadId, signal)
  const plan = planPacks(lengths, options)
  const layout = packLayout(options)
  const labels = layout.labelsFromIds ? null : trained
  const partly = labels && partlyKept(plan, lengths.length)
  const trainedKept = partly && (await readTrainedKept(dataset, source, partly, { ...options, signal }))
  return {
    packs: packedDataset(dataset, source, plan, layout, options),
    plan,
    account: tokenAccount(plan, lengths, labels, trainedKept),
    issues,
  }
}
