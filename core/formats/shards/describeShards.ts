import type { Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import type { Progress } from '../../progress.ts'
import { unionSchema } from '../../table/conform/unionSchema.ts'
import type { WideningRules } from '../../table/conform/widerField.ts'
import type { OpenShard, Shard, ShardDataset } from './shard.ts'

/** Shards opened at a time while their rows and types are looked up. */
const CONCURRENCY = 6

export interface DescribeOptions {
  /** First shard; default 0. */
  from?: number
  /** One past the last shard; default: all. */
  to?: number
  /** Reads shards whose rows are not all known by their metadata to their end. */
  toEnd?: boolean
  signal?: AbortSignal
  /** Told after each shard, in `rows` known so far. */
  onProgress?: (progress: Progress) => void
  /** Told each shard's own schema, in order of the shards. */
  onSchema?: (shard: number, schema: Schema) => void
}

export interface DescribedShards {
  /** The union of the schema given and those of the shards; null when no shard could be read. */
  schema: Schema | null
  /** Why a shard could not be read: the first such error. */
  error: EngineError | null
  unreadable: number
}

export interface DescribeHooks {
  use<R>(shard: number, read: (shard: OpenShard) => Promise<R>): Promise<R>
  described(shard: number, dataset: ShardDataset): void
  unreadable(shard: number, error: EngineError): void
  /** What the union begins with; null: the first shard. */
  schema: Schema | null
  rules: WideningRules
}

/**
 * Opens shards, a few at a time, for their rows and their types. A shard that cannot be opened is told and passed over.
 * The union follows the order of the shards, whichever is opened first.
 * @throws AbortError
 */
export async function describeShards(
  shards: readonly Shard[],
  { from = 0, to = shards.length, toEnd = false, signal, onProgress, onSchema }: DescribeOptions,
  hooks: DescribeHooks,
): Promise<DescribedShards> {
  const schemas: (Schema | null)[] = new Array(to - from).fill(null)
  let error: EngineError | null = null
  let unreadable = 0
  let next = from
  let done = 0

  async function worker(): Promise<void> {
    for (let shard = next++; shard < to; shard = next++) {
      throwIfAborted(signal)
      try {
        schemas[shard - from] = await hooks.use(shard, async ({ dataset }) => {
          if (toEnd && !dataset.extent.exact) await findEnd(dataset, signal)
          hooks.described(shard, dataset)
          return dataset.schema
        })
      } catch (cause) {
        if (!(cause instanceof EngineError)) throw cause
        error ??= cause
        unreadable++
        hooks.unreadable(shard, cause)
      }
      done++
      onProgress?.({ done: from + done, total: shards.length, unit: 'shards' })
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, to - from) }, worker))
  let union = hooks.schema
  for (const [at, schema] of schemas.entries()) {
    if (!schema) continue
    onSchema?.(from + at, schema)
    union = union ? unionSchema(union, schema, hooks.rules) : schema
  }
  return { schema: union, error, unreadable }
}

/** A scan from behind the last row goes through all of them. */
async function findEnd(dataset: ShardDataset, signal: AbortSignal | undefined): Promise<void> {
  const rowStart = Number.MAX_SAFE_INTEGER - 1
  for await (const _ of dataset.scan({ rowStart, rowEnd: rowStart + 1, signal })) return
}
