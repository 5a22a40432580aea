import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dataset } from '../../core/dataset/dataset.ts'
import {
  type Deduplicated,
  type DedupMeans,
  type DedupRequest,
  dedup as dedupBy,
  type HashRequest,
  hash as hashBy,
} from '../../core/dedup/dedup.ts'
import type { Format } from '../../core/formats/format.ts'
import { openEntry } from '../engine/openEntry.ts'
import { describeAll } from '../engine/openFolder.ts'
import type { Runtime } from '../engine/runtime.ts'
import { type Exported, type ExportRequest, exportAlone } from '../jobs/export/exportAlone.ts'
import { createNodeRuntime } from './nodeRuntime.ts'

export { deduplicateIndices, parallelHashRows } from '../../core/compat/deduplicateIndices.ts'
export type { Dataset, Extent, ScanRequest, Split } from '../../core/dataset/dataset.ts'
export type { Deduplicated, DedupRequest, HashRequest } from '../../core/dedup/dedup.ts'
export { EngineError, type ErrorCode } from '../../core/errors.ts'
export type { ExportFormat, ExportOptions, ShardSize } from '../../core/export/exportOptions.ts'
export { PREPARED_HASH_RELEASES, type PreparedConfig, preparedHash } from '../../core/export/hf/preparedHash.ts'
export type { Issue } from '../../core/issues.ts'
export { type Packed, type PackRequest, pack } from '../../core/packing/pack.ts'
export { numPacks, type PackPlan, packingEfficiency, ROW_UNUSABLE } from '../../core/packing/plan/packPlan.ts'
export { planPacks } from '../../core/packing/plan/planPacks.ts'
export { packedDataset } from '../../core/packing/written/packedDataset.ts'
export { packLayout } from '../../core/packing/written/packLayout.ts'
export type { PackFill } from '../../core/packing/written/packWindow.ts'
export { type Padded, type PadRequest, pad } from '../../core/padding/pad.ts'
export { type PadPlan, padBatches, paddingWaste } from '../../core/padding/padBatches.ts'
export { type PadFill, paddedDataset } from '../../core/padding/paddedDataset.ts'
export { createPaddingMask, padSequences } from '../../core/padding/padSequences.ts'
export { rowJson } from '../../core/table/rowJson.ts'

export type { Exported, ExportRequest } from '../jobs/export/exportAlone.ts'

let runtime: Runtime | null = null
let opened = 0

function runtimeHere(): Runtime {
  const distDir = dirname(fileURLToPath(import.meta.url))
  runtime ??= createNodeRuntime({ distDir, poolWorkerFile: join(distDir, 'poolWorker.js') })
  return runtime
}

async function means(): Promise<DedupMeans> {
  const { kernels, platform } = runtimeHere()
  return { hasher: await (await kernels).hashing(), scratch: platform.scratch() }
}

/** Lower-case hex SHA-256 of every row, in order, as `packscope hash` prints them; null for a row without a key. */
export async function* hash(dataset: Dataset, request: HashRequest = {}): AsyncGenerator<string | null> {
  yield* hashBy(dataset, request, await means())
}

/** Finds exact duplicates as `packscope dedup` does. @throws EngineError `argument/invalid`, `sink/*` */
export async function dedup(dataset: Dataset, request: DedupRequest = {}): Promise<Deduplicated> {
  return dedupBy(dataset, request, await means())
}

/**
 * Writes a dataset to a file or folder in any format `packscope export` has: whole or not at all, read back before it is to
 * be seen. The same rows and options give the same bytes.
 * @param path its suffix says the format and what it is compressed in, unless the request does
 * @throws EngineError `sink/*`, `format/unsupported` for what the format cannot hold, `argument/invalid`; what reading throws
 */
export async function exportDataset(dataset: Dataset, path: string, request: ExportRequest = {}): Promise<Exported> {
  return exportAlone(dataset, resolve(path), request, runtimeHere())
}

/**
 * Opens a file or a folder as a dataset: `for await (const batch of dataset.scan({}))` yields Arrow record batches.
 * @param path a file, a folder, or a URL; the format is detected unless `format` says it
 * @param options `split`: which split of a folder; default: `train`, else the first
 * @returns the dataset and a function that closes its file
 * @throws EngineError `source/*`, `format/*`
 */
export async function openDataset(
  path: string,
  options: { format?: Format; split?: string; signal?: AbortSignal } = {},
): Promise<{ dataset: Dataset; close(): Promise<void> }> {
  const runtime = runtimeHere()
  const source = /^https?:\/\//.test(path)
    ? ({ kind: 'url', url: path, name: path.split('/').pop() ?? path } as const)
    : ({ kind: 'path', path, ...(options.split === undefined ? {} : { split: options.split }) } as const)
  const entry = await openEntry(runtime, `library-${++opened}`, source, options.format ?? null, options.signal)
  const { dataset, recipe } = entry
  await describeAll(entry, options.signal).catch(async (error) => {
    await entry.opened?.close()
    throw error
  })
  return {
    dataset,
    async close() {
      if (recipe) runtime.pool.release([recipe.key])
      await entry.opened?.close()
    },
  }
}
