import { isQuickToReach, readTrainedKept } from '../../core/packing/account/readTrainedKept.ts'
import { partlyKept, tokenAccount } from '../../core/packing/account/tokenAccount.ts'
import { IGNORED_LABEL } from '../jobs/countTokens.ts'
import type { JobContext } from '../jobs/job.ts'
import { withAccount } from '../jobs/packSummary.ts'
import type { PackSummary } from '../protocol/packing.ts'
import type { Packing } from './entry.ts'

const LABEL = 'Counting trained tokens of cut rows'

/**
 * Reads the labels of rows that were cut, and completes the figures of a packed view: how many of the tokens kept and
 * lost the loss counts. Few rows are read where the engine jumps quickly, many by a worker in one pass.
 * @throws EngineError `source/changed`, and whatever scanning throws
 */
export async function countTrainedKept(
  { plan, counts, source, base }: Packing,
  summary: PackSummary,
  job: JobContext,
): Promise<PackSummary> {
  job.report(LABEL, null)
  const partly = partlyKept(plan, counts.lengths)
  const dataset = isQuickToReach(partly) ? base.dataset : await base.bulk(job.signal)
  const trainedKept = await readTrainedKept(dataset, source, partly, {
    labelPadId: IGNORED_LABEL,
    signal: job.signal,
    onProgress: (progress) => job.report(LABEL, progress),
  })
  return withAccount(summary, tokenAccount(plan, counts.lengths, counts.trained, trainedKept))
}
