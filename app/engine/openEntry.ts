import type { Dataset } from '../../core/dataset/dataset.ts'
import { salvageSplits } from '../../core/dataset/salvage.ts'
import { detect } from '../../core/formats/detect.ts'
import type { Format } from '../../core/formats/format.ts'
import { openDataset } from '../../core/formats/openDataset.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { likelyTokenColumn } from '../../core/tokens/tokenColumn.ts'
import type { Platform } from '../platform/platform.ts'
import type { Pool } from '../pool/pool.ts'
import { openRemoteDataset } from '../pool/remoteDataset.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { SourceRef } from '../protocol/refs.ts'
import { describeColumns } from './describe.ts'
import type { Entry } from './entry.ts'
import { IssueLog } from './issueLog.ts'

export interface Runtime {
  /** Compiling WASM takes a moment that opening a file need not wait for. */
  kernels: Promise<Kernels>
  platform: Platform
  pool: Pool
}

/**
 * Opens a source as a dataset: detection, the first look at the data, and what jobs need to open it again.
 * @throws EngineError `source/*`, `format/*`, `compression/unsupported`
 */
export async function openEntry(
  runtime: Runtime,
  datasetId: string,
  source: SourceRef,
  format: Format | null,
  signal?: AbortSignal,
): Promise<Entry> {
  const { platform, pool } = runtime
  const opened = await platform.openSource(source, signal)
  try {
    const detection = await detect(opened.name, opened.source, { format: format ?? undefined, signal })
    const recipe: DatasetRecipe = {
      key: `${datasetId}:1`,
      source,
      format: detection.format,
      options: detection.options,
      schema: null,
    }
    const issues = new IssueLog()
    let dataset: Dataset
    if (detection.format === 'parquet') {
      // Parquet decoding may take its thread with it, so it never runs in the engine's own.
      dataset = salvageSplits(await openRemoteDataset(pool.interactive, recipe, signal))
    } else {
      dataset = await openDataset(opened.source, detection, { kernels: await runtime.kernels, signal })
    }
    const entry: Entry = {
      dataset,
      records: isRecords(dataset) ? dataset : null,
      issues,
      opened,
      recipe,
      bulk: async (signal) => {
        const remote = await openRemoteDataset(pool.batch, entry.recipe as DatasetRecipe, signal)
        // The worker has not indexed a text file, so it knows no splits; nor can text take its thread with it.
        return entry.records ? remote : salvageSplits(remote)
      },
      indexed: Promise.resolve(),
      counts: new Map(),
      paddings: new Map(),
      packing: null,
      selection: null,
      lifetime: new AbortController(),
      info: {
        datasetId,
        name: opened.name,
        path: opened.path,
        source,
        parentId: null,
        kind: 'source',
        format: detection.format,
        compression: detection.compression,
        detectedBy: detection.by,
        detectionReason: detection.reason,
        byteLength: opened.source.byteLength,
        columns: describeColumns(dataset.schema),
        tokenColumn: likelyTokenColumn(dataset.schema),
        schemaVersion: 1,
        extent: { ...dataset.extent },
        issueCount: 0,
        pack: null,
        pad: null,
      },
    }
    return entry
  } catch (error) {
    await opened.close()
    throw error
  }
}

function isRecords(dataset: Dataset): dataset is RecordsDataset {
  return 'addRows' in dataset
}
