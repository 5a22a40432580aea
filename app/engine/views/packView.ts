import { throwIfAborted } from '../../../core/abort.ts'
import { packedDataset } from '../../../core/packing/written/packedDataset.ts'
import { packLayout } from '../../../core/packing/written/packLayout.ts'
import type { JobContext } from '../../jobs/job.ts'
import { packSummary } from '../../jobs/packSummary.ts'
import type { PackOptions } from '../../protocol/packing.ts'
import type { Entry } from '../entry.ts'
import type { JobRunner } from '../jobRunner.ts'
import { packStep } from '../provenance/lineageOf.ts'
import { derivedEntry } from './derivedEntry.ts'
import { namingFileRows } from './fileRows.ts'
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
  const planning = job.pool.planning.planPacks({ lengths: counts.lengths, options }, job.signal)
  const plan = await namingFileRows(base.dataset, planning)
  throwIfAborted(job.signal)
  const layout = packLayout(options)
  const usesLabels = source.labels !== null && !layout.labelsFromIds
  const summary = packSummary(plan, counts, options, {
    column: source.ids,
    tokenizer: tokenizerOf(base, source),
    usesLabels,
  })
  const step = packStep(options, source.ids)
  const view = derivedEntry(
    base,
    (dataset) => packedDataset(dataset, source, plan, layout, options),
    {
      datasetId: viewId,
      name: `packed · ${options.strategy} · ${options.sequenceLen}`,
      kind: 'packed',
      pack: summary,
    },
    step,
  )
  view.packing = { plan, layout, fill: options, source, counts, base, options: step.options }
  if (source.labels !== null && layout.labelsFromIds) {
    view.issues.add({
      severity: 'warning',
      code: 'pack/labels-replaced',
      message: `${options.strategy} makes labels from input_ids: the labels column of the source is not used`,
      rowStart: null,
      rowEnd: null,
      byteStart: null,
    })
    view.info = { ...view.info, issueCount: view.issues.count }
  }
  return view
}
