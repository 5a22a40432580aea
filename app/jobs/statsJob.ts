import type { Dataset } from '../../core/dataset/dataset.ts'
import { DatasetStats } from '../../core/stats/datasetStats.ts'
import { projectSchema } from '../../core/table/schemas.ts'
import type { JobResult } from '../protocol/jobs.ts'
import type { JobContext } from './job.ts'

/**
 * Statistics of columns in one pass, in the order asked for. What could not be read counts as null.
 * @param columns null: all
 * @throws EngineError `argument/invalid` for unknown columns, what the scan throws
 */
export async function statsJob(dataset: Dataset, columns: string[] | null, job: JobContext): Promise<JobResult> {
  const wanted = columns ?? undefined
  const stats = new DatasetStats(projectSchema(dataset.schema, wanted))
  const total = dataset.extent.exact ? dataset.extent.numRows : null
  let rows = 0
  job.report('Reading columns', { done: 0, total, unit: 'rows' })
  for await (const batch of dataset.scan({ columns: wanted, signal: job.signal })) {
    stats.add(batch)
    rows += batch.numRows
    job.report('Reading columns', { done: rows, total, unit: 'rows' })
  }
  return { kind: 'stats', rows, columns: stats.finish() }
}
