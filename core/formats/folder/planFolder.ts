import { planSavedDataset } from '../hf/planSavedDataset.ts'
import { chooseSplit } from './chooseSplit.ts'
import { assertOneFamily, dataFiles } from './dataFiles.ts'
import type { FolderListing, FolderPlan, ListedFile, PlanOptions } from './folderListing.ts'
import { hubSplits } from './hubSplits.ts'
import { sortNaturally } from './naturalOrder.ts'

/** Shards one dataset may have. */
export const MAX_SHARDS = 100_000

/**
 * What of a folder is one dataset: what `save_to_disk` wrote, or its data files, those of one split where names or
 * folders tell splits apart, in natural order. A pattern's files are one dataset without splits.
 *
 * @throws EngineError `format/unknown` without data, `format/unsupported` for several formats side by side and for
 * datasets saved with an indices mapping, `format/corrupt` for a damaged `state.json`, `source/not-found` when nothing
 * of it is there, `argument/invalid` for an unknown split; what `read` throws
 */
export async function planFolder<F extends ListedFile>(
  listing: FolderListing<F>,
  options: PlanOptions<F>,
): Promise<FolderPlan<F>> {
  const saved = listing.isPattern ? null : await planSavedDataset(listing, options)
  if (saved) return saved
  const { files, issues } = dataFiles(listing)
  const splits = listing.isPattern ? [] : hubSplits(files.map(({ path }) => path))
  const names = splits.map(({ name }) => name)
  const split = chooseSplit(names, options.split, listing.name)
  const chosen = splits.find(({ name }) => name === split)
  let shards = files
  if (chosen) {
    const wanted = new Set(chosen.paths)
    shards = files.filter(({ path }) => wanted.has(path))
    const placed = new Set(splits.flatMap(({ paths }) => paths))
    const left = files.filter(({ path }) => !placed.has(path))
    if (left.length > 0) {
      const what = left.length === 1 ? `${left[0]?.path} is` : `${left.length} data files (first ${left[0]?.path}) are`
      issues.push({ severity: 'warning', code: 'folder/no-split', message: `${what} in no split and left out` })
    }
  }
  assertOneFamily(shards, listing.name)
  shards = sortNaturally(shards, ({ path }) => path)
  const count = shards.length === 1 ? 'one file' : `${shards.length.toLocaleString('en')} files`
  const what = listing.isPattern ? `the pattern matches ${count}` : `the folder holds ${count} of one format`
  const reason = split === null ? what : `split ${split} of the folder is ${count}`
  return { kind: 'files', splits: names, split, shards, issues, features: null, reason }
}
