import type { DatasetRecipe, IndexEvent } from '../pool/tasks.ts'
import type { JobResult } from '../protocol/jobs.ts'
import type { JobContext } from './job.ts'

/**
 * Finds every row of a text dataset in a worker, then reads every row once for the union schema and the issues.
 * @param absorb applies each event to the open dataset
 * @returns rows found
 */
export async function indexJob(
  recipe: DatasetRecipe,
  absorb: (event: IndexEvent) => void,
  job: JobContext,
): Promise<JobResult> {
  /** By file, for a dataset of many. */
  const rows = new Map<number, number>()
  job.report('Indexing rows', null)
  for await (const event of job.pool.batch.indexDataset({ recipe }, job.signal)) {
    absorb(event)
    if (event.kind === 'rows') {
      rows.set(event.shard ?? 0, event.delta.numRows)
      job.report('Indexing rows', event.progress)
    } else if (event.kind === 'types') {
      job.report('Reading every row', event.progress)
    }
  }
  let total = 0
  for (const count of rows.values()) total += count
  return { kind: 'index', rows: total }
}
