import { withAbort } from '../../core/abort.ts'
import { lossIssue } from '../../core/export/encoding/lostValues.ts'
import { type ExportJob, exportJob } from '../jobs/export/exportJob.ts'
import type { ExportRows } from '../jobs/export/exportRows.ts'
import type { JobContext } from '../jobs/job.ts'
import type { JobResult, JobSpec } from '../protocol/jobs.ts'
import type { Entry } from './entry.ts'
import { exportManifest } from './provenance/exportManifest.ts'
import { lineageOf } from './provenance/lineageOf.ts'
import { partsOf, scanPlace } from './recordParts.ts'
import type { Runtime } from './runtime.ts'
import { shardParts } from './shardParts.ts'

/** Writes a dataset or view, whole or not at all. What the format could not hold of it is told with its issues. */
export async function exportEntry(
  entry: Entry,
  spec: Extract<JobSpec, { kind: 'export' }>,
  context: JobContext,
  { kernels }: Pick<Runtime, 'kernels'>,
): Promise<JobResult> {
  context.report('Waiting for the index', null)
  await withAbort(entry.indexed, context.signal)
  const lineage = lineageOf(entry)
  const job: ExportJob = {
    ...context,
    kernels,
    manifestOf({ rows, skippedRows, files }) {
      const { columns, options } = spec
      const done = { lineage, columns, options, splits: null, rows, skippedRows, pack: entry.info.pack, files }
      const onBytes = (bytes: number) =>
        context.report('Hashing the source', { done: bytes, total: null, unit: 'bytes' })
      return exportManifest(done, { platform: context.platform, signal: context.signal, onBytes })
    },
    onLoss(loss) {
      const { dataset } = entry
      const issue = lossIssue(loss, dataset.rowNumber?.(loss.firstRow) ?? loss.firstRow)
      entry.issues.add(issue)
      return issue
    },
  }
  return exportJob(await exportRows(entry, context), spec, job)
}

async function exportRows(entry: Entry, { pool, signal }: JobContext): Promise<ExportRows> {
  const { recipe, text, shards } = entry
  const dataset = await entry.bulk(signal)
  if (!recipe || !dataset.extent.exact) return { dataset, source: null }
  const splits = text ? partsOf(text, pool.batchLanes) : shards ? shardParts(shards) : dataset.splits
  return { dataset, source: { recipe, splits, placeOf: async (part) => text && scanPlace(text, part) } }
}
