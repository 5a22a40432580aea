import { EngineError } from '../../../core/errors.ts'
import type { KnownRow, KnownRows, KnownTexts } from '../../protocol/dedup.ts'
import type { Entry, Known } from '../entry.ts'
import { fileRow } from '../views/fileRows.ts'
import { dedupOf } from './duplicateGroups.ts'
import { keyText } from './keyText.ts'

/** Rows of one answer. */
const MOST_ROWS = 1000
const MOST_TEXT_BYTES = 512 * 1024

/**
 * Rows `[start, end)` of those left out because another dataset has them, as they stand in the file.
 * @throws EngineError `argument/invalid` for a dataset that was not compared with another
 */
export function listKnown(entry: Entry, start: number, end: number): KnownRows {
  const { base } = dedupOf(entry)
  const known = knownOf(entry)
  const total = known.rows.length
  const first = Math.max(0, Math.min(start, total))
  const last = Math.max(first, Math.min(end, total, first + MOST_ROWS))
  const rows = Array.from(known.rows.subarray(first, last), (row, i): KnownRow => {
    const at = first + i
    const otherRow = fileRow(known.other.dataset, known.matches[at] as number)
    return { row: fileRow(base.dataset, row), otherRow, similarity: known.similarity?.[at] ?? null }
  })
  return { rows, total }
}

/**
 * What the row at `index` of that list says, and what the row of the other dataset does.
 * @param entryOf finds the other dataset, which may have been closed
 * @throws EngineError `argument/invalid` for a place that is not of the list; whatever reading throws
 */
export async function readKnown(
  entry: Entry,
  { index, maxBytes }: { index: number; maxBytes: number },
  entryOf: (datasetId: string) => Entry,
  signal?: AbortSignal,
): Promise<KnownTexts> {
  const { base, spec } = dedupOf(entry)
  const { rows, matches, other } = knownOf(entry)
  const row = rows[index]
  if (row === undefined) throw new EngineError('argument/invalid', `no known row is at place ${index}`)
  const most = Math.min(maxBytes, MOST_TEXT_BYTES)
  return {
    own: await keyText(base, row, spec, most, signal),
    other: await keyText(entryOf(other.info.datasetId), matches[index] as number, spec, most, signal),
  }
}

function knownOf(entry: Entry): Known {
  const { known } = dedupOf(entry)
  if (known) return known
  throw new EngineError('argument/invalid', `'${entry.info.name}' was compared with no other dataset`)
}
