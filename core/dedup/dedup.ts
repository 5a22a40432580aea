import { encodeUtf8 } from '../bytes/utf8.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { selectRows } from '../dataset/selectRows.ts'
import { EngineError } from '../errors.ts'
import { digestRows } from '../hashing/digestRows.ts'
import { DIGEST_BYTES, scalarRowHasher } from '../hashing/rowHasher.ts'
import { keyReading, type RowKey } from '../hashing/rowKey.ts'
import type { RowHasher } from '../kernels/rowHasher.ts'
import { memoryScratch } from '../scratch/memoryScratch.ts'
import type { Scratch } from '../scratch/scratch.ts'
import { ExactDedup } from './exact/exactDedup.ts'
import { groupRows, type RowGroups, rowsOutside } from './groups/duplicateGroups.ts'
import { type KeepRule, keptRows, splitRows } from './groups/keepRows.ts'
import { rowScores } from './groups/rowScores.ts'
import { readHexDigest } from './hashFiles/hexDigest.ts'

const USUAL_BUDGET_BYTES = 768 * 1024 ** 2

/** Hashing by the fastest means there are, and a place for digests beyond the budget. */
export interface DedupMeans {
  hasher: RowHasher
  scratch: Scratch
}

export interface HashRequest {
  /** Default: the whole row as canonical JSON. */
  key?: RowKey
  signal?: AbortSignal
}

export interface DedupRequest extends HashRequest {
  /** Default `first`. */
  keep?: KeepRule
  /** Digests of rows to leave out, as `hash` gives them. */
  existing?: Iterable<string>
  /** Memory for digests; those beyond go to scratch. */
  budgetBytes?: number
}

export interface Deduplicated {
  /** Rows kept and left out, as views: nothing of them is in memory. */
  kept: Dataset
  removed: Dataset
  /** Groups of two or more rows, and the kept row of each. */
  groups: RowGroups
  keptOf: Uint32Array
  /** Rows without a key, all kept. */
  nullKeys: number
  /** Rows left out because they are among `existing`. */
  existing: number
}

/** What plain TypeScript and memory can do. */
export const plainMeans = (): DedupMeans => ({ hasher: scalarRowHasher, scratch: memoryScratch(1024 ** 3) })

/**
 * Lower-case hex SHA-256 of the key of every row, in order, as `packscope hash` prints them; null for a row without one.
 * @throws EngineError `argument/invalid` for unknown columns; whatever scanning throws
 */
export async function* hash(
  dataset: Dataset,
  { key = { kind: 'row' }, signal }: HashRequest = {},
  { hasher }: Pick<DedupMeans, 'hasher'> = plainMeans(),
): AsyncGenerator<string | null> {
  const reading = keyReading(dataset.schema, key)
  for await (const { digests, keyless } of digestRows((request) => dataset.scan(request), reading, hasher, {
    signal,
  })) {
    for (let row = 0; row * DIGEST_BYTES < digests.length; row++) {
      yield keyless?.[row] === 1 ? null : hexOf(digests.subarray(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES))
    }
  }
}

/**
 * Finds exact duplicates as `packscope dedup` does: one pass, first rows kept unless `keep` says otherwise, order kept.
 * @throws EngineError `argument/invalid` for unknown columns, and for `existing` that are no lower-case hex digests
 */
export async function dedup(
  dataset: Dataset,
  { key = { kind: 'row' }, keep = 'first', existing = [], budgetBytes = USUAL_BUDGET_BYTES, signal }: DedupRequest = {},
  { hasher, scratch }: DedupMeans = plainMeans(),
): Promise<Deduplicated> {
  const reading = keyReading(dataset.schema, key)
  const seed = Math.floor(Math.random() * 2 ** 31)
  const exact = new ExactDedup({ budgetBytes, scratch, scratchGroup: `dedup-library-${seed}`, seed, signal })
  try {
    for (const text of existing) await exact.addOutside(digestOf(text), null)
    for await (const { digests, keyless } of digestRows((request) => dataset.scan(request), reading, hasher, {
      signal,
    })) {
      await exact.add(digests, keyless)
    }
    const { firstOf, keyless } = await exact.finish()
    const groups = groupRows(firstOf)
    const scores =
      keep === 'first' ? null : await rowScores(dataset, groups.rows, keep, firstOf.length, signal ? { signal } : {})
    const keptOf = keptRows(groups, scores)
    const outside = rowsOutside(firstOf)
    const split = splitRows(firstOf.length, groups, keptOf, outside)
    return {
      kept: selectRows(dataset, split.kept),
      removed: selectRows(dataset, split.removed),
      groups,
      keptOf,
      nullKeys: keyless,
      existing: outside.length,
    }
  } finally {
    await exact.discard()
  }
}

function digestOf(text: string): Uint8Array<ArrayBuffer> {
  const digest = new Uint8Array(DIGEST_BYTES)
  if (readHexDigest(encodeUtf8(text), digest, 0) === 'digest') return digest
  throw new EngineError('argument/invalid', `not a lower-case hex SHA-256: ${JSON.stringify(text.slice(0, 80))}`)
}

function hexOf(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
