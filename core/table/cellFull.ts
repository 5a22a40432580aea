import type { Data } from 'apache-arrow'
import { decodeUtf8, utf8CutEnd } from '../bytes/utf8.ts'
import { addCellJson } from './cellJson.ts'
import { bytesAt, isTextType, resolveCell } from './cells.ts'
import { WindowSink } from './jsonSink.ts'

/** Part of a cell's whole value. */
export interface CellFull {
  isNull: boolean
  /** Text columns: the text itself. Others: JSON with all digits. */
  text: string
  /** UTF-8 length of the whole value. */
  byteLength: number
  /** There is more behind `text`. */
  truncated: boolean
}

/**
 * The bytes `[start, start + maxBytes)` of a cell's whole value: of the text itself in text columns, of its JSON
 * otherwise. Both ends move back to the start of a character, so parts asked for one after another (the next `start`
 * being the sum of the parts' UTF-8 lengths) join without a gap.
 *
 * @param column a column of a batch (`batch.data.children[i]`)
 * @param start offset in bytes of UTF-8
 */
export function cellFull(column: Data, row: number, start: number, maxBytes: number): CellFull {
  const cell = resolveCell(column, row)
  if (!cell) return { isNull: true, text: '', byteLength: 0, truncated: false }
  if (isTextType(cell.data.type.typeId)) {
    const bytes = bytesAt(cell.data, cell.row)
    const from = utf8CutEnd(bytes, 0, Math.min(bytes.length, start))
    const to = utf8CutEnd(bytes, from, Math.min(bytes.length, start + maxBytes))
    const text = decodeUtf8(bytes, from, to)
    return { isNull: false, text, byteLength: bytes.length, truncated: to < bytes.length }
  }
  const sink = new WindowSink(start, maxBytes)
  addCellJson(sink, cell.data, cell.row, { integers: 'digits', isJson: false })
  const { byteLength } = sink
  return { isNull: false, text: sink.text, byteLength, truncated: start + maxBytes < byteLength }
}
