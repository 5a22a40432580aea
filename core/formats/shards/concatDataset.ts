import type { RecordBatch, Schema } from 'apache-arrow'
import { throwIfAborted, withAbort } from '../../abort.ts'
import type { Dataset, Extent, IndexOptions, ScanRequest, Split } from '../../dataset/dataset.ts'
import { scanRange } from '../../dataset/scanRange.ts'
import { EngineError } from '../../errors.ts'
import type { Issue } from '../../issues.ts'
import { conformBatch, conformPlan } from '../../table/conform/conformBatch.ts'
import { unionSchema } from '../../table/conform/unionSchema.ts'
import { EXACT, type WideningRules } from '../../table/conform/widerField.ts'
import { projectSchema } from '../../table/schemas.ts'
import type { RecordText } from '../records/readRecordText.ts'
import type { RecordIndexDelta } from '../records/recordIndex.ts'
import { type DescribedShards, type DescribeOptions, describeShards } from './describeShards.ts'
import type { OpenShard, Shard, ShardDataset } from './shard.ts'
import { aboutShard, unreadableShard, wrongLength } from './shardIssues.ts'
import { ShardLeases } from './shardLeases.ts'
import { ShardTable } from './shardTable.ts'

/** Shards kept open, so that a folder of thousands needs few files and decoders at a time. */
const OPEN_SHARDS = 12

/** Many datasets as one, in order. Shards are opened when their rows are asked for, and closed again. */
export interface ConcatDataset extends Dataset {
  /** Rows of each shard found so far, whether that is all of them, and its first row where it has a place. */
  shardRows(shard: number): { numRows: number; exact: boolean; rowStart: number | null }
  /** Ends of the splits of each shard that is known to its end; null for the others. */
  shardFacts(shard: number): { rowEnds: readonly number[] } | null
  /** What is wrong with shards as wholes: those that could not be opened, names that lie. */
  readonly shardIssues: readonly Issue[]
  /** Why shards could not be opened, by shard. */
  readonly shardErrors: ReadonlyMap<number, string>
  /** Opens shards `[from, to)` for their rows and types; the schema in force widens to hold them. */
  describe(options: DescribeOptions): Promise<DescribedShards>
  /** Takes in what an indexing pass over a text shard found. */
  addRows(delta: RecordIndexDelta, shard: number): void
  /** Takes in that a shard has exactly these splits. */
  settle(shard: number, rowEnds: readonly number[]): void
  /** A shard that no pass can read: it has no rows. */
  giveUp(shard: number, error: EngineError): void
  /** Puts another schema in force for the scans to come. */
  setSchema(schema: Schema): void
  /** @throws EngineError `argument/invalid` when there is no such row, or its shard has no records of text */
  readRecordText(row: number, maxBytes: number, signal?: AbortSignal): Promise<RecordText>
  close(): Promise<void>
}

/**
 * @param schema the schema to begin with; `describe` makes it from the shards' own
 * @param rules for columns whose types differ
 */
export function concatDataset(shards: readonly Shard[], schema: Schema, rules: WideningRules = EXACT): ConcatDataset {
  return new Concatenation(shards, schema, rules)
}

class Concatenation implements ConcatDataset {
  readonly #shards: readonly Shard[]
  readonly #table: ShardTable
  readonly #rowEnds: (readonly number[] | null)[]
  readonly #deltas: RecordIndexDelta[][]
  readonly #leases: ShardLeases<OpenShard>
  readonly #issues = new Map<string, Issue>()
  readonly shardErrors = new Map<number, string>()
  readonly #rules: WideningRules
  #schema: Schema
  #inForce = false
  #splits: { settledRows: number; list: Split[] } = { settledRows: -1, list: [] }

  constructor(shards: readonly Shard[], schema: Schema, rules: WideningRules) {
    this.#rules = rules
    this.#shards = shards
    this.#schema = schema
    this.#inForce = schema.fields.length > 0
    this.#table = new ShardTable(shards.length)
    this.#rowEnds = shards.map(({ facts }) => facts?.rowEnds ?? null)
    this.#deltas = shards.map(({ index }) => [...index])
    for (const [shard, { facts }] of shards.entries()) {
      if (facts) this.#table.found(shard, facts.rowEnds.at(-1) ?? 0, true)
      for (const delta of this.#deltas[shard] as RecordIndexDelta[])
        this.#table.found(shard, delta.numRows, delta.complete)
    }
    this.#leases = new ShardLeases(OPEN_SHARDS, (shard) => this.#open(shard))
  }

  get schema(): Schema {
    return this.#schema
  }

  get extent(): Extent {
    return { numRows: this.#table.numRows, exact: this.#table.exact }
  }

  get shardIssues(): readonly Issue[] {
    return [...this.#issues.values()]
  }

  /** Splits of the shards known to their end, then one of what is known of the next: they cover the extent. */
  get splits(): readonly Split[] {
    const { numRows, numShards } = this.#table
    if (this.#splits.settledRows === numRows) return this.#splits.list
    const list: Split[] = []
    for (let shard = 0; shard < numShards; shard++) {
      const start = this.#table.startOf(shard)
      if (start === null) break
      let rowStart = start
      for (const end of this.#rowEnds[shard] ?? [this.#table.rowsOf(shard)]) {
        if (start + end > rowStart) list.push({ rowStart, rowEnd: start + end })
        rowStart = Math.max(rowStart, start + end)
      }
    }
    this.#splits = { settledRows: numRows, list }
    return list
  }

  shardRows(shard: number) {
    const table = this.#table
    return { numRows: table.rowsOf(shard), exact: table.isExact(shard), rowStart: table.startOf(shard) }
  }

  shardFacts(shard: number) {
    if (!this.#table.isExact(shard)) return null
    return { rowEnds: this.#rowEnds[shard] ?? [this.#table.rowsOf(shard)] }
  }

  async describe(options: DescribeOptions): Promise<DescribedShards> {
    const described = await describeShards(this.#shards, options, {
      use: (shard, read) => this.#leases.with(shard, read),
      described: (shard, dataset) => this.#learn(shard, dataset),
      unreadable: (shard, error) => this.giveUp(shard, error),
      schema: this.#inForce ? this.#schema : null,
      rules: this.#rules,
    })
    if (described.schema) this.setSchema(described.schema)
    return described
  }

  addRows(delta: RecordIndexDelta, shard: number): void {
    this.#deltas[shard]?.push(delta)
    this.#table.found(shard, delta.numRows, delta.complete)
    this.#leases.each(({ dataset }, index) => {
      if (index === shard) dataset.addRows?.(delta)
    })
  }

  settle(shard: number, rowEnds: readonly number[]): void {
    this.#rowEnds[shard] = rowEnds
    this.#table.found(shard, rowEnds.at(-1) ?? 0, true)
  }

  giveUp(shard: number, error: EngineError): void {
    this.shardErrors.set(shard, error.message)
    this.#table.found(shard, 0, true)
    this.#tell(unreadableShard(this.#nameOf(shard), error))
  }

  setSchema(schema: Schema): void {
    this.#schema = schema
    this.#inForce = true
    this.#leases.each(({ dataset }) => dataset.setSchema?.(schema))
  }

  async *scan(request: ScanRequest): AsyncGenerator<RecordBatch, void, void> {
    const { rowStart, rowEnd, batchRows } = scanRange(request, Number.POSITIVE_INFINITY)
    const { signal } = request
    const schema = projectSchema(this.#schema, request.columns)
    throwIfAborted(signal)
    let row = rowStart
    for (let shard = this.#table.shardOf(rowStart); shard < this.#shards.length && row < rowEnd; shard++) {
      const start = this.#table.startOf(shard) as number // every shard before it has been gone through
      const known = this.#table.isExact(shard)
      if (known && start + this.#table.rowsOf(shard) <= row) continue
      const part = { ...request, batchRows, rowStart: row - start, rowEnd: rowEnd - start }
      for await (const batch of this.#scanShard(shard, start, part, schema)) {
        row += batch.numRows
        yield batch
      }
    }
  }

  /** @param request in rows of the shard */
  async *#scanShard(shard: number, start: number, request: ScanRequest, schema: Schema) {
    const name = this.#nameOf(shard)
    const first = request.rowStart ?? 0
    let row = first
    try {
      const batches = this.#leases.using(shard, async function* ({ dataset }) {
        const own = dataset.schema
        const wanted = request.columns?.filter((column) => own.fields.some((field) => field.name === column))
        // A shard that has none of the columns is read for how many rows it has, and for what is wrong with them.
        const columns = wanted?.length === 0 ? own.fields.slice(0, 1).map((field) => field.name) : wanted
        const onIssue = request.onIssue && ((issue: Issue) => request.onIssue?.(aboutShard(name, issue, start)))
        let plan = null as { from: Schema; steps: number[] | null } | null
        for await (const batch of dataset.scan({ ...request, columns, onIssue })) {
          if (plan?.from !== batch.schema) plan = { from: batch.schema, steps: conformPlan(batch.schema, schema) }
          yield conformBatch(batch, schema, plan.steps)
        }
      })
      for await (const batch of batches) {
        row += batch.numRows
        yield batch
      }
      if (row < (request.rowEnd ?? 0)) await this.#cameToEnd(shard, row, first, request.signal)
    } catch (error) {
      if (error instanceof EngineError) throw inShard(error, name, start)
      throw error
    }
  }

  /** A scan came to the end of a shard. */
  async #cameToEnd(shard: number, row: number, first: number, signal: AbortSignal | undefined): Promise<void> {
    const { extent } = await withAbort(
      this.#leases.with(shard, async ({ dataset }) => dataset),
      signal,
    )
    const numRows = extent.exact ? extent.numRows : row > first ? row : Math.min(row, extent.numRows)
    if (!this.#table.isExact(shard)) this.#table.found(shard, numRows, true)
    else if (row < this.#table.rowsOf(shard)) throw wrongLength(this.#nameOf(shard), this.#table.rowsOf(shard), row)
  }

  async buildIndex({ signal, onProgress, onIssue }: IndexOptions): Promise<void> {
    await this.describe({ signal, onProgress })
    let union: Schema | null = null
    for (let shard = 0; shard < this.#shards.length; shard++) {
      throwIfAborted(signal)
      if (this.shardErrors.has(shard)) continue
      const name = this.#nameOf(shard)
      union = await this.#leases.with(shard, async ({ dataset }) => {
        const start = this.#table.startOf(shard) ?? 0
        await dataset.buildIndex({ signal, onIssue: onIssue && ((issue) => onIssue(aboutShard(name, issue, start))) })
        this.#learn(shard, dataset)
        return union ? unionSchema(union, dataset.schema, this.#rules) : dataset.schema
      })
    }
    if (union) this.setSchema(union)
    for (const issue of this.shardIssues) onIssue?.(issue)
  }

  async readRecordText(row: number, maxBytes: number, signal?: AbortSignal): Promise<RecordText> {
    const shard = this.#table.shardOf(row)
    const start = this.#table.startOf(shard)
    if (shard >= this.#shards.length || start === null) {
      throw new EngineError('argument/invalid', `there is no row ${row}, the dataset has ${this.#table.numRows}`, {
        row,
      })
    }
    return this.#leases.with(shard, async ({ dataset }) => {
      if (dataset.readRecordText) return dataset.readRecordText(row - start, maxBytes, signal)
      throw new EngineError('argument/invalid', `row ${row} is no record of text: ${this.#nameOf(shard)}`, { row })
    })
  }

  close(): Promise<void> {
    return this.#leases.close()
  }

  async #open(shard: number): Promise<OpenShard> {
    const opened = await (this.#shards[shard] as Shard).open(this.#inForce ? this.#schema : null)
    for (const delta of this.#deltas[shard] ?? []) opened.dataset.addRows?.(delta)
    const name = this.#nameOf(shard)
    for (const note of opened.notes) this.#tell({ ...note, message: `${name}: ${note.message}` })
    return opened
  }

  /** What an open shard says of itself. */
  #learn(shard: number, { extent, splits }: ShardDataset): void {
    this.#table.found(shard, extent.numRows, extent.exact)
    if (!extent.exact || splits.length === 0) return
    this.#rowEnds[shard] = splits.map((split) => split.rowEnd)
  }

  #tell(issue: Issue): void {
    this.#issues.set(`${issue.code}|${issue.message}`, issue)
  }

  #nameOf(shard: number): string {
    return (this.#shards[shard] as Shard).name
  }
}

/** The same error, with its row counted in the whole, naming the shard where it does not. */
function inShard(error: EngineError, name: string, start: number): EngineError {
  const { code, message, details, cause } = error
  const row = details.row === undefined ? {} : { row: details.row + start }
  const text = message.includes(name) ? message : `${message}: ${name}`
  return new EngineError(code, text, { ...details, path: details.path ?? name, ...row }, cause)
}
