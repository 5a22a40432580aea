import { Schema } from 'apache-arrow'
import { detect } from '../../core/formats/detect.ts'
import { type Format, type FormatOptions, isTextFormat } from '../../core/formats/format.ts'
import { damageIssue } from '../../core/formats/records/unreadableRecord.ts'
import { type ConcatDataset, concatDataset } from '../../core/formats/shards/concatDataset.ts'
import type { OpenShard, Shard } from '../../core/formats/shards/shard.ts'
import type { SourceDamage } from '../../core/io/byteSource.ts'
import type { Issue } from '../../core/issues.ts'
import { EXACT, type WideningRules } from '../../core/table/conform/widerField.ts'
import { schemaFromIpc, schemaToIpc } from '../../core/table/ipc.ts'
import type { OpenedSource } from '../platform/platform.ts'
import { openRecipe, type TaskRuntime } from './openRecipe.ts'
import { scratchPlaceOf, shardWorth } from './scratchPlace.ts'
import type { DatasetRecipe, Detected, ShardRecipe } from './tasks.ts'

/** How columns of shards that differ come together, by the format of the shards. */
export function wideningOf(format: Format): WideningRules {
  if (format === 'csv') return { fallback: 'text', sampled: true }
  return isTextFormat(format) ? { fallback: 'json', sampled: true } : EXACT
}

/** A shard as it is opened, before what is odd about it is told. */
export type BareShard = Omit<OpenShard, 'notes'> & { damage: SourceDamage | null }

/** Opens one shard whose source is open and whose format is known; the source is closed with it. */
export type OpenAs<T extends BareShard> = (
  shard: number,
  recipe: DatasetRecipe,
  opened: OpenedSource,
  signal: AbortSignal | undefined,
) => Promise<T>

/** How shards are to be read, whatever they look like. */
export interface Asked {
  format: Format | null
  /** Of CSV. */
  options: FormatOptions
}

const AS_FOUND: Asked = { format: null, options: {} }

export interface ShardsOptions {
  /** Names the shards in workers' caches. */
  key: string
  /** Format of the dataset: text shards are read under its schema only where all of it is text. */
  format: Format
  asked?: Asked
}

/** A shard with what opening it gives. */
export interface ShardOf<T extends BareShard> extends Shard {
  open(schema: Schema | null, signal?: AbortSignal): Promise<T & OpenShard>
}

/**
 * The shards of a recipe as things that can be opened. What is found out about a shard's format is kept in `recipes`.
 */
export function shardsOf<T extends BareShard>(
  runtime: Pick<TaskRuntime, 'platform' | 'kernels'>,
  recipes: ShardRecipe[],
  { key, format, asked = AS_FOUND }: ShardsOptions,
  openAs: OpenAs<T>,
): ShardOf<T>[] {
  const worthBytes = shardWorth(recipes)
  return recipes.map(({ name, source, rowEnds }, shard) => ({
    name,
    facts: rowEnds ? { rowEnds } : null,
    index: [],
    async open(schema, signal) {
      const opened = await runtime.platform.openSource(source, signal)
      try {
        const known = recipes[shard] as ShardRecipe
        const { detected, notes } = known.detected
          ? { detected: known.detected, notes: [] }
          : await detectShard(runtime, opened, asked, signal, worthBytes)
        recipes[shard] = { ...known, detected }
        const inForce = schema && isTextFormat(format) && isTextFormat(detected.format) ? schemaToIpc(schema) : null
        const recipe = { key: `${key}/${shard}`, source, ...detected, schema: inForce }
        const bare = await openAs(shard, recipe, opened, signal)
        return { ...bare, notes: bare.damage ? [...notes, damageIssue(bare.damage, null)] : notes }
      } catch (error) {
        await opened.close()
        throw error
      }
    },
  }))
}

/**
 * What a shard is, and what is odd about that.
 * @param worthBytes from how many bytes on anything is kept of it; default: as of a file by itself
 */
export async function detectShard(
  { kernels }: Pick<TaskRuntime, 'kernels'>,
  opened: OpenedSource,
  asked: Asked,
  signal: AbortSignal | undefined,
  worthBytes?: number,
): Promise<{ detected: Detected; notes: readonly Issue[]; reason: string }> {
  const codecs = async () => (await kernels).codecs()
  const detection = await detect(opened.name, opened.source, { format: asked.format ?? undefined, codecs, signal })
  const { format, compression, options, reason, issues } = detection
  const scratch = await scratchPlaceOf(opened, compression, signal, worthBytes)
  return {
    detected: { format, compression, scratch, options: format === 'csv' ? { ...options, ...asked.options } : options },
    notes: issues,
    reason,
  }
}

/** A dataset of many files as a worker opens it: what is known of the shards is in the recipe. */
export function openShards(runtime: TaskRuntime, recipe: DatasetRecipe): ConcatDataset {
  const shards = shardsOf(runtime, [...(recipe.shards ?? [])], recipe, (_shard, shardRecipe, opened, signal) =>
    openRecipe(runtime, shardRecipe, { opened, signal }),
  )
  const schema = recipe.schema ? schemaFromIpc(recipe.schema) : new Schema([])
  return concatDataset(shards, schema, wideningOf(recipe.format))
}
