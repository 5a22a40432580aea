import type { ColumnInfo, PageColumn } from '../../app/protocol/datasets.ts'
import { isNumeric } from './cellParts.ts'

/** Mean advance of text and of a tabular figure in the widest of the interface fonts (DejaVu Sans) at 13 px. */
const CHAR_PX = 7.6
const DIGIT_PX = 8.3
const SMALL_CHAR_PX = 6.6
const PADDING_PX = 18
/** Room for the resize handle at the right of the header. */
const HANDLE_PX = 8
const MIN_ESTIMATE_PX = 72
const MAX_ESTIMATE_PX = 340
/** Type names such as `struct<…>` are cut in the header; they should not stretch a column. */
const MAX_TYPE_CHARS = 22
const SAMPLE_ROWS = 200
/** Longer texts are wider than any estimate. */
const MAX_COUNTED_CHARS = 200

/** A width that shows most of the sampled cells and the whole name, px. */
export function estimateColumnWidth(
  column: ColumnInfo,
  sample: Pick<PageColumn, 'texts'> | undefined,
  maxPx = MAX_ESTIMATE_PX,
): number {
  const name = textUnits(column.name) * CHAR_PX + HANDLE_PX
  const type = Math.min(column.type.length, MAX_TYPE_CHARS) * SMALL_CHAR_PX
  const cells = sample === undefined ? 0 : cellsPx(column, sample.texts)
  const px = Math.max(name, type, cells) + PADDING_PX
  return Math.round(Math.max(MIN_ESTIMATE_PX, Math.min(px, maxPx)))
}

/** Numbers are never cut: the longest counts. Of texts the one that nine of ten stay under. */
function cellsPx(column: ColumnInfo, texts: readonly string[]): number {
  const lengths = texts.slice(0, SAMPLE_ROWS).map(textUnits)
  lengths.sort((a, b) => a - b)
  const number = isNumeric(column.kind)
  const units = lengths[Math.floor((lengths.length - 1) * (number ? 1 : 0.9))] ?? 0
  return units * (number ? DIGIT_PX : CHAR_PX)
}

function textUnits(text: string): number {
  let units = 0
  const counted = Math.min(text.length, MAX_COUNTED_CHARS)
  // From U+1100 on: Hangul, Kana, Han and full-width forms, about two narrow characters each.
  for (let i = 0; i < counted; i++) units += text.charCodeAt(i) >= 0x1100 ? 2 : 1
  return units
}
