import { type PartlyKept, partlyKept } from '../../../core/packing/account/partlyKept.ts'
import { isQuickToReach, readTrainedKept } from '../../../core/packing/account/readTrainedKept.ts'
import { type TrainedKept, tokenAccount } from '../../../core/packing/account/tokenAccount.ts'
import type { TokenColumns } from '../../../core/packing/rows/rowTokens.ts'
import { IGNORED_LABEL } from '../../jobs/countTokens.ts'
import type { JobContext } from '../../jobs/job.ts'
import { withAccount } from '../../jobs/packSummary.ts'
import type { PackSummary } from '../../protocol/packing.ts'
import type { Entry, Packing } from '../entry.ts'

const LABEL = 'Counting trained tokens of cut rows'

/**
 * Trained tokens in the kept parts of rows. Few rows are read where the engine jumps quickly, many by a worker in one
 * pass.
 * @throws EngineError `source/changed`, and whatever scanning throws
 */
export async function readTrainedParts(
  base: Entry,
  source: TokenColumns,
  partly: PartlyKept,
  job: JobContext,
): Promise<TrainedKept> {
  job.report(LABEL, null)
  const dataset = isQuickToReach(partly) ? base.dataset : await base.bulk(job.signal)
  return readTrainedKept(dataset, source, partly, {
    labelPadId: IGNORED_LABEL,
    signal: job.signal,
    onProgress: (progress) => job.report(LABEL, progress),
  })
}

/**
 * Reads the labels of rows that were cut, and completes the figures of a packed view: how many of the tokens kept and
 * lost the loss counts.
 * @throws EngineError `source/changed`, and whatever scanning throws
 */
export async function countTrainedKept(
  { plan, counts, source, base }: Packing,
  summary: PackSummary,
  job: JobContext,
): Promise<PackSummary> {
  const trainedKept = await readTrainedParts(base, source, partlyKept(plan, counts.lengths.length), job)
  return withAccount(summary, tokenAccount(plan, counts.lengths, counts.trained, trainedKept))
}
