import type { ManifestStep } from '../../../core/export/manifest/stepShapes.ts'
import type { Format, FormatOptions } from '../../../core/formats/format.ts'
import type { DedupSpec } from '../../protocol/dedup.ts'
import type { SourceRef } from '../../protocol/refs.ts'

/** What rows of a deduplication were compared with besides those of their own dataset. */
export type LineageAgainst = { kind: 'hashes'; source: LineageSource } | ({ kind: 'dataset' } & Lineage)

type PlainStep = Exclude<ManifestStep, { kind: 'dedup' }>

/** One step from a dataset to a view of it: everything that has to be said to make the same view again. */
export type LineageStep =
  | PlainStep
  | { kind: 'dedup'; spec: Omit<DedupSpec, 'against'>; against: LineageAgainst | null; rows: 'kept' | 'removed' }

/** Something that was opened, and how. */
export interface LineageSource {
  source: SourceRef
  /** As people know it. */
  name: string
  path: string | null
  split: string | null
  /** What the user said it is; null and empty: what it looks like. */
  format: Format | null
  options: FormatOptions
  /** The files of a dataset of many, in order; null for a single file. */
  files: readonly { name: string; source: SourceRef }[] | null
}

/** Where the rows of a view come from, and what was done with them. Plain data, that outlives what it is of. */
export interface Lineage {
  source: LineageSource
  steps: readonly LineageStep[]
}
