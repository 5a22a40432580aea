import { writeCsvRow } from './csvCells'
import { writeJsonRow } from './jsonCells'
import { NODE_BYTES, NODE_LOST, NODE_LOST_NOW, NODE_LOST_ROW } from './layout'
import { anyLost, setAnyLost, setLimit } from './room'

/** Where the last call of `writeRows` stopped writing. */
export let writtenEnd: usize = 0

export function getWrittenEnd(): usize {
  return writtenEnd
}

/**
 * Rows `[from, to)` of a table as text at `out`, as many as have room before `limit`; 64 bytes behind it may be written to.
 * @param fields the nodes of its columns, one after the other
 * @param asCsv CSV in the spelling last set, else JSON Lines
 * @returns the first row that was not written
 */
export function writeRows(
  fields: usize,
  count: u32,
  from: u32,
  to: u32,
  out: usize,
  limit: usize,
  asCsv: bool,
): u32 {
  setLimit(limit)
  let at = out
  let row = from
  for (; row < to; row++) {
    const end = asCsv ? writeCsvRow(fields, count, row, at) : writeJsonRow(fields, count, row, at)
    const isWritten = end != 0 && end <= limit
    if (anyLost) settleLosses(fields, count, row, isWritten)
    if (!isWritten) break
    at = end
  }
  writtenEnd = at
  return row
}

/** What was lost in a row counts once the row is written: otherwise it is written, and lost, again. */
function settleLosses(fields: usize, count: u32, row: u32, isWritten: bool): void {
  setAnyLost(false)
  const end = fields + (count as usize) * NODE_BYTES
  for (let field = fields; field < end; field += NODE_BYTES) {
    const now = load<u32>(field, NODE_LOST_NOW)
    if (now == 0) continue
    store<u32>(field, 0, NODE_LOST_NOW)
    if (!isWritten) continue
    const before = load<u32>(field, NODE_LOST)
    if (before == 0) store<u32>(field, row, NODE_LOST_ROW)
    store<u32>(field, before + now, NODE_LOST)
  }
}
