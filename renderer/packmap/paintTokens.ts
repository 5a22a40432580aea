import type { PackDetail } from '../../app/protocol/packing.ts'
import type { MapTheme } from './mapTheme.ts'
import { paintHatch } from './paintHatch.ts'
import type { MapScene } from './scene.ts'
import { cellsIn, type TokenCell } from './tokenCells.ts'

const CELL_TOP_PX = 12
const CELL_PX = 17
const CHARACTER_PX = 7.3
const SMALL_CHARACTER_PX = 6.1
/** Lines lower than this have no room for position ids. */
const POSITIONS_FROM_PX = 44

/**
 * Tokens of a pack in the window. Trained ones are tinted and underlined, ignored ones grey without a line, so that
 * they differ without colour too; position ids stand below.
 */
export function paintTokens(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  theme: MapTheme,
  detail: PackDetail,
  y: number,
): void {
  const { view, track, scale } = scene
  const { positionPx, linePx } = scale
  const start = Math.floor((view.left - track.left) / positionPx)
  const end = Math.ceil((view.left + view.width - track.left) / positionPx)
  const hovered = scene.hover?.pack === detail.pack ? scene.hover.position : null
  const selected = scene.selection?.pack === detail.pack ? scene.selection.position : null
  context.save()
  context.beginPath()
  context.rect(view.left, y, view.width, linePx)
  context.clip()
  for (const cell of cellsIn(detail, start, end)) {
    const x = track.left + cell.position * positionPx
    const box = { x: x + 0.5, y: y + CELL_TOP_PX, width: positionPx - 1.5, height: CELL_PX }
    paintCell(context, theme, cell, box)
    if (cell.position === hovered || cell.position === selected) {
      context.strokeStyle = cell.position === selected ? theme.text : theme.dim
      context.lineWidth = cell.position === selected && scene.focused ? 2 : 1
      context.strokeRect(box.x, box.y, box.width, box.height)
    }
    if (linePx < POSITIONS_FROM_PX) continue
    const text = String(cell.positionId)
    if (text.length * SMALL_CHARACTER_PX > positionPx - 1) continue
    context.font = theme.mono.replace(/^12px/, '10px')
    context.fillStyle = theme.dim
    context.textAlign = 'center'
    context.fillText(text, x + positionPx / 2, y + CELL_TOP_PX + CELL_PX + 11)
  }
  context.restore()
}

function paintCell(
  context: CanvasRenderingContext2D,
  theme: MapTheme,
  cell: TokenCell,
  box: { x: number; y: number; width: number; height: number },
): void {
  if (cell.kind === 'padding') {
    paintHatch(context, theme, box)
  } else if (cell.trained) {
    context.fillStyle = theme.trainedSoft
    context.fillRect(box.x, box.y, box.width, box.height)
    context.fillStyle = theme.trained
    context.fillRect(box.x, box.y + box.height - 2, box.width, 2)
  } else {
    context.strokeStyle = theme.line
    context.lineWidth = 1
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1)
  }
  if (cell.kind === 'padding' || cell.text.length * CHARACTER_PX > box.width) return
  context.font = cell.kind === 'added' ? `italic ${theme.mono}` : theme.mono
  context.fillStyle = cell.trained ? theme.text : theme.dim
  context.textAlign = 'center'
  context.fillText(cell.text, box.x + box.width / 2, box.y + 12)
}
