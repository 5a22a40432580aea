import { EngineError } from '../../core/errors.ts'
import type { FolderPlan } from '../../core/formats/folder/folderListing.ts'
import { planFolder } from '../../core/formats/folder/planFolder.ts'
import { readFull } from '../../core/io/readFull.ts'
import type { ListedSource, Platform, SourceFolder } from '../platform/platform.ts'
import { type Asked, detectShard } from '../pool/openShards.ts'
import type { Detected, ShardRecipe } from '../pool/tasks.ts'
import type { SourceRef } from '../protocol/refs.ts'
import type { Runtime } from './runtime.ts'

/** What a folder or pattern is, before its files are opened. */
export interface PlannedSource {
  plan: FolderPlan<ListedSource>
  recipes: ShardRecipe[]
  /** What the first file that can be read is, and why. */
  first: { detected: Detected; reason: string }
  /** How its files are to be read, whatever they look like. */
  asked: Asked
}

/** A saved dataset without rows has no file to look at. */
const EMPTY = {
  detected: { format: 'arrow', compression: null, scratch: null, options: {} } satisfies Detected,
  reason: '',
}

/**
 * Which files of a folder are one dataset, and of what format.
 * @throws EngineError as `planFolder` does; the first file's error when none can be read
 */
export async function planSource(
  runtime: Runtime,
  source: SourceRef,
  folder: SourceFolder,
  { format, options }: Asked,
  signal?: AbortSignal,
): Promise<PlannedSource> {
  const split = 'split' in source ? (source.split ?? null) : null
  const read = (file: ListedSource, maxBytes: number) => readStart(runtime.platform, file.source, maxBytes, signal)
  const plan = await planFolder({ ...folder, name: folder.path ?? folder.name }, { split, read })
  const recipes = plan.shards.map(
    ({ path, bytes, source }): ShardRecipe => ({ name: path, source, bytes, detected: null, rowEnds: null }),
  )
  if (format === 'hf_dataset' && plan.kind !== 'hf_dataset') {
    throw new EngineError('format/unknown', `no dataset saved by save_to_disk: ${folder.name}`, { path: folder.name })
  }
  const asked = { format: format === 'hf_dataset' ? null : format, options }
  const first = recipes.length === 0 ? EMPTY : await detectFirst(runtime, recipes, asked, signal)
  return { plan, recipes, first, asked }
}

/** What the first shard that can be opened is. */
async function detectFirst(
  runtime: Runtime,
  recipes: readonly ShardRecipe[],
  asked: Asked,
  signal: AbortSignal | undefined,
): Promise<{ detected: Detected; reason: string }> {
  let failure: unknown = null
  for (const recipe of recipes) {
    try {
      const opened = await runtime.platform.openSource(recipe.source, signal)
      try {
        return await detectShard(runtime, opened, asked, signal)
      } finally {
        await opened.close()
      }
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      failure ??= error
    }
  }
  throw failure
}

async function readStart(platform: Platform, source: SourceRef, maxBytes: number, signal: AbortSignal | undefined) {
  const opened = await platform.openSource(source, signal)
  try {
    return await readFull(opened.source, 0, maxBytes, signal)
  } finally {
    await opened.close()
  }
}
