import { Checkpoints, memoryStates, memoryStatesOver, type StateStore } from '../../core/compression/checkpoints.ts'
import { type DecompressedSource, decompressedSource } from '../../core/compression/decompressedSource.ts'
import type { Dataset } from '../../core/dataset/dataset.ts'
import { EngineError } from '../../core/errors.ts'
import type { Format } from '../../core/formats/format.ts'
import { openDataset } from '../../core/formats/openDataset.ts'
import type { ParquetModule } from '../../core/formats/parquet/codecs/parquetModule.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { SourceDamage } from '../../core/io/byteSource.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import type { Progress } from '../../core/progress.ts'
import { recallCheckpoints, scratchStates } from '../../core/scratch/scratchStates.ts'
import { schemaFromIpc } from '../../core/table/ipc.ts'
import type { OpenedSource, Platform } from '../platform/platform.ts'
import { type PlainCopy, plainCopy } from './plainCopy.ts'
import type { DatasetRecipe } from './tasks.ts'

/** States of decoders that one thread keeps in memory, besides what the indexing pass left in scratch. */
const MEMORY_STATE_BYTES = 48 * 1024 ** 2

/** Decoded bytes that threads keep which read on and on, and do not come back. */
export const SCAN_CACHE_BYTES = 2 * 1024 ** 2

export interface TaskRuntime {
  platform: Platform
  kernels: Promise<Kernels>
  /** Loads parquet-wasm, for the codecs of Parquet that are not ours. */
  parquet?: () => Promise<ParquetModule>
}

/** A dataset with everything that has to be let go of with it. */
export interface OpenedDataset {
  opened: OpenedSource
  dataset: Dataset
  /** The same dataset where it is a text format. */
  records: RecordsDataset | null
  /** What the dataset is read through where the source is compressed. */
  plain: DecompressedSource | null
  /** Why a compressed file that is read anywhere ends before its time. */
  damage: SourceDamage | null
  close(): Promise<void>
}

export interface OpenRecipeOptions {
  /** The source, when it is open already. When opening fails it stays so; otherwise it is closed with the dataset. */
  opened?: OpenedSource
  /** Told while a compressed file is decompressed as a whole, which may take a while. */
  onProgress?: (progress: Progress) => void
  /** Where the states of decoders are kept; default: this thread's memory, in front of what is found in scratch. */
  states?: StateStore
  /** Decoded bytes kept of a compressed text; default: what scrolling in it wants. */
  cacheBytes?: number
  signal?: AbortSignal
}

/**
 * The one way from a recipe to a dataset: for the engine, for workers, for the indexing pass.
 * @throws EngineError `source/*` (`source/changed` when it is not the content the recipe was made for), `format/*`,
 * `compression/*`, `limit/exceeded`; `AbortError`
 */
export async function openRecipe(
  runtime: TaskRuntime,
  recipe: DatasetRecipe,
  options: OpenRecipeOptions = {},
): Promise<OpenedDataset> {
  const { platform, parquet } = runtime
  const { signal } = options
  const opened = options.opened ?? (await platform.openSource(recipe.source, signal))
  let plain: DecompressedSource | null = null
  let copy: PlainCopy | null = null
  const close = async () => {
    plain?.close()
    await copy?.close()
    await opened.close()
  }
  try {
    assertSame(opened, recipe)
    const kernels = await runtime.kernels
    if (recipe.compression !== null && isReadAnywhere(recipe.format)) {
      const { onProgress } = options
      copy = await plainCopy({
        opened,
        recipe,
        scratch: platform.scratch(),
        codecs: await kernels.codecs(),
        signal,
        onProgress,
      })
      const { damage } = copy.source
      if (damage && recipe.format === 'parquet') throw damageError(damage, opened)
    } else if (recipe.compression !== null) {
      const group = platform.scratch().isShared ? recipe.scratch?.group : undefined
      const recall = group === undefined ? undefined : () => recallCheckpoints(platform.scratch(), group)
      const checkpoints = new Checkpoints(options.states ?? statesOf(platform, recipe), undefined, recall)
      plain = decompressedSource({
        packed: opened.source,
        codec: recipe.compression,
        codecs: await kernels.codecs(),
        checkpoints,
        ...(options.cacheBytes === undefined ? {} : { cacheBytes: options.cacheBytes }),
      })
    }
    const dataset = await openDataset(plain ?? copy?.source ?? opened.source, recipe, {
      kernels,
      ...(parquet ? { parquet } : {}),
      schema: recipe.schema ? schemaFromIpc(recipe.schema) : undefined,
      signal,
    })
    const damage = copy?.source.damage ?? null
    return { opened, dataset, records: isRecords(dataset) ? dataset : null, plain, damage, close }
  } catch (error) {
    plain?.close()
    await copy?.close()
    if (!options.opened) await opened.close()
    throw error
  }
}

/** States of a source's decoders where every thread finds them; null where sources cannot be told apart there. */
export function sharedStates(platform: Platform, { scratch: place }: DatasetRecipe): StateStore | null {
  const scratch = platform.scratch()
  return place !== null && scratch.isShared ? scratchStates(scratch, place.group) : null
}

function statesOf(platform: Platform, recipe: DatasetRecipe): StateStore {
  const shared = sharedStates(platform, recipe)
  return shared ? memoryStatesOver(shared, MEMORY_STATE_BYTES) : memoryStates(MEMORY_STATE_BYTES)
}

/** Formats that are not read from start to end; what they are compressed in is decompressed as a whole first. */
export function isReadAnywhere(format: Format): boolean {
  return format === 'parquet' || format === 'arrow' || format === 'feather'
}

/** Parquet keeps what tells its rows at its end. */
function damageError({ code, message, byte }: SourceDamage, { name, path }: OpenedSource): EngineError {
  return new EngineError(code, `${message}, so the Parquet footer is lost: ${name}`, { path: path ?? name, byte })
}

function assertSame(opened: OpenedSource, { scratch }: DatasetRecipe): void {
  if (scratch === null || opened.identity === scratch.identity) return
  throw new EngineError(
    'source/changed',
    `the file changed while it was open; open it again: ${opened.path ?? opened.name}`,
    {
      path: opened.path ?? opened.name,
    },
  )
}

function isRecords(dataset: Dataset): dataset is RecordsDataset {
  return 'addRows' in dataset
}
