import type { DecompressedSource } from '../../core/compression/decompressedSource.ts'
import type { Dataset } from '../../core/dataset/dataset.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { Issue } from '../../core/issues.ts'
import type { PackLayout } from '../../core/packing/plan/packOptions.ts'
import type { PackPlan } from '../../core/packing/plan/packPlan.ts'
import type { TokenColumns } from '../../core/packing/rows/rowTokens.ts'
import type { PadPlan } from '../../core/padding/padBatches.ts'
import type { TokenCounts } from '../jobs/countTokens.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { IssueLog } from './issueLog.ts'
import type { IndexedText } from './recordParts.ts'

/** What a packed view was made by and from. */
export interface Packing {
  plan: PackPlan
  layout: PackLayout
  source: TokenColumns
  counts: TokenCounts
  base: Entry
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
  close(): Promise<void>
}

/** Everything the engine holds for one open dataset or view. */
export interface Entry {
  /** What the renderer sees; replaced, never mutated, when something changes. */
  info: DatasetInfo
  /** For what the user waits for: short scans. */
  dataset: Dataset
  /** The same dataset where it is a text format: it takes index deltas and gives raw records. */
  records: RecordsDataset | null
  /** The same, as workers read it in parts. */
  text: IndexedText | null
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
  /** Set on packed views. */
  packing: Packing | null
  /** Set on views of chosen rows. */
  selection: Selection | null
  /** Aborted when the dataset is closed. */
  lifetime: AbortController
}
