import { withAbort } from '../../core/abort.ts'
import type { Dataset } from '../../core/dataset/dataset.ts'
import { salvageSplits } from '../../core/dataset/salvage.ts'
import { isTextFormat } from '../../core/formats/format.ts'
import { featuresSchema } from '../../core/formats/hf/featuresSchema.ts'
import type { SavedIndex } from '../../core/formats/records/savedIndex.ts'
import { concatDataset } from '../../core/formats/shards/concatDataset.ts'
import { openConcat } from '../../core/formats/shards/openConcat.ts'
import { differenceIssues, SchemaDifferences } from '../../core/formats/shards/schemaDifferences.ts'
import type { Issue } from '../../core/issues.ts'
import { schemaToIpc } from '../../core/table/ipc.ts'
import { likelyTokenColumn } from '../../core/tokens/tokenColumn.ts'
import type { SourceFolder } from '../platform/platform.ts'
import { openRecipe } from '../pool/openRecipe.ts'
import { type Asked, type BareShard, type OpenAs, shardsOf, wideningOf } from '../pool/openShards.ts'
import { openRemoteDataset } from '../pool/remoteDataset.ts'
import type { DatasetRecipe, ShardRecipe } from '../pool/tasks.ts'
import type { ShardSummary } from '../protocol/datasets.ts'
import type { SourceRef } from '../protocol/refs.ts'
import { describeColumns } from './describe.ts'
import type { Entry, EntryShards } from './entry.ts'
import { IssueLog } from './issueLog.ts'
import { knownWhole, recallShards } from './knownShards.ts'
import { planSource } from './planSource.ts'
import type { Runtime } from './runtime.ts'

/** Shards looked at before the first rows are shown: of text a sample of each is read, of others the metadata. */
const FIRST_TEXT_SHARDS = 8
const FIRST_SHARDS = 64

/**
 * Opens a folder, or the files of a pattern, as one dataset.
 * @throws EngineError as `planFolder` and `openEntry` do; the first shard's error when none can be read
 */
export async function openFolder(
  runtime: Runtime,
  datasetId: string,
  source: SourceRef,
  folder: SourceFolder,
  wanted: Asked,
  signal?: AbortSignal,
): Promise<Entry> {
  const { pool } = runtime
  const { plan, recipes, first, asked } = await planSource(runtime, source, folder, wanted, signal)
  const openAs: OpenAs<BareShard> = async (_shard, recipe, opened, signal) => {
    if (recipe.format !== 'parquet') return openRecipe(runtime, recipe, { opened, signal })
    // Parquet decoding may take its thread with it, so it never runs in the engine's own.
    const dataset = salvageSplits(await openRemoteDataset(pool.interactive, recipe, signal))
    return { dataset, damage: null, close: () => opened.close() }
  }
  const { format: mainFormat } = first.detected
  const isText = isTextFormat(mainFormat)
  const described = isText ? FIRST_TEXT_SHARDS : FIRST_SHARDS
  const known = isText ? await recallShards(runtime, recipes, asked, signal) : null
  const whole = known && knownWhole(recipes, known, mainFormat)
  for (const [shard, detected] of (whole ? known.detected : []).entries()) {
    recipes[shard] = { ...(recipes[shard] as ShardRecipe), detected }
  }
  const files = shardsOf(runtime, recipes, { key: datasetId, format: mainFormat, asked }, openAs)
  const indexed = whole && files.map((file, shard) => ({ ...file, index: [(known.saved[shard] as SavedIndex).rows] }))
  const { dataset, differences } = indexed
    ? { dataset: concatDataset(indexed, whole.schema, wideningOf(mainFormat)), differences: new SchemaDifferences() }
    : await openConcat(files, {
        first: described,
        rules: wideningOf(mainFormat),
        emptySchema: plan.features ? featuresSchema(plan.features) : undefined,
        toEnd: !isText,
        signal,
      })
  const noRows = { rowStart: null, rowEnd: null, byteStart: null }
  const shards: EntryShards = {
    dataset,
    recipes,
    issues: plan.issues.map((issue): Issue => ({ ...issue, ...noRows })).concat(known && whole ? known.notes : []),
    about: plan.about ?? null,
    // Of a part of the files nothing is told that the rest may change.
    differences: whole?.differences ?? (isText || recipes.length > described ? [] : differences.list(dataset.schema)),
    described: Math.min(recipes.length, described),
    schemas: differences,
  }
  const issues = new IssueLog()
  for (const issue of whole ? [...shards.issues, ...whole.issues] : folderIssues(shards)) issues.add(issue)
  if (whole) issues.settle(shards.issues.length + whole.issueCount)
  const entry: Entry = {
    dataset,
    records: isText ? dataset : null,
    addRows: isText ? (delta, shard) => dataset.addRows(delta, shard) : null,
    shards,
    text: null,
    issues,
    opened: {
      plain: null,
      notes: folderIssues(shards),
      isIndexed: whole !== null,
      asked: wanted,
      async close() {
        pool.release(recipes.map((_, shard) => shardKey(datasetId, shard)))
        await dataset.close()
      },
    },
    recipe: null,
    bulk: async (signal): Promise<Dataset> => {
      await withAbort(entry.indexed, signal)
      const remote = await openRemoteDataset(pool.batch, entry.recipe as DatasetRecipe, signal)
      return isText ? remote : salvageSplits(remote)
    },
    indexed: Promise.resolve(),
    counts: new Map(),
    paddings: new Map(),
    origin: null,
    packing: null,
    dedup: null,
    selection: null,
    lifetime: new AbortController(),
    info: {
      datasetId,
      name: folder.name,
      path: folder.path,
      source,
      parentId: null,
      kind: 'source',
      format: plan.kind === 'hf_dataset' ? 'hf_dataset' : mainFormat,
      compression: first.detected.compression,
      detectedBy: 'directory',
      detectionReason: `${plan.reason}${plan.kind === 'hf_dataset' ? '' : `; of the first, ${first.reason}`}`,
      byteLength: recipes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      splits: plan.splits,
      split: plan.split,
      shards: shardSummary(shards),
      columns: describeColumns(dataset.schema),
      tokenColumn: likelyTokenColumn(dataset.schema),
      schemaVersion: 1,
      extent: { ...dataset.extent },
      issueCount: issues.count,
      pack: null,
      pad: null,
    },
  }
  entry.recipe = folderRecipe(entry, shards, { ...first.detected, asked })
  return entry
}

function shardKey(datasetId: string, shard: number): string {
  return `${datasetId}/${shard}`
}

/** The recipe as things stand: with the schema in force and what is known of the shards. */
export function folderRecipe(
  { info }: Entry,
  { dataset, recipes }: EntryShards,
  { format, compression, options, asked }: Pick<DatasetRecipe, 'format' | 'compression' | 'options' | 'asked'>,
): DatasetRecipe {
  return {
    key: `${info.datasetId}:${info.schemaVersion}`,
    source: info.source as SourceRef,
    format,
    compression,
    scratch: null,
    options,
    ...(asked ? { asked } : {}),
    schema: schemaToIpc(dataset.schema),
    shards: recipes.map((recipe, shard) => ({ ...recipe, rowEnds: dataset.shardFacts(shard)?.rowEnds ?? null })),
  }
}

/** Issues of the folder, of shards as wholes, and of columns that differ. */
export function folderIssues({ issues, dataset, differences }: EntryShards): Issue[] {
  return [...issues, ...dataset.shardIssues, ...differenceIssues(differences)]
}

export function shardSummary({ recipes, dataset, differences }: EntryShards): ShardSummary {
  return { count: recipes.length, unreadable: dataset.shardErrors.size, differentColumns: differences.length }
}

/**
 * Looks at the files that opening left out, where that is reading their metadata: they may have columns of their own.
 * Of text a sample of each would have to be read, which the index job does.
 */
export async function describeAll({ shards, records }: Entry, signal?: AbortSignal): Promise<void> {
  if (shards && !records) await shards.dataset.describe({ from: shards.described, toEnd: true, signal })
}
