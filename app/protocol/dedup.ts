import type { KeepRule } from '../../core/dedup/groups/keepRows.ts'
import type { NearParams } from '../../core/dedup/near/nearParams.ts'
import type { RowKey } from '../../core/hashing/rowKey.ts'
import type { SourceRef } from './refs.ts'

export type { KeepRule } from '../../core/dedup/groups/keepRows.ts'
export type { RowKey } from '../../core/hashing/rowKey.ts'

export type DedupMethod =
  | { kind: 'exact' }
  | (NearParams & {
      kind: 'near'
      /** Text column whose words are compared. */
      column: string
    })

/** Rows to leave out because they are known elsewhere: digests kept from earlier, or another open dataset. */
export type DedupAgainst = { kind: 'hashes'; source: SourceRef } | { kind: 'dataset'; datasetId: string }

export interface DedupSpec {
  key: RowKey
  method: DedupMethod
  keep: KeepRule
  against: DedupAgainst | null
}

export interface DedupSummary {
  rows: number
  /** Rows kept: `rows - duplicates - existing`. */
  unique: number
  /** Rows left out because another row of this dataset is kept in their stead. */
  duplicates: number
  /** Groups of two or more rows. */
  groups: number
  /** Share of rows left out, 0..1. */
  removalRate: number
  /** Rows of the largest group; 0 without groups. */
  largestGroup: number
  /** Rows without a key (null, or unreadable): always kept, never equal to one another. */
  nullKeys: number
  /** Rows left out because they are known outside. */
  existing: number
  /** How many groups there are of each size, ascending by size; at most 1,000 sizes. */
  groupSizes: { size: number; count: number }[]
  warnings: { code: string; message: string }[]
  spec: DedupSpec
}

export interface DuplicateGroup {
  /** Position of the group in the order of its first row. */
  groupId: number
  size: number
  /** The row that is kept. Rows are named as the file numbers them. */
  kept: number
  /** Rows of the group, ascending: the first ones of `size`. */
  rows: number[]
  /** Near duplicates: lowest verified Jaccard similarity to the kept row; null for exact ones. */
  similarity: number | null
  /** Near duplicates: the true Jaccard similarity of each of `rows` to the kept row, 0..1. */
  similarities?: number[]
}

export type GroupOrder = 'size' | 'row' | 'similarity'

export interface DuplicateGroups {
  groups: DuplicateGroup[]
  total: number
}

/** What one row of a group says, for comparing. */
export interface GroupText {
  /** As the file numbers it. */
  row: number
  /** Text of the key: the column's own, or JSON. */
  text: string
  truncated: boolean
}

/** A row that was left out because another dataset has it. */
export interface KnownRow {
  /** As the file numbers it. */
  row: number
  /** The row it is the same as, as the other file numbers it: the first, and of near duplicates the first of the group. */
  otherRow: number
  /** Near duplicates: the true Jaccard similarity of the two, 0..1; null for exact ones. */
  similarity: number | null
}

export interface KnownRows {
  rows: KnownRow[]
  total: number
}

export interface KnownTexts {
  own: GroupText
  other: GroupText
}
