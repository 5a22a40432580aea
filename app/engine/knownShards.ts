import type { Schema } from 'apache-arrow'
import { EngineError } from '../../core/errors.ts'
import type { Format } from '../../core/formats/format.ts'
import { LISTED_ISSUES } from '../../core/formats/records/limits.ts'
import type { SavedIndex } from '../../core/formats/records/savedIndex.ts'
import { differenceIssues, type SchemaDifference } from '../../core/formats/shards/schemaDifferences.ts'
import { aboutShard } from '../../core/formats/shards/shardIssues.ts'
import { ShardSchemas } from '../../core/formats/shards/shardSchemas.ts'
import type { Issue } from '../../core/issues.ts'
import { schemaFromIpc } from '../../core/table/ipc.ts'
import { type Asked, detectShard, wideningOf } from '../pool/openShards.ts'
import { recallIndex, shardWorth } from '../pool/scratchPlace.ts'
import type { Detected, ShardRecipe } from '../pool/tasks.ts'
import type { Runtime } from './runtime.ts'

/** Shards asked for at a time. */
const CONCURRENCY = 6

/** A text dataset of many files of which earlier passes found everything. */
export interface KnownShards {
  /** By shard. */
  detected: Detected[]
  saved: SavedIndex[]
  /** What is odd about shards as wholes. */
  notes: Issue[]
}

/**
 * What earlier passes found out about all of the shards; null as soon as one is not known: then the indexing pass takes
 * up what there is, and finds the rest. Of a shard no more than its beginning is read.
 */
export async function recallShards(
  runtime: Runtime,
  recipes: readonly ShardRecipe[],
  asked: Asked,
  signal?: AbortSignal,
): Promise<KnownShards | null> {
  const worthBytes = shardWorth(recipes)
  const found: { detected: Detected; saved: SavedIndex; notes: readonly Issue[] }[] = []
  let next = 0
  let isKnown = recipes.length > 0
  async function worker(): Promise<void> {
    for (let shard = next++; isKnown && shard < recipes.length; shard = next++) {
      const known = await recallShard(runtime, recipes[shard] as ShardRecipe, asked, worthBytes, signal)
      if (known) found[shard] = known
      else isKnown = false
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, recipes.length) }, worker))
  if (!isKnown) return null
  return {
    detected: found.map(({ detected }) => detected),
    saved: found.map(({ saved }) => saved),
    notes: found.flatMap(({ notes }, shard) =>
      notes.map((note) => ({ ...note, message: `${recipes[shard]?.name}: ${note.message}` })),
    ),
  }
}

async function recallShard(
  runtime: Runtime,
  { source }: ShardRecipe,
  asked: Asked,
  worthBytes: number,
  signal: AbortSignal | undefined,
) {
  try {
    const opened = await runtime.platform.openSource(source, signal)
    try {
      const { detected, notes } = await detectShard(runtime, opened, asked, signal, worthBytes)
      const codecs = async () => (await runtime.kernels).codecs()
      const saved = await recallIndex(runtime.platform.scratch(), detected, codecs)
      return saved && { detected, notes, saved }
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (error instanceof EngineError) return null // opening tells it
    throw error
  }
}

/** What the shards have in common, and what is wrong with them, as the indexing pass over all of them would tell it. */
export interface KnownWhole {
  schema: Schema
  differences: SchemaDifference[]
  issues: Issue[]
  /** Of `issues` and those that are not listed. */
  issueCount: number
}

export function knownWhole(recipes: readonly ShardRecipe[], { saved }: KnownShards, format: Format): KnownWhole | null {
  const schemas = new ShardSchemas(wideningOf(format))
  const issues: Issue[] = []
  const ofColumns: Issue[] = []
  let issueCount = 0
  let rowStart = 0
  for (const [shard, index] of saved.entries()) {
    const name = recipes[shard]?.name ?? ''
    for (const issue of index.issues.slice(0, LISTED_ISSUES - issues.length)) {
      issues.push(aboutShard(name, issue, rowStart))
    }
    issueCount += index.issueCount
    rowStart += index.rows.numRows
    ofColumns.push(...schemas.add(name, schemaFromIpc(index.schema), index.learnt))
  }
  const whole = schemas.finish()
  if (!whole) return null
  ofColumns.push(...differenceIssues(whole.differences))
  return { ...whole, issues: [...issues, ...ofColumns], issueCount: issueCount + ofColumns.length }
}
