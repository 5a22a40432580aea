import { throwIfAborted } from '../../core/abort.ts'
import type { Dataset } from '../../core/dataset/dataset.ts'
import { numPacks } from '../../core/packing/plan/packPlan.ts'
import { packedDataset } from '../../core/packing/written/packedDataset.ts'
import { packLayout } from '../../core/packing/written/packLayout.ts'
import type { JobContext } from '../jobs/job.ts'
import { packSummary } from '../jobs/packSummary.ts'
import type { PackOptions } from '../protocol/packing.ts'
import { describeColumns } from './describe.ts'
import type { Entry } from './entry.ts'
import { IssueLog } from './issueLog.ts'
import type { JobRunner } from './jobRunner.ts'
import { tokenColumns, tokenCounts, tokenizerOf } from './tokenCounts.ts'

/**
 * Packs a dataset: counts tokens once per column, plans in a worker, and derives a view whose rows are packs. Labels are
 * not read for it: where its account lacks trained tokens, `countTrainedKept` gives them.
 * @throws EngineError `argument/invalid`, `limit/exceeded` when `excess` is `error`
 */
export async function packEntry(
  base: Entry,
  viewId: string,
  options: PackOptions,
  jobs: JobRunner,
  job: JobContext,
): Promise<Entry> {
  const source = tokenColumns(base, options.column)
  job.report('Counting tokens', null)
  const counts = await tokenCounts(base, source, jobs, job.signal)
  job.report('Packing', null)
  const plan = await job.pool.planning.planPacks({ lengths: counts.lengths, options }, job.signal)
  throwIfAborted(job.signal)
  const layout = packLayout(options)
  const view = (dataset: Dataset) => packedDataset(dataset, source, plan, layout, options)
  const dataset = view(base.dataset)
  const usesLabels = source.labels !== null && !layout.labelsFromIds
  const summary = packSummary(plan, counts, options, {
    column: source.ids,
    tokenizer: tokenizerOf(base, source),
    usesLabels,
  })
  const issues = new IssueLog()
  if (source.labels !== null && layout.labelsFromIds) {
    issues.add({
      severity: 'warning',
      code: 'pack/labels-replaced',
      message: `${options.strategy} makes labels from input_ids: the labels column of the source is not used`,
      rowStart: null,
      rowEnd: null,
      byteStart: null,
    })
  }
  return {
    dataset,
    records: null,
    issues,
    opened: null,
    recipe: null,
    bulk: async (signal) => view(await base.bulk(signal)),
    indexed: Promise.resolve(),
    counts: new Map(),
    paddings: new Map(),
    packing: { plan, layout, source, counts, base },
    lifetime: new AbortController(),
    info: {
      datasetId: viewId,
      name: `packed · ${options.strategy} · ${options.sequenceLen}`,
      path: null,
      source: null,
      parentId: base.info.datasetId,
      kind: 'packed',
      format: null,
      compression: null,
      detectedBy: null,
      detectionReason: null,
      byteLength: null,
      columns: describeColumns(dataset.schema),
      tokenColumn: null,
      schemaVersion: 1,
      extent: { numRows: numPacks(plan), exact: true },
      issueCount: issues.count,
      pack: summary,
    },
  }
}
