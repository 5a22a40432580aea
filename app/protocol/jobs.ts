import type { HashFormat } from '../../core/dedup/hashFiles/writeHashes.ts'
import type { ErrorCode, ErrorDetails } from '../../core/errors.ts'
import type { ExportOptions } from '../../core/export/exportOptions.ts'
import type { ManifestOutput } from '../../core/export/manifest/manifest.ts'
import type { Issue } from '../../core/issues.ts'
import type { Progress } from '../../core/progress.ts'
import type { ColumnStats } from '../../core/stats/columnStats.ts'
import type { DedupSpec, DedupSummary, RowKey } from './dedup.ts'
import type { ExportedFile } from './export.ts'
import type { AccountLine, PackOptions, PackSummary } from './packing.ts'
import type { SinkRef } from './refs.ts'

export type JobSpec =
  | { kind: 'pack'; datasetId: string; options: PackOptions }
  /** Statistics of the columns named, null: of all. */
  | { kind: 'stats'; datasetId: string; columns: string[] | null }
  /** Finds duplicate rows; ends with a view of the rows that are kept. */
  | { kind: 'dedup'; datasetId: string; spec: DedupSpec }
  /** Writes the digests of all rows that have a key, one a row. */
  | { kind: 'hashes'; datasetId: string; key: RowKey; format: HashFormat; sink: SinkRef; overwrite: boolean }
  | {
      kind: 'export'
      datasetId: string
      options: ExportOptions
      /** In the order wanted; null: all. */
      columns: string[] | null
      /** A folder is made where `makesFolder(options)`. */
      sink: SinkRef
      /** Whether something under the target's name may be replaced. */
      overwrite: boolean
      /** Whether a manifest is written beside the target. */
      manifest: boolean
      /** Splits written side by side (`hf_dataset`: a DatasetDict), `datasetId` being the first of them. */
      splits?: readonly { name: string; datasetId: string }[]
      /** Files that must come out of it, bit for bit: an export is repeated. Where others do, nothing is written. */
      expected?: readonly ManifestOutput[]
    }

export type JobResult =
  | { kind: 'index'; rows: number }
  | { kind: 'count'; rows: number }
  | { kind: 'decompress' }
  /** `accountJobId` reads the labels of rows that were cut; null where the account is complete without. */
  | { kind: 'pack'; datasetId: string; summary: PackSummary; accountJobId: string | null }
  | { kind: 'account'; datasetId: string; summary: PackSummary }
  | { kind: 'pad-account'; account: AccountLine[] }
  | { kind: 'stats'; rows: number; columns: ColumnStats[] }
  /** `datasetId` is the view of the rows kept, `duplicatesId` that of the rows left out. */
  | { kind: 'dedup'; datasetId: string; duplicatesId: string; summary: DedupSummary }
  | { kind: 'hashes'; rows: number; digests: number; bytes: number; sink: SinkRef }
  | {
      kind: 'export'
      rows: number
      /** Rows that could not be read and were left out. */
      skippedRows: number
      /** Values the format could not hold, once each column and kind; among the dataset's issues too. */
      losses: Issue[]
      /** Of all files together, without the manifest. */
      bytes: number
      files: ExportedFile[]
      manifest: ExportedFile | null
      /** The files were read back and found to hold what was written (`verifyOutput`); else the job fails. */
      verified: true
      /** Lines of a trainer's configuration that load it; null where no trainer does. */
      yaml: string | null
      /** What a trainer makes of such rows that may not be wanted. */
      warnings: string[]
      sink: SinkRef
    }

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'

export interface JobSnapshot {
  jobId: string
  kind: 'index' | 'count' | 'decompress' | 'account' | JobSpec['kind']
  datasetId: string
  /** What it is doing now, for people: `Indexing rows`, `Reading types`. */
  label: string
  state: JobState
  progress: Progress | null
  /** Milliseconds since it started running. */
  elapsedMs: number
  /** Milliseconds since it began what `label` says: what a rate is told from. */
  phaseMs: number
  result: JobResult | null
  error: { code: ErrorCode; message: string; details: ErrorDetails } | null
}
