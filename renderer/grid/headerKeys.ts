import { type ColumnSetting, resizeColumn, setColumnsHidden, shiftColumn } from './columns.ts'

/** Width changed by one key press, px. */
const RESIZE_STEP_PX = 16

export interface HeaderKey {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/**
 * Keys on an active column header: Shift+Left/Right make it narrower or wider, Alt+Left/Right move it, Delete hides it.
 * `width` is the column's width on screen, px.
 * @returns the new settings and how far the cursor goes with the column; null for other keys
 */
export function headerCommand(
  settings: readonly ColumnSetting[],
  name: string,
  width: number,
  key: HeaderKey,
): { settings: readonly ColumnSetting[]; by: number } | null {
  if (key.ctrlKey || key.metaKey) return null
  const direction = key.key === 'ArrowLeft' ? -1 : key.key === 'ArrowRight' ? 1 : 0
  if (direction !== 0 && key.shiftKey && !key.altKey) {
    return { settings: resizeColumn(settings, name, width + direction * RESIZE_STEP_PX), by: 0 }
  }
  if (direction !== 0 && key.altKey && !key.shiftKey) {
    return { settings: shiftColumn(settings, name, direction), by: direction }
  }
  const shown = settings.filter((setting) => !setting.hidden).length
  if (key.key === 'Delete' && shown > 1) return { settings: setColumnsHidden(settings, new Set([name]), true), by: 0 }
  return null
}
