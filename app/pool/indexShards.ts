import type { Schema } from 'apache-arrow'
import { EngineError, toEngineError } from '../../core/errors.ts'
import { indexRecords } from '../../core/formats/records/indexRecords.ts'
import type { LearntTypes } from '../../core/formats/records/learntTypes.ts'
import { LISTED_ISSUES } from '../../core/formats/records/limits.ts'
import { RecordIndex } from '../../core/formats/records/recordIndex.ts'
import type { SavedIndex } from '../../core/formats/records/savedIndex.ts'
import { surveyRecords } from '../../core/formats/records/surveyRecords.ts'
import { differenceIssues } from '../../core/formats/shards/schemaDifferences.ts'
import { aboutShard } from '../../core/formats/shards/shardIssues.ts'
import { ShardSchemas } from '../../core/formats/shards/shardSchemas.ts'
import type { Issue } from '../../core/issues.ts'
import type { Progress } from '../../core/progress.ts'
import { keepCheckpoints } from '../../core/scratch/scratchStates.ts'
import { schemaFromIpc, schemaToIpc } from '../../core/table/ipc.ts'
import type { OpenedSource } from '../platform/platform.ts'
import { type OpenedDataset, openRecipe, SCAN_CACHE_BYTES, sharedStates, type TaskRuntime } from './openRecipe.ts'
import { type ShardOf, shardsOf, wideningOf } from './openShards.ts'
import { keepIndex, recallIndex, shardWorth } from './scratchPlace.ts'
import type { DatasetRecipe, IndexEvent, ShardRecipe } from './tasks.ts'

/** What the passes found out about one shard. */
interface Found {
  /** Its first row in the whole. */
  rowStart: number
  schema: Schema | null
  learnt: LearntTypes | null
  index: RecordIndex
  /** What an earlier pass found to be wrong with it, until it is told. */
  known: Pick<SavedIndex, 'issues' | 'issueCount'> | null
}

/** A shard with what names it in scratch. */
interface ShardToIndex extends OpenedDataset {
  recipe: DatasetRecipe
}

/**
 * Finds every row of the files of a text dataset, one file after the other, then reads every row once; compressed files
 * are decoded once for both. What an earlier pass over the very same file found is taken from scratch instead. A file that cannot be read has no rows, and is told.
 */
export async function* indexShards(
  runtime: TaskRuntime,
  recipe: DatasetRecipe,
  given: readonly ShardRecipe[],
  signal?: AbortSignal,
): AsyncGenerator<IndexEvent> {
  const shards = shardsOf(runtime, [...given], recipe, (_shard, shardRecipe, opened, signal) =>
    openToIndex(runtime, shardRecipe, opened, signal),
  )
  const passes = new ShardPasses(runtime, shards, given, recipe.schema ? schemaFromIpc(recipe.schema) : null, signal)
  for (let shard = 0; shard < shards.length; shard++) yield* passes.findRows(shard)
  for (let shard = 0; shard < shards.length; shard++) yield* passes.readRows(shard)
  yield* passes.finish(new ShardSchemas(wideningOf(recipe.format)))
}

/** A shard whose decoder leaves checkpoints to all threads, and where they are when it is closed. */
async function openToIndex(
  runtime: TaskRuntime,
  recipe: DatasetRecipe,
  source: OpenedSource,
  signal: AbortSignal | undefined,
): Promise<ShardToIndex> {
  const states = sharedStates(runtime.platform, recipe)
  const opened = await openRecipe(runtime, recipe, {
    opened: source,
    cacheBytes: SCAN_CACHE_BYTES,
    signal,
    ...(states ? { states } : {}),
  })
  const { plain, close } = opened
  if (!plain || !states || !recipe.scratch) return { ...opened, recipe }
  const { group } = recipe.scratch
  return {
    ...opened,
    recipe,
    async close() {
      await keepCheckpoints(runtime.platform.scratch(), group, plain.checkpoints.all)
      await close()
    },
  }
}

class ShardPasses {
  readonly #runtime: TaskRuntime
  readonly #shards: readonly ShardOf<ShardToIndex>[]
  readonly #recipes: readonly ShardRecipe[]
  readonly #schema: Schema | null
  readonly #signal: AbortSignal | undefined
  readonly #totalBytes: number
  readonly #worthBytes: number
  /** By shard; null: it cannot be read. */
  readonly #found: (Found | null)[] = []
  #rows = 0
  #bytesDone = 0
  #listed = 0
  #issueCount = 0

  constructor(
    runtime: TaskRuntime,
    shards: readonly ShardOf<ShardToIndex>[],
    recipes: readonly ShardRecipe[],
    schema: Schema | null,
    signal: AbortSignal | undefined,
  ) {
    this.#runtime = runtime
    this.#shards = shards
    this.#recipes = recipes
    this.#schema = schema
    this.#signal = signal
    this.#worthBytes = shardWorth(recipes)
    this.#totalBytes = recipes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
  }

  /** Finds the rows of a shard; where it is compressed, reads them on the way. */
  async *findRows(shard: number): AsyncGenerator<IndexEvent> {
    const found: Found = { rowStart: this.#rows, schema: null, learnt: null, index: new RecordIndex(), known: null }
    const bytesBefore = this.#bytesDone
    try {
      const opened = await this.#open(shard)
      try {
        const { dataset, records, plain } = opened
        if (!records) {
          found.schema = dataset.schema
          this.#rows += dataset.extent.numRows
          yield { kind: 'shard', shard, rowEnds: dataset.splits.map((split) => split.rowEnd) }
        } else if (yield* this.#recall(shard, opened, found)) {
          if (plain) yield* this.#tellKnown(shard, found)
        } else if (plain) yield* this.#survey(shard, opened, found)
        else {
          const kernels = await this.#runtime.kernels
          for await (const delta of indexRecords(records.source, records.recordFormat, kernels, this.#signal)) {
            found.index.absorb(delta)
            this.#rows = found.rowStart + delta.numRows
            yield { kind: 'rows', shard, delta, progress: this.#progress(bytesBefore + delta.byteEnd) }
          }
        }
      } finally {
        await opened.close()
      }
      this.#found[shard] = found
    } catch (error) {
      this.#rows = found.rowStart
      this.#found[shard] = null
      yield unreadable(shard, error)
    }
    this.#bytesDone = bytesBefore + (this.#recipes[shard]?.bytes ?? 0)
    if (shard === this.#recipes.length - 1) this.#bytesDone = 0 // the second pass begins
  }

  /** Reads the rows of a shard that `findRows` only found. */
  async *readRows(shard: number): AsyncGenerator<IndexEvent> {
    const found = this.#found[shard]
    if (found?.known) yield* this.#tellKnown(shard, found)
    else if (found && !found.schema) {
      const opened = await this.#open(shard)
      try {
        yield* this.#survey(shard, opened, found)
      } finally {
        await opened.close()
      }
    }
    this.#bytesDone += this.#recipes[shard]?.bytes ?? 0
  }

  /** What all shards have in common, and where they differ. */
  async *finish(schemas: ShardSchemas): AsyncGenerator<IndexEvent> {
    const issues: Issue[] = []
    for (const [shard, found] of this.#found.entries()) {
      if (!found?.schema) continue
      issues.push(...schemas.add(this.#nameOf(shard), found.schema, found.learnt))
    }
    const whole = schemas.finish()
    if (!whole) return
    const { schema, differences } = whole
    issues.push(...differenceIssues(differences))
    this.#issueCount += issues.length
    yield { kind: 'types', issues, issueCount: this.#issueCount, progress: this.#progress(this.#totalBytes) }
    yield { kind: 'schema', schema: schemaToIpc(schema), differences }
  }

  /** Takes up what an earlier pass found. @returns whether there is anything */
  async *#recall(shard: number, { recipe }: ShardToIndex, found: Found): AsyncGenerator<IndexEvent, boolean> {
    const { kernels, platform } = this.#runtime
    const saved = await recallIndex(platform.scratch(), recipe, async () => (await kernels).codecs())
    if (!saved) return false
    const { rows, schema, learnt, issueCount } = saved
    this.#rows = found.rowStart + rows.numRows
    found.schema = schemaFromIpc(schema)
    found.learnt = learnt
    found.known = { issues: saved.issues, issueCount }
    yield { kind: 'rows', shard, delta: rows, progress: this.#progress(this.#bytesDone) }
    return true
  }

  /** Tells the issues of a shard that was indexed before. */
  *#tellKnown(shard: number, found: Found): Generator<IndexEvent> {
    if (!found.known) return
    const { issues, issueCount } = found.known
    found.known = null
    this.#issueCount += issueCount
    yield this.#types(shard, found, issues, this.#progress(this.#bytesDone))
  }

  /** @param issues the next ones of the shard, in its own rows; as many are listed as there is place */
  #types(shard: number, { rowStart }: Found, issues: readonly Issue[], progress: Progress): IndexEvent {
    const listed = issues.slice(0, Math.max(0, LISTED_ISSUES - this.#listed))
    this.#listed += listed.length
    const about = listed.map((issue) => aboutShard(this.#nameOf(shard), issue, rowStart))
    return { kind: 'types', issues: about, issueCount: this.#issueCount, progress }
  }

  async *#survey(shard: number, { records, plain, recipe }: ShardToIndex, found: Found): AsyncGenerator<IndexEvent> {
    if (!records) return
    const { source, recordFormat } = records
    const [bytesBefore, issuesBefore] = [this.#bytesDone, this.#issueCount]
    const issues: Issue[] = []
    const options = { signal: this.#signal, findsRows: plain !== null }
    for await (const event of surveyRecords(source, recordFormat, await this.#runtime.kernels, options)) {
      const progress = this.#progress(bytesBefore + (plain ? plain.packedEnd : event.progress.done))
      if (event.delta) {
        found.index.absorb(event.delta)
        this.#rows = found.rowStart + event.delta.numRows
        yield { kind: 'rows', shard, delta: event.delta, progress }
      }
      issues.push(...event.issues)
      this.#issueCount = issuesBefore + event.issueCount
      yield this.#types(shard, found, event.issues, progress)
      if (!event.schema) continue
      found.schema = event.schema
      found.learnt = event.inference?.learnt?.() ?? null
      const saved: SavedIndex = {
        rows: found.index.toDelta(),
        schema: schemaToIpc(event.schema),
        issues,
        issueCount: event.issueCount,
        drift: event.inference?.drift?.() ?? [],
        learnt: found.learnt,
        checkpoints: plain ? [...plain.checkpoints.all] : [],
      }
      await keepIndex(this.#runtime.platform.scratch(), recipe, saved, this.#worthBytes)
    }
  }

  #open(shard: number): Promise<ShardToIndex> {
    return (this.#shards[shard] as ShardOf<ShardToIndex>).open(this.#schema, this.#signal)
  }

  #nameOf(shard: number): string {
    return this.#recipes[shard]?.name ?? ''
  }

  #progress(done: number) {
    return { done, total: this.#totalBytes, unit: 'bytes' as const }
  }
}

/** @throws what is no error of the shard's own: an abort */
function unreadable(shard: number, error: unknown): IndexEvent {
  const coded = toEngineError(error)
  if (!(coded instanceof EngineError)) throw coded
  const { code, message, details } = coded
  return { kind: 'unreadable', shard, error: { code, message, details } }
}
