import type { ColumnInfo } from '../../app/protocol/datasets.ts'

export const MIN_COLUMN_PX = 44
export const MAX_COLUMN_PX = 2_000
/** Automatic columns at least this wide hold more than they show: they take what room is left, up to the second width. */
const STRETCH_FROM_PX = 300
const STRETCH_TO_PX = 1_000
/** Columns rendered outside the window, px on either side. */
export const COLUMN_OVERSCAN_PX = 160

/** What the user made of a column. The order of a `ColumnSetting[]` is the order on screen. */
export interface ColumnSetting {
  readonly name: string
  readonly width: number
  readonly hidden: boolean
  /** False once the user gave the column its width. */
  readonly autoWidth: boolean
}

/** The visible columns from left to right. */
export interface ColumnLayout {
  readonly columns: readonly ColumnInfo[]
  readonly widths: readonly number[]
  /** `columns.length + 1` left edges, px; the last is the total width. */
  readonly lefts: Float64Array
}

export function clampWidth(px: number): number {
  return Math.round(Math.max(MIN_COLUMN_PX, Math.min(px, MAX_COLUMN_PX)))
}

/**
 * Visible columns of a dataset in the user's order. Settings of unknown columns are passed over. Where the columns
 * leave room in `viewPx`, wide automatic ones share it.
 */
export function layoutColumns(
  columns: readonly ColumnInfo[],
  settings: readonly ColumnSetting[],
  viewPx = 0,
): ColumnLayout {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const shown = settings.filter((setting) => !setting.hidden && byName.has(setting.name))
  const widths = stretch(shown, viewPx)
  const lefts = new Float64Array(shown.length + 1)
  widths.forEach((width, i) => {
    lefts[i + 1] = lefts[i]! + width
  })
  return { columns: shown.map((setting) => byName.get(setting.name)!), widths, lefts }
}

function stretch(shown: readonly ColumnSetting[], viewPx: number): number[] {
  const total = shown.reduce((sum, setting) => sum + setting.width, 0)
  const elastic = shown.filter((setting) => setting.autoWidth && setting.width >= STRETCH_FROM_PX)
  const share = Math.floor(Math.max(0, viewPx - total) / Math.max(1, elastic.length))
  return shown.map((setting) =>
    share > 0 && elastic.includes(setting) ? Math.min(setting.width + share, STRETCH_TO_PX) : setting.width,
  )
}

/** Settings for these columns: known ones keep place, width and visibility; new ones follow in schema order. */
export function reconcileSettings(
  settings: readonly ColumnSetting[],
  columns: readonly ColumnInfo[],
  widthOf: (column: ColumnInfo) => number,
): ColumnSetting[] {
  const present = new Set(columns.map((column) => column.name))
  const kept = settings.filter((setting) => present.has(setting.name))
  const known = new Set(kept.map((setting) => setting.name))
  const added = columns
    .filter((column) => !known.has(column.name))
    .map((column) => ({ name: column.name, width: clampWidth(widthOf(column)), hidden: false, autoWidth: true }))
  return [...kept, ...added]
}

/** Columns `[colStart, colEnd)` that show between `pos - overscanPx` and `pos + viewPx + overscanPx`. */
export function columnWindow(
  lefts: Float64Array,
  pos: number,
  viewPx: number,
  overscanPx = COLUMN_OVERSCAN_PX,
): [colStart: number, colEnd: number] {
  const count = lefts.length - 1
  if (count <= 0) return [0, 0]
  const from = Math.max(0, lastAtOrBefore(lefts, pos - overscanPx))
  const to = lastAtOrBefore(lefts, pos + viewPx + overscanPx)
  return [Math.min(from, count - 1), Math.max(1, Math.min(to + 1, count))]
}

/** Column at content pixel `x`, or -1 outside all columns. */
export function columnAt(lefts: Float64Array, x: number): number {
  if (x < 0 || x >= lefts[lefts.length - 1]!) return -1
  return lastAtOrBefore(lefts, x)
}

/** Index of the last edge at or before `x`; -1 when all are behind it. */
function lastAtOrBefore(lefts: Float64Array, x: number): number {
  let low = 0
  let high = lefts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (lefts[middle]! <= x) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function resizeColumn(settings: readonly ColumnSetting[], name: string, width: number): ColumnSetting[] {
  return settings.map((setting) =>
    setting.name === name ? { ...setting, width: clampWidth(width), autoWidth: false } : setting,
  )
}

export function setColumnsHidden(
  settings: readonly ColumnSetting[],
  names: ReadonlySet<string>,
  hidden: boolean,
): ColumnSetting[] {
  return settings.map((setting) =>
    names.has(setting.name) && setting.hidden !== hidden ? { ...setting, hidden } : setting,
  )
}

/** Puts column `name` before the visible column `beforeName`; null: behind all. */
export function moveColumn(
  settings: readonly ColumnSetting[],
  name: string,
  beforeName: string | null,
): ColumnSetting[] {
  const moved = settings.find((setting) => setting.name === name)
  if (moved === undefined || name === beforeName) return [...settings]
  const rest = settings.filter((setting) => setting.name !== name)
  const at = beforeName === null ? rest.length : rest.findIndex((setting) => setting.name === beforeName)
  rest.splice(at < 0 ? rest.length : at, 0, moved)
  return rest
}

/** Puts column `name` `by` places to the right among the visible ones (negative: to the left). */
export function shiftColumn(settings: readonly ColumnSetting[], name: string, by: number): ColumnSetting[] {
  const shown = settings.filter((setting) => !setting.hidden).map((setting) => setting.name)
  const at = shown.indexOf(name)
  const to = Math.max(0, Math.min(at + by, shown.length - 1))
  if (at < 0 || to === at) return [...settings]
  const before = to > at ? shown[to + 1] : shown[to]
  return moveColumn(settings, name, before ?? null)
}
