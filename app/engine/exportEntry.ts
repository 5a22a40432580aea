import { withAbort } from '../../core/abort.ts'
import type { Split } from '../../core/dataset/dataset.ts'
import { firstFrom } from '../../core/dataset/firstFrom.ts'
import { EngineError } from '../../core/errors.ts'
import { lossIssue } from '../../core/export/encoding/lostValues.ts'
import { loadingYaml, trainingWarnings } from '../../core/export/hf/loadingYaml.ts'
import { projectSchema } from '../../core/table/schemas.ts'
import { exportJob } from '../jobs/export/exportJob.ts'
import type { ExportRows } from '../jobs/export/exportRows.ts'
import type { ExportJob, ExportPart } from '../jobs/export/exportSpec.ts'
import type { JobContext } from '../jobs/job.ts'
import type { JobResult, JobSpec } from '../protocol/jobs.ts'
import type { Entry } from './entry.ts'
import { exportManifest } from './provenance/exportManifest.ts'
import { lineageOf } from './provenance/lineageOf.ts'
import { partsOf, scanPlace } from './recordParts.ts'
import type { Runtime } from './runtime.ts'
import { shardParts } from './shardParts.ts'
import { chosenFrom } from './views/chosenFrom.ts'

type ExportSpec = Extract<JobSpec, { kind: 'export' }>

/** Writes a dataset or view, or several splits, whole or not at all. What the format could not hold of it is told with its issues. */
export async function exportEntry(
  parts: readonly { split: string | null; entry: Entry }[],
  spec: ExportSpec,
  context: JobContext,
  { kernels }: Pick<Runtime, 'kernels'>,
): Promise<JobResult> {
  context.report('Waiting for the index', null)
  for (const { entry } of parts) await withAbort(entry.indexed, context.signal)
  const lineages = parts.map(({ split, entry }) => ({ split, lineage: lineageOf(entry) }))
  const pack = parts[0]?.entry.info.pack ?? null
  const job: ExportJob = {
    ...context,
    kernels,
    manifestOf({ rows, skippedRows, files }) {
      const { columns, options } = spec
      const done = { parts: lineages, columns, options, rows, skippedRows, pack, files }
      const onBytes = (bytes: number) =>
        context.report('Hashing the source', { done: bytes, total: null, unit: 'bytes' })
      return exportManifest(done, { platform: context.platform, signal: context.signal, onBytes })
    },
  }
  const exported: ExportPart[] = []
  for (const { split, entry } of parts) {
    exported.push({
      split,
      rows: await exportRows(entry, context),
      about: openedOf(entry).shards?.about ?? null,
      onLoss(loss) {
        const { dataset } = entry
        const issue = lossIssue(loss, dataset.rowNumber?.(loss.firstRow) ?? loss.firstRow)
        entry.issues.add(issue)
        return issue
      },
    })
  }
  return { ...(await exportJob(exported, spec, job)), ...loadingOf(parts, spec) }
}

/** What was opened for a view, and for the view that is of. */
function openedOf(entry: Entry): Entry {
  return entry.origin ? openedOf(entry.origin.base) : entry
}

/** How a trainer loads what was written, and what it makes of it. */
function loadingOf(
  parts: readonly { split: string | null; entry: Entry }[],
  { columns, options, sink }: ExportSpec,
): { yaml: string | null; warnings: string[] } {
  const { split, entry } = parts.find((part) => part.split === 'train') ?? (parts[0] as { split: string; entry: Entry })
  const schema = projectSchema(entry.dataset.schema, columns ?? undefined)
  return {
    yaml: loadingYaml(sink.kind === 'path' ? sink.path : sink.name, schema, options, split),
    warnings: trainingWarnings(schema, options, entry.packing !== null),
  }
}

/**
 * The datasets of an export, and the split each is.
 * @throws EngineError `argument/invalid` for splits in a format that has none, and for names that are no split's
 */
export function splitsOf({ datasetId, options, splits }: ExportSpec): { split: string | null; datasetId: string }[] {
  if (!splits) return [{ split: null, datasetId }]
  const names = new Set(splits.map(({ name }) => name))
  const isNamed = splits.every(({ name }) => name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name))
  if (options.format !== 'hf_dataset' || names.size === 0 || names.size < splits.length || !isNamed) {
    const listed = splits.map(({ name }) => JSON.stringify(name)).join(', ')
    throw new EngineError('argument/invalid', `no splits of one folder for load_from_disk: ${listed}`)
  }
  return splits.map(({ name, datasetId }) => ({ split: name, datasetId }))
}

/**
 * Workers read chosen rows with those that lie near them; where the chosen ones are fewer than one in so many, they are read
 * as any view is.
 */
const MOST_SKIPPED = 8

async function exportRows(entry: Entry, { pool, signal }: JobContext): Promise<ExportRows> {
  const { base, rows: chosen } = chosenFrom(entry)
  const { recipe, text, shards } = base
  const dataset = await entry.bulk(signal)
  const isSparse = chosen !== null && chosen.length * MOST_SKIPPED < base.dataset.extent.numRows
  if (!recipe || !dataset.extent.exact || isSparse) return { dataset, source: null }
  const all = text ? partsOf(text, pool.batchLanes) : shards ? shardParts(shards) : base.dataset.splits
  const splits = chosen ? chosenSplits(all, chosen) : all
  const inBase = ({ rowStart, rowEnd }: Split) =>
    chosen ? { rowStart: chosen[rowStart] as number, rowEnd: (chosen[rowEnd - 1] as number) + 1 } : { rowStart, rowEnd }
  const placeOf = async (part: Split) => text && scanPlace(text, inBase(part))
  return { dataset, source: { recipe, chosen, splits, placeOf } }
}

/** Splits in positions of the chosen rows. */
function chosenSplits(splits: readonly Split[], chosen: Uint32Array): Split[] {
  return splits.flatMap((split) => {
    const [rowStart, rowEnd] = [firstFrom(chosen, split.rowStart), firstFrom(chosen, split.rowEnd)]
    return rowStart < rowEnd ? [{ rowStart, rowEnd }] : []
  })
}
