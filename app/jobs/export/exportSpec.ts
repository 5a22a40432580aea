import type { LostValues } from '../../../core/export/encoding/lostValues.ts'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import type { ManifestOutput } from '../../../core/export/manifest/manifest.ts'
import type { DatasetAbout } from '../../../core/formats/folder/folderListing.ts'
import type { Issue } from '../../../core/issues.ts'
import type { Kernels } from '../../../core/kernels/kernels.ts'
import type { JobResult } from '../../protocol/jobs.ts'
import type { SinkRef } from '../../protocol/refs.ts'
import type { JobContext } from '../job.ts'
import type { ExportRows } from './exportRows.ts'

export interface ExportSpec {
  options: ExportOptions
  columns: string[] | null
  sink: SinkRef
  overwrite: boolean
  manifest: boolean
  expected?: readonly ManifestOutput[]
}

/** What a manifest says of the files themselves. */
export interface ExportOutcome {
  rows: number
  skippedRows: number
  /** Of the whole output, those beside the rows too. */
  files: readonly ManifestOutput[]
}

/** A dataset to write. */
export interface ExportPart {
  /** The folder in the target it is written to, one of several splits; null: the target itself. */
  split: string | null
  rows: ExportRows
  /** What the dataset the rows are from says of itself. */
  about: DatasetAbout | null
  /** Told of values that were lost, once each kind; `firstRow` is a row of the dataset. Answers with what is told of them. */
  onLoss(loss: LostValues): Issue
}

/** What came of an export, but for how a trainer loads it. */
export type WrittenExport = Omit<Extract<JobResult, { kind: 'export' }>, 'yaml' | 'warnings'>

/** A job that may encode rows in the engine's own thread. */
export interface ExportJob extends JobContext {
  kernels: Promise<Kernels>
  /** The text of the manifest. Reads the sources for it. */
  manifestOf(outcome: ExportOutcome): Promise<string>
}
