import { Schema } from 'apache-arrow'
import type { EngineError } from '../../errors.ts'
import type { Progress } from '../../progress.ts'
import type { WideningRules } from '../../table/conform/widerField.ts'
import { type ConcatDataset, concatDataset } from './concatDataset.ts'
import { SchemaDifferences } from './schemaDifferences.ts'
import type { Shard } from './shard.ts'

export interface OpenConcatOptions {
  /** Shards looked at before this answers; default: all. The others are left to `describe`. */
  first?: number
  /** What there is where there are no shards. */
  emptySchema?: Schema
  rules?: WideningRules
  /** As `describe` has it. */
  toEnd?: boolean
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/**
 * Opens shards as one dataset: looks at the first ones for their rows and types.
 * @throws the error of the first shard when none could be read; `AbortError`
 */
export async function openConcat(
  shards: readonly Shard[],
  { first = shards.length, emptySchema = new Schema([]), rules, toEnd, signal, onProgress }: OpenConcatOptions,
): Promise<{ dataset: ConcatDataset; differences: SchemaDifferences }> {
  const dataset = concatDataset(shards, shards.length === 0 ? emptySchema : new Schema([]), rules)
  const differences = new SchemaDifferences()
  const nameOf = (shard: number) => (shards[shard] as Shard).name
  try {
    let error: EngineError | null = null
    let schema: Schema | null = null
    // Where the first shards cannot be read, later ones tell the types.
    for (let from = 0; from < shards.length && schema === null; from += Math.max(1, first)) {
      const described = await dataset.describe({
        from,
        to: Math.min(shards.length, from + Math.max(1, first)),
        toEnd,
        signal,
        onProgress,
        onSchema: (shard, own) => differences.add(nameOf(shard), own),
      })
      schema = described.schema
      error ??= described.error
    }
    if (schema === null && error !== null) throw error
    return { dataset, differences }
  } catch (error) {
    await dataset.close()
    throw error
  }
}
