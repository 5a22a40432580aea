import type { ScanRequest } from '../../core/dataset/dataset.ts'
import { signScan } from '../../core/dedup/near/signRows.ts'
import { digestRows } from '../../core/hashing/digestRows.ts'
import { keyReading } from '../../core/hashing/rowKey.ts'
import type { Issue } from '../../core/issues.ts'
import type { MinhashKernel } from '../../core/kernels/minhashKernel.ts'
import type { RowHasher } from '../../core/kernels/rowHasher.ts'
import { scanCounts } from '../../core/packing/rows/scanCounts.ts'
import { batchesFromIpc, batchToIpc, schemaToIpc } from '../../core/table/ipc.ts'
import { transfer } from '../rpc/transfer.ts'
import { type CachedDataset, DatasetCache } from './datasetCache.ts'
import { chunkEncoding, encodedPart, encodedToSend } from './encodeTasks.ts'
import { indexShards } from './indexShards.ts'
import { indexSource } from './indexSource.ts'
import type { TaskRuntime } from './openRecipe.ts'
import { compareStrategies, packCurve, paddingToSend, planToSend } from './planTasks.ts'
import { scanPart } from './scanPart.ts'
import { matchBatch } from './searchTasks.ts'
import type { PoolApi } from './tasks.ts'

/** The tasks of a pool worker, over the platform of whatever thread it runs in. */
export function createPoolTasks(runtime: TaskRuntime): PoolApi {
  const cache = new DatasetCache(runtime)
  return {
    async describeDataset({ recipe }, signal) {
      const describe = async function* ({ dataset }: CachedDataset) {
        yield { schema: schemaToIpc(dataset.schema), extent: { ...dataset.extent }, splits: [...dataset.splits] }
      }
      for await (const description of cache.use(recipe, signal, describe)) return description
      throw new Error('unreachable: the description is always yielded')
    },
    scanDataset: (params, signal) => cache.use(params.recipe, signal, (opened) => scanToIpc(opened, params, signal)),
    indexDataset: ({ recipe }, signal) =>
      recipe.shards ? indexShards(runtime, recipe, recipe.shards, signal) : indexSource(runtime, recipe, signal),
    rowCounts: (params, signal) => cache.use(params.recipe, signal, (opened) => rowCounts(opened, params, signal)),
    async *rowDigests(params, signal) {
      const hasher = await (await runtime.kernels).hashing()
      yield* cache.use(params.recipe, signal, (opened) => rowDigests(opened, hasher, params, signal))
    },
    async *nearSignatures(params, signal) {
      const kernel = await (await runtime.kernels).minhash()
      yield* cache.use(params.recipe, signal, (opened) => nearSignatures(opened, kernel, params, signal))
    },
    async *encodeRows(params, signal) {
      const encode = await chunkEncoding(runtime, params.target)
      yield* cache.use(params.recipe, signal, (opened) => encodedPart(opened, params, encode, signal))
    },
    async encodeChunk({ chunk, target }) {
      const encode = await chunkEncoding(runtime, target)
      const batches = chunk.batches.flatMap((ipc) => batchesFromIpc(ipc).batches)
      return encodedToSend(encode({ ...chunk, batches }))
    },
    matchRows: (params) => matchBatch(params),
    planPacks: async ({ lengths, options }) => planToSend(lengths, options),
    compareStrategies: ({ lengths, options }, signal) => compareStrategies(lengths, options, signal),
    packCurve: ({ lengths, options, strategies, sequenceLens }, signal) =>
      packCurve(lengths, options, strategies, sequenceLens, signal),
    planPadding: async ({ lengths, options }) => paddingToSend(lengths, options),
    releaseDatasets: async ({ keys }) => cache.release(keys),
  }
}

async function* scanToIpc(
  opened: CachedDataset,
  params: Parameters<PoolApi['scanDataset']>[0],
  signal: AbortSignal | undefined,
) {
  let issues: Issue[] = []
  const batches = scanPart(opened, params.place, {
    rowStart: params.rowStart,
    batchRows: params.batchRows,
    onIssue: (issue) => void issues.push(issue),
    rowEnd: params.rowEnd ?? undefined,
    columns: params.columns ?? undefined,
    signal,
  })
  for await (const batch of batches) {
    const ipc = batchToIpc(batch)
    yield transfer({ ipc, issues }, [ipc.buffer])
    issues = []
  }
}

async function* rowCounts(
  opened: CachedDataset,
  { source, place, labelPadId, rowStart, rowEnd }: Parameters<PoolApi['rowCounts']>[0],
  signal: AbortSignal | undefined,
) {
  const scan = (request: ScanRequest) => scanPart(opened, place, request)
  for await (const counts of scanCounts(scan, source, labelPadId, { rowStart, rowEnd: rowEnd ?? undefined, signal })) {
    const { lengths, trained } = counts
    yield transfer(counts, trained ? [lengths.buffer, trained.buffer] : [lengths.buffer])
  }
}

async function* rowDigests(
  opened: CachedDataset,
  hasher: RowHasher,
  { key, place, rowStart, rowEnd }: Parameters<PoolApi['rowDigests']>[0],
  signal: AbortSignal | undefined,
) {
  const reading = keyReading(opened.dataset.schema, key)
  const scan = (request: ScanRequest) => scanPart(opened, place, request)
  for await (const part of digestRows(scan, reading, hasher, {
    rowStart,
    rowEnd: rowEnd ?? undefined,
    signal,
  })) {
    yield transfer(part, part.keyless ? [part.digests.buffer, part.keyless.buffer] : [part.digests.buffer])
  }
}

async function* nearSignatures(
  opened: CachedDataset,
  kernel: MinhashKernel,
  { column, shape, place, rowStart, rowEnd, rows }: Parameters<PoolApi['nearSignatures']>[0],
  signal: AbortSignal | undefined,
) {
  const scan = (request: ScanRequest) => scanPart(opened, place, request)
  for await (const signed of signScan(
    scan,
    column,
    kernel,
    shape,
    { rowStart, rowEnd: rowEnd ?? undefined, signal },
    rows,
  )) {
    yield transfer(signed, [signed.sizes.buffer, signed.digests.buffer, signed.bands.buffer])
  }
}
