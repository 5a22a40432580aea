import type { DecompressedSource } from '../../core/compression/decompressedSource.ts'
import type { Dataset } from '../../core/dataset/dataset.ts'
import type { RowGroups } from '../../core/dedup/groups/duplicateGroups.ts'
import type { DatasetAbout } from '../../core/formats/folder/folderListing.ts'
import type { Format, FormatOptions } from '../../core/formats/format.ts'
import type { RecordIndexDelta } from '../../core/formats/records/recordIndex.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { ConcatDataset } from '../../core/formats/shards/concatDataset.ts'
import type { SchemaDifference, SchemaDifferences } from '../../core/formats/shards/schemaDifferences.ts'
import type { Issue } from '../../core/issues.ts'
import type { PackLayout } from '../../core/packing/plan/packOptions.ts'
import type { PackPlan } from '../../core/packing/plan/packPlan.ts'
import type { TokenColumns } from '../../core/packing/rows/rowTokens.ts'
import type { PackFill } from '../../core/packing/written/packWindow.ts'
import type { PadPlan } from '../../core/padding/padBatches.ts'
import type { TokenCounts } from '../jobs/countTokens.ts'
import type { DatasetRecipe, ShardRecipe } from '../pool/tasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { DedupSpec, GroupOrder } from '../protocol/dedup.ts'
import type { PackOptions } from '../protocol/packing.ts'
import type { IssueLog } from './issueLog.ts'
import type { LineageStep } from './provenance/lineage.ts'
import type { IndexedText } from './recordParts.ts'

/** What a packed view was made by and from. */
export interface Packing {
  plan: PackPlan
  layout: PackLayout
  fill: PackFill
  source: TokenColumns
  counts: TokenCounts
  /** As they stand in a manifest: with the column named. */
  options: PackOptions & { column: string }
  base: Entry
}

/** What a view of kept rows knows of the rows it left out. */
export interface Dedup {
  base: Entry
  /** Rows of `base`. */
  groups: RowGroups
  /** The kept row of each group. */
  kept: Uint32Array
  /** Near duplicates: lowest verified similarity of each group; null for exact ones. */
  similarity: Float32Array | null
  /** The similarity of each member of `groups` to the kept row, likewise. */
  members: Float32Array | null
  spec: DedupSpec
  /** What of `base` another dataset has; null where it was compared with none. */
  known: Known | null
  /** Orders asked for so far. */
  orders: Map<GroupOrder, Uint32Array>
}

/** Rows that are known from another dataset. */
export interface Known {
  other: Entry
  /** Ascending. */
  rows: Uint32Array
  /** For each of them the row of `other` that it is the same as. */
  matches: Uint32Array
  /** Near duplicates: how alike the two are; null for exact ones. */
  similarity: Float32Array | null
}

/** Which rows of another dataset a view of chosen rows is. */
export interface Selection {
  base: Entry
  /** Ascending: row `i` of the view is row `rows[i]` of `base`. */
  rows: Uint32Array
}

/** What an entry that was opened from a source holds besides its dataset. */
export interface EntrySource {
  /** What the dataset is read through where the source is compressed and read here. */
  plain: DecompressedSource | null
  /** Issues of the source as such, known since it was looked at. */
  notes: readonly Issue[]
  /** Index and schema came from an earlier session: there is nothing left to find out. */
  isIndexed: boolean
  /** What the user said it is, where that is known better than it looks. */
  asked: { format: Format | null; options: FormatOptions }
  close(): Promise<void>
}

/** The files of a dataset of many. */
export interface EntryShards {
  dataset: ConcatDataset
  /** What is known of each, for workers; replaced as more becomes known. */
  recipes: ShardRecipe[]
  /** What is wrong with the folder itself. */
  issues: Issue[]
  /** What a saved dataset says of itself. */
  about: DatasetAbout | null
  /** Columns that are not the same in all shards, once all were looked at. */
  differences: SchemaDifference[]
  /** Gathers their schemas. */
  schemas: SchemaDifferences
  /** Shards from here on were not looked at when the dataset was opened. */
  described: number
}

/** Everything the engine holds for one open dataset or view. */
export interface Entry {
  /** What the renderer sees; replaced, never mutated, when something changes. */
  info: DatasetInfo
  /** For what the user waits for: short scans. */
  dataset: Dataset
  /** The same dataset where it is a text format: it takes another schema and gives raw records. */
  records: Pick<RecordsDataset, 'extent' | 'schema' | 'setSchema' | 'readRecordText'> | null
  /** Takes index deltas where it is a text format. */
  addRows: ((delta: RecordIndexDelta, shard: number) => void) | null
  /** The same, as workers read it in parts; null for a dataset of many files. */
  text: IndexedText | null
  /** Set on a dataset of many files. */
  shards: EntryShards | null
  issues: IssueLog
  opened: EntrySource | null
  /** How a worker opens it by itself, with the schema settled on so far; null for views. */
  recipe: DatasetRecipe | null
  /** The dataset as jobs scan it: decoded by a worker, so that a long scan does not stall the engine. */
  bulk: (signal?: AbortSignal) => Promise<Dataset>
  /** Settles when the schema is final and every row is known. Rejects when indexing failed. */
  indexed: Promise<void>
  /** Token counts by the columns they were made from, kept so that packing again is instant. */
  counts: Map<string, Promise<TokenCounts>>
  /** The last paddings asked for, by columns and options: their batches are read one after the other. */
  paddings: Map<string, PadPlan>
  /** How a view was made, and of what; null for what was opened from a source. */
  origin: { base: Entry; step: LineageStep } | null
  /** Set on packed views. */
  packing: Packing | null
  /** Set on views of the rows kept by a deduplication. */
  dedup: Dedup | null
  /** Set on views of chosen rows. */
  selection: Selection | null
  /** Aborted when the dataset is closed. */
  lifetime: AbortController
}
