import type { Dataset } from '../../core/dataset/dataset.ts'
import { batchesFromIpc, schemaFromIpc } from '../../core/table/ipc.ts'
import type { DatasetRecipe, PoolApi } from './tasks.ts'

const DEFAULT_BATCH_ROWS = 4096

/** A dataset whose bytes are decoded by a pool worker; batches arrive as Arrow IPC. */
export async function openRemoteDataset(pool: PoolApi, recipe: DatasetRecipe, signal?: AbortSignal): Promise<Dataset> {
  const description = await pool.describeDataset({ recipe }, signal)
  return {
    schema: schemaFromIpc(description.schema),
    extent: description.extent,
    splits: description.splits,
    async *scan(request) {
      const batches = pool.scanDataset(
        {
          recipe,
          place: null,
          rowStart: request.rowStart ?? 0,
          rowEnd: request.rowEnd ?? null,
          columns: request.columns ? [...request.columns] : null,
          batchRows: request.batchRows ?? DEFAULT_BATCH_ROWS,
        },
        request.signal,
      )
      for await (const { ipc, issues } of batches) {
        if (request.onIssue) for (const issue of issues) request.onIssue(issue)
        yield* batchesFromIpc(ipc).batches
      }
    },
    buildIndex: async () => {}, // indexing is its own task, with events the engine absorbs
  }
}
