import { withAbort } from '../../../core/abort.ts'
import type { Split } from '../../../core/dataset/dataset.ts'
import { EngineError } from '../../../core/errors.ts'
import type { Issue } from '../../../core/issues.ts'
import { findTokenColumns } from '../../../core/packing/rows/findTokenColumns.ts'
import type { TokenColumns } from '../../../core/packing/rows/rowTokens.ts'
import { columnTokens } from '../../../core/tokens/tokenColumn.ts'
import { countTokens, type TokenCounts } from '../../jobs/countTokens.ts'
import type { DatasetRecipe } from '../../pool/tasks.ts'
import type { Entry, Selection } from '../entry.ts'
import type { JobRunner } from '../jobRunner.ts'
import { partsOf, scanPlace } from '../recordParts.ts'
import { shardParts } from '../shardParts.ts'

/** Shown wherever a count depends on it. */
export const BYTE_LEVEL = 'byte-level (built in)'

/**
 * The columns a packing of `wanted` reads: labels and mask go with ids, not with text.
 * @throws EngineError `argument/invalid` when there is nothing to pack
 */
export function tokenColumns(entry: Entry, wanted: string | null): TokenColumns {
  const { info, dataset } = entry
  if (!entry.recipe && !entry.selection)
    throw new EngineError('argument/invalid', `'${info.name}' is packed or padded already`)
  return findTokenColumns(dataset.schema, wanted ?? info.tokenColumn, info.name)
}

/** The tokenizer that makes ids of the column; null when it holds ids. */
export function tokenizerOf(entry: Entry, source: TokenColumns): string | null {
  const field = entry.dataset.schema.fields.find((candidate) => candidate.name === source.ids)
  return field && columnTokens(field) === 'text' ? BYTE_LEVEL : null
}

/**
 * Token counts of a dataset, counted once per column and kept. The count is a job of its own, so that everything that
 * needs it can wait for the same one; a caller that no longer waits does not end it for the others.
 */
export async function tokenCounts(
  entry: Entry,
  source: TokenColumns,
  jobs: JobRunner,
  signal?: AbortSignal,
): Promise<TokenCounts> {
  await withAbort(entry.indexed, signal)
  const key = JSON.stringify(source)
  let counting = entry.counts.get(key)
  if (!counting) {
    counting = entry.selection ? countsOf(entry.selection, source, jobs) : startCounting(entry, source, jobs)
    entry.counts.set(key, counting)
    counting.catch(() => entry.counts.delete(key)) // a count that was canceled or failed is tried anew
  }
  return withAbort(counting, signal)
}

/** Counts of chosen rows are those of the dataset they were chosen from, which most often are known already. */
async function countsOf({ base, rows }: Selection, source: TokenColumns, jobs: JobRunner): Promise<TokenCounts> {
  const { lengths, trained } = await tokenCounts(base, source, jobs)
  const chosen = (counts: Uint32Array) => rows.map((row) => counts[row] as number)
  return { lengths: chosen(lengths), trained: trained && chosen(trained) }
}

async function startCounting(entry: Entry, source: TokenColumns, jobs: JobRunner): Promise<TokenCounts> {
  const { text } = entry
  const recipe = entry.recipe as DatasetRecipe
  let counts: TokenCounts | null = null
  const { ended } = jobs.start('count', entry.info.datasetId, entry.lifetime.signal, async (context) => {
    const splits = text
      ? partsOf(text, context.pool.batchLanes)
      : entry.shards
        ? shardParts(entry.shards)
        : entry.dataset.splits
    const placeOf = async (split: Split) => text && scanPlace(text, split)
    const onIssue = (issue: Issue) => void entry.issues.add(issue)
    counts = await countTokens({ recipe, source, splits, placeOf, onIssue }, context)
    return { kind: 'count', rows: counts.lengths.length }
  })
  await ended
  return counts as unknown as TokenCounts
}
