import { EngineError } from '../../core/errors.ts'
import { openDataset } from '../../core/formats/openDataset.ts'
import { indexRecords } from '../../core/formats/records/indexRecords.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import { surveyRecords } from '../../core/formats/records/surveyRecords.ts'
import { schemaToIpc } from '../../core/table/ipc.ts'
import type { TaskRuntime } from './datasetCache.ts'
import type { DatasetRecipe, IndexEvent } from './tasks.ts'

/**
 * Finds every row of a text source, then reads every row once. Rows come first because they make scrolling possible;
 * they are found at the speed of the disk, while reading them takes longer.
 */
export async function* indexSource(
  runtime: TaskRuntime,
  recipe: DatasetRecipe,
  signal?: AbortSignal,
): AsyncGenerator<IndexEvent> {
  const kernels = await runtime.kernels
  const opened = await runtime.platform.openSource(recipe.source, signal)
  try {
    const dataset = await openDataset(opened.source, recipe, { kernels, signal })
    if (!('recordFormat' in dataset)) {
      throw new EngineError('argument/invalid', `${recipe.format} needs no index: ${opened.name}`)
    }
    const { source, recordFormat } = dataset as RecordsDataset
    for await (const delta of indexRecords(source, recordFormat, kernels, signal)) {
      yield { kind: 'rows', delta, progress: { done: delta.byteEnd, total: source.byteLength, unit: 'bytes' } }
    }
    for await (const event of surveyRecords(source, recordFormat, kernels, { signal })) {
      const { progress, issues, issueCount, schema } = event
      yield { kind: 'types', progress, issues, issueCount }
      if (schema) yield { kind: 'schema', schema: schemaToIpc(schema) }
    }
  } finally {
    await opened.close()
  }
}
