import { withAbort } from '../../core/abort.ts'
import { EngineError } from '../../core/errors.ts'
import { type GreedyFill, packedSchema } from '../../core/packing/materializeGreedy.ts'
import { packedDataset } from '../../core/packing/packedDataset.ts'
import { numPacks } from '../../core/packing/packPlan.ts'
import { planGreedy } from '../../core/packing/planGreedy.ts'
import { tokenSource } from '../../core/tokens/tokenCells.ts'
import type { JobContext } from '../jobs/job.ts'
import { rowLengths } from '../jobs/lengthsJob.ts'
import { packSummary } from '../jobs/packSummary.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { PackOptions } from '../protocol/jobs.ts'
import { describeColumns } from './describe.ts'
import type { Entry } from './entry.ts'
import { IssueLog } from './issueLog.ts'

/** Shown wherever a count depends on it. */
export const BYTE_LEVEL = 'byte-level (built in)'

/**
 * Packs a dataset: counts tokens once per column, plans, and derives a view whose rows are packs.
 * @throws EngineError `argument/invalid`, `limit/exceeded` when `excess` is `error`
 */
export async function packEntry(base: Entry, viewId: string, options: PackOptions, job: JobContext): Promise<Entry> {
  job.report('Waiting for the index', null)
  await withAbort(base.indexed, job.signal)
  const { column, kind } = chooseColumn(base, options.column)
  let lengths = base.lengths.get(column)
  if (!lengths) {
    // A text format is one scan: its splits are steps of the index, and starting anew at each would cost more.
    const all = [{ rowStart: 0, rowEnd: base.dataset.extent.numRows }]
    const splits = base.records ? all : base.dataset.splits
    lengths = await rowLengths(base.recipe as DatasetRecipe, column, splits, job)
    base.lengths.set(column, lengths)
  }
  job.report('Packing', null)
  const plan = planGreedy(lengths, options.sequenceLen, options.excess)
  const fill: GreedyFill = options
  const issues = new IssueLog()
  if (kind === 'ids' && base.dataset.schema.fields.some((field) => field.name === 'labels')) {
    issues.add({
      severity: 'warning',
      code: 'pack/labels-replaced',
      message: 'the greedy rule makes labels from input_ids: the labels column of the source is not used',
      rowStart: null,
      rowEnd: null,
      byteStart: null,
    })
  }
  const dataset = packedDataset(base.dataset, column, plan, fill)
  return {
    dataset,
    records: null,
    issues,
    opened: null,
    recipe: null,
    bulk: async (signal) => packedDataset(await base.bulk(signal), column, plan, fill),
    indexed: Promise.resolve(),
    lengths: new Map(),
    plan,
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
      columns: describeColumns(packedSchema),
      schemaVersion: 1,
      extent: { numRows: numPacks(plan), exact: true },
      issueCount: issues.count,
      pack: packSummary(plan, options.strategy, column, kind === 'bytes' ? BYTE_LEVEL : null),
    },
  }
}

function chooseColumn(base: Entry, wanted: string | null): { column: string; kind: 'ids' | 'bytes' } {
  if (!base.recipe) throw new EngineError('argument/invalid', `'${base.info.name}' is packed already`)
  const candidates = base.dataset.schema.fields.flatMap((field) => {
    const kind = tokenSource(field.type)
    return kind ? [{ column: field.name, kind }] : []
  })
  if (wanted !== null) {
    const match = candidates.find((candidate) => candidate.column === wanted)
    if (match) return match
    throw new EngineError(
      'argument/invalid',
      `column '${wanted}' holds neither token ids nor text: ${base.info.name}`,
      {
        feature: wanted,
      },
    )
  }
  const best =
    candidates.find(({ column, kind }) => kind === 'ids' && column === 'input_ids') ??
    candidates.find(({ kind }) => kind === 'ids') ??
    candidates.find(({ column }) => column === 'text') ??
    candidates[0]
  if (best) return best
  throw new EngineError(
    'argument/invalid',
    `no column holds token ids or text, so there is nothing to pack: ${base.info.name}`,
  )
}
