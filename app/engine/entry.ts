import type { Dataset } from '../../core/dataset/dataset.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { PackPlan } from '../../core/packing/packPlan.ts'
import type { OpenedSource } from '../platform/platform.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { IssueLog } from './issueLog.ts'

/** Everything the engine holds for one open dataset or view. */
export interface Entry {
  /** What the renderer sees; replaced, never mutated, when something changes. */
  info: DatasetInfo
  /** For what the user waits for: short scans. */
  dataset: Dataset
  /** The same dataset where it is a text format: it takes index deltas and gives raw records. */
  records: RecordsDataset | null
  issues: IssueLog
  opened: OpenedSource | null
  /** How a worker opens it by itself, with the schema settled on so far; null for views. */
  recipe: DatasetRecipe | null
  /** The dataset as jobs scan it: decoded by a worker, so that a long scan does not stall the engine. */
  bulk: (signal?: AbortSignal) => Promise<Dataset>
  /** Settles when the schema is final and every row is known. Rejects when indexing failed. */
  indexed: Promise<void>
  /** Tokens per row by column, kept so that packing again is instant. 4 bytes a row. */
  lengths: Map<string, Uint32Array>
  /** Set on packed views. */
  plan: PackPlan | null
  /** Aborted when the dataset is closed. */
  lifetime: AbortController
}
