import type { Dataset } from '../../../core/dataset/dataset.ts'
import { isAbortError } from '../../../core/errors.ts'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import { projectSchema } from '../../../core/table/schemas.ts'
import type { Platform } from '../../platform/platform.ts'
import type { ExportPlan } from '../../protocol/export.ts'
import type { SinkRef } from '../../protocol/refs.ts'
import { refusalsOf } from './refusals.ts'

/** What an export would come to. @throws EngineError `argument/invalid` for unknown columns */
export async function planExport(
  dataset: Dataset,
  params: { options: ExportOptions; columns: string[] | null; sink: SinkRef | null },
  platform: Platform,
  signal?: AbortSignal,
): Promise<ExportPlan> {
  const { options, columns, sink } = params
  const schema = projectSchema(dataset.schema, columns ?? undefined)
  return {
    rows: dataset.extent.exact ? dataset.extent.numRows : null,
    bytes: null,
    files: options.shardSize === null && options.format !== 'hf_dataset' ? 1 : null,
    refusals: refusalsOf(schema, options),
    targetExists: sink !== null && (await exists(sink, platform, signal)),
    yaml: null,
  }
}

/** Whether there is something at a path; what a browser's dialog gave was agreed on there. */
async function exists(sink: SinkRef, platform: Platform, signal?: AbortSignal): Promise<boolean> {
  if (sink.kind !== 'path') return false
  try {
    if ((await platform.listFolder(sink, signal)) !== null) return true
    await (await platform.openSource(sink, signal)).close()
    return true
  } catch (error) {
    if (isAbortError(error)) throw error
    return false
  }
}
