import type { Split } from '../../core/dataset/dataset.ts'
import type { EntryShards } from './entry.ts'

/** Bytes of files that a worker goes through at a time, at least: a call for each of a thousand small ones costs more. */
const PART_BYTES = 24 * 1024 ** 2

/** The rows of a dataset of many files in parts that begin with a file, or with a split of a large one. */
export function shardParts({ dataset, recipes }: EntryShards): Split[] {
  const parts: Split[] = []
  let bytes = 0
  for (const [shard, recipe] of recipes.entries()) {
    const { rowStart } = dataset.shardRows(shard)
    const facts = dataset.shardFacts(shard)
    if (rowStart === null || !facts) break
    const size = recipe.bytes ?? PART_BYTES
    let start = rowStart
    // A large file is divided where it can be; small ones are put together.
    for (const end of size > PART_BYTES ? facts.rowEnds : facts.rowEnds.slice(-1)) {
      const last = parts.at(-1)
      if (last && bytes < PART_BYTES) last.rowEnd = rowStart + end
      else parts.push({ rowStart: start, rowEnd: rowStart + end })
      bytes = last && bytes < PART_BYTES ? bytes : 0
      bytes += size / (size > PART_BYTES ? facts.rowEnds.length : 1)
      start = rowStart + end
    }
  }
  return parts.filter((part) => part.rowStart < part.rowEnd)
}
