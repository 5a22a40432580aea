import { numGroups, type RowGroups } from '../../../core/dedup/groups/duplicateGroups.ts'
import { groupsBySimilarity, groupsBySize } from '../../../core/dedup/groups/groupOrder.ts'
import { EngineError } from '../../../core/errors.ts'
import type { DuplicateGroup, DuplicateGroups, GroupOrder, GroupText } from '../../protocol/dedup.ts'
import type { Dedup, Entry } from '../entry.ts'
import { fileRow } from '../views/fileRows.ts'
import { keyText } from './keyText.ts'

/** Groups of one answer, and rows listed of each. */
const MOST_GROUPS = 1000
const LISTED_ROWS = 100
/** Bytes of one answer: rows share them. */
const REPLY_BYTES = 1024 * 1024

/** @throws EngineError `argument/invalid` for a dataset that was not deduplicated */
export function listGroups(entry: Entry, start: number, end: number, order: GroupOrder): DuplicateGroups {
  const dedup = dedupOf(entry)
  const total = numGroups(dedup.groups)
  const ids = orderOf(dedup, order)
  const first = Math.max(0, Math.min(start, total))
  const last = Math.max(first, Math.min(end, total, first + MOST_GROUPS))
  const groups = Array.from({ length: last - first }, (_, i) =>
    groupOf(dedup, ids ? (ids[first + i] as number) : first + i),
  )
  return { groups, total }
}

/** @throws EngineError `argument/invalid` for a dataset that was not deduplicated */
export function dedupOf({ dedup, info }: Entry): Dedup {
  if (!dedup) throw new EngineError('argument/invalid', `'${info.name}' has no groups of duplicates`)
  return dedup
}

/** Null: as they are numbered. */
function orderOf(dedup: Dedup, order: GroupOrder): Uint32Array | null {
  const { groups, similarity, orders } = dedup
  if (order === 'row' || (order === 'similarity' && !similarity)) return null
  let ids = orders.get(order)
  if (!ids) {
    ids = order === 'size' ? groupsBySize(groups) : groupsBySimilarity(similarity as Float32Array)
    orders.set(order, ids)
  }
  return ids
}

function groupOf(
  { groups: { offsets, rows }, kept, similarity, members, base }: Dedup,
  groupId: number,
): DuplicateGroup {
  const start = offsets[groupId] as number
  const end = offsets[groupId + 1] as number
  const listedEnd = Math.min(end, start + LISTED_ROWS)
  const number = (row: number) => fileRow(base.dataset, row)
  return {
    groupId,
    size: end - start,
    kept: number(kept[groupId] as number),
    rows: Array.from(rows.subarray(start, listedEnd), number),
    similarity: similarity ? (similarity[groupId] as number) : null,
    ...(members && { similarities: Array.from(members.subarray(start, listedEnd)) }),
  }
}

/**
 * What rows of a group say.
 * @param params `rows` as the file numbers them
 * @throws EngineError `argument/invalid` for rows that are not of the group
 */
export async function readTexts(
  entry: Entry,
  params: { groupId: number; rows: number[]; maxBytes: number },
  signal?: AbortSignal,
): Promise<GroupText[]> {
  const { base, groups, spec } = dedupOf(entry)
  const wanted = params.rows.slice(0, LISTED_ROWS)
  const positions = positionsOf(base, groups, params.groupId, wanted)
  const maxBytes = Math.min(params.maxBytes, Math.floor(REPLY_BYTES / Math.max(1, wanted.length)))
  const texts: GroupText[] = []
  for (const row of wanted) texts.push(await keyText(base, positions.get(row) as number, spec, maxBytes, signal))
  return texts
}

function positionsOf(base: Entry, groups: RowGroups, groupId: number, wanted: number[]): Map<number, number> {
  const found = new Map<number, number>()
  const left = new Set(wanted)
  const { offsets, rows } = groups
  for (let at = offsets[groupId] ?? 0; at < (offsets[groupId + 1] ?? 0) && left.size > 0; at++) {
    const row = rows[at] as number
    const number = fileRow(base.dataset, row)
    if (left.delete(number)) found.set(number, row)
  }
  const [missing] = left
  if (missing === undefined) return found
  throw new EngineError('argument/invalid', `row ${missing} is not of group ${groupId}`, { row: missing })
}
