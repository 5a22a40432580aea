import type { Schema } from 'apache-arrow'
import type { Dataset } from '../../../core/dataset/dataset.ts'
import { EngineError } from '../../../core/errors.ts'
import { type ExportOptions, makesFolder } from '../../../core/export/exportOptions.ts'
import { shardRanges, shardSizeOf } from '../../../core/export/files/shardRanges.ts'
import { loadingYaml, trainingWarnings } from '../../../core/export/hf/loadingYaml.ts'
import { projectSchema } from '../../../core/table/schemas.ts'
import { encodersOf } from '../../pool/encodeTasks.ts'
import type { ExportPlan, ExportRefusal } from '../../protocol/export.ts'
import type { SinkRef } from '../../protocol/refs.ts'
import type { ExportJob } from './exportSpec.ts'
import { refusalsOf } from './refusals.ts'
import { sampleBytes } from './sampleBytes.ts'

/** Stands in a configuration for a place that was not chosen yet. */
const NO_PLACE = 'PATH/TO/EXPORT'

/**
 * What an export would come to.
 * @param dataset for short scans
 * @param isPacked whether rows are packs
 * @param isView rows of a view may be made of rows that lie anywhere: only the first ones are looked at
 * @throws EngineError `argument/invalid` for unknown columns; what reading a few rows throws
 */
export async function planExport(
  dataset: Dataset,
  params: {
    options: ExportOptions
    columns: string[] | null
    sink: SinkRef | null
    isView: boolean
    isPacked: boolean
  },
  means: Pick<ExportJob, 'platform' | 'kernels'>,
  signal?: AbortSignal,
): Promise<ExportPlan> {
  const { options, columns, sink, isView, isPacked } = params
  const schema = projectSchema(dataset.schema, columns ?? undefined)
  const { exact, numRows } = dataset.extent
  const target = sink ? await lookAt(sink, options, means) : { exists: false, refusal: null }
  const refusals = [...refusalsOf(schema, options), ...(target.refusal ? [target.refusal] : [])]
  const unknown = { rows: exact ? numRows : null, bytes: null, files: null }
  const yaml = loadingYaml(placeOf(sink, options), schema, options, null)
  const warnings = trainingWarnings(schema, options, isPacked)
  const plan: ExportPlan = { ...unknown, refusals, targetExists: target.exists, yaml, warnings }
  if (refusals.length > 0 || !exact) return plan
  try {
    const encoders = await encodersOf(means.kernels)
    const bytes = await sampleBytes(dataset, { schema, options, columns, encoders, isView, signal })
    return { ...plan, bytes, files: filesOf(options, numRows, bytes) }
  } catch (error) {
    // Values that cannot be written, and files that would be too many, are found in the rows.
    if (!(error instanceof EngineError) || !isRefusal(error)) throw error
    return { ...plan, refusals: [refusalOf(error, schema)] }
  }
}

function isRefusal({ code }: EngineError): boolean {
  return code === 'format/unsupported' || code === 'compression/unsupported' || code === 'limit/exceeded'
}

function refusalOf({ message, details: { feature } }: EngineError, { fields }: Schema): ExportRefusal {
  return { column: fields.some(({ name }) => name === feature) ? (feature as string) : null, message }
}

/** Whether the target is there, or why it cannot be one. */
async function lookAt(
  sink: SinkRef,
  options: ExportOptions,
  { platform }: Pick<ExportJob, 'platform'>,
): Promise<{ exists: boolean; refusal: ExportRefusal | null }> {
  try {
    return { exists: await platform.targetExists(sink, makesFolder(options)), refusal: null }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { exists: error.code === 'sink/exists', refusal: { column: null, message: error.message } }
  }
}

function filesOf(options: ExportOptions, numRows: number, bytes: number): number {
  const size = shardSizeOf(options)
  return size?.by === 'bytes' ? Math.max(1, Math.ceil(bytes / size.bytes)) : shardRanges(numRows, size).length
}

function placeOf(sink: SinkRef | null, options: ExportOptions): string {
  if (sink === null) return NO_PLACE
  // What is in the archive, once it is unpacked.
  if (sink.kind === 'download' && makesFolder(options)) return sink.name.replace(/\.zip$/i, '')
  return sink.kind === 'path' ? sink.path : sink.name
}
