import { formatCount } from '../format/numbers.ts'
import { layoutPack, type SegmentRect, type Track } from './layout.ts'
import type { MapTheme } from './mapTheme.ts'
import type { Pack } from './segments.ts'
import { resolveSegment, type Selection } from './selection.ts'

/** Height of a line and of the bar in it, CSS px. */
export const LINE_PX = 15
const BAR_PX = 11
const NOTCH_PX = 4
const HATCH_STEP_PX = 5

/** Everything one frame of the map shows. */
export interface MapScene {
  width: number
  height: number
  pixelRatio: number
  /** Packs `[first, last)` are drawn; the first one's line starts at `-offset`. */
  first: number
  last: number
  offset: number
  track: Track
  selection: Selection | null
  focused: boolean
  hover: { pack: number; segment: number } | null
  pack(index: number): Pack | null
  failed(index: number): boolean
}

export function paintMap(context: CanvasRenderingContext2D, scene: MapScene, theme: MapTheme): void {
  const { width, height, pixelRatio } = scene
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  context.clearRect(0, 0, width, height)
  context.font = theme.mono.replace(/^12px/, '11px')
  context.textBaseline = 'alphabetic'
  for (let index = scene.first; index < scene.last; index++) {
    const y = (index - scene.first) * LINE_PX - scene.offset + 2
    paintNumber(context, scene, theme, index, y)
    const pack = scene.pack(index)
    if (pack) paintLine(context, scene, theme, pack, y)
    else paintMissing(context, scene, theme, index, y)
  }
}

function paintNumber(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  theme: MapTheme,
  index: number,
  y: number,
): void {
  context.textAlign = 'right'
  context.fillStyle = scene.selection?.pack === index ? theme.text : theme.dim
  context.fillText(formatCount(index), scene.track.left - 10, y + 9)
}

function paintMissing(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  theme: MapTheme,
  index: number,
  y: number,
): void {
  const { left, width } = scene.track
  if (!scene.failed(index)) {
    context.fillStyle = theme.line
    context.globalAlpha = 0.5
    context.fillRect(left, y, width, BAR_PX)
    context.globalAlpha = 1
    return
  }
  context.textAlign = 'left'
  context.fillStyle = theme.dim
  context.fillText('could not be read', left, y + 9)
}

function paintLine(context: CanvasRenderingContext2D, scene: MapScene, theme: MapTheme, pack: Pack, y: number): void {
  const { rects, padding } = layoutPack(pack, scene.track, scene.pixelRatio)
  const hovered = scene.hover?.pack === pack.pack ? scene.hover.segment : null
  for (const rect of rects) {
    context.fillStyle = theme.colours[rect.colour]!
    context.globalAlpha = hovered === rect.index ? 1 : 0.82
    context.fillRect(rect.x, y, rect.width - rect.addedWidth, BAR_PX)
    if (rect.addedWidth > 0) {
      context.globalAlpha = 0.4
      context.fillRect(rect.x + rect.width - rect.addedWidth, y, rect.addedWidth, BAR_PX)
    }
    context.globalAlpha = 1
    if (rect.cut) paintNotch(context, theme, rect, y)
    else if (rect.continues) paintTorn(context, theme, rect, y)
  }
  if (padding) paintHatch(context, theme, padding.x, padding.width, y)
  if (scene.selection?.pack === pack.pack) paintSelection(context, scene, theme, pack, rects, y)
}

/** A bite out of the right edge: the row was cut here. */
function paintNotch(context: CanvasRenderingContext2D, theme: MapTheme, rect: SegmentRect, y: number): void {
  const right = rect.x + rect.width
  const depth = Math.min(NOTCH_PX, rect.width)
  context.fillStyle = theme.panel
  context.beginPath()
  context.moveTo(right + 0.5, y)
  context.lineTo(right - depth, y + BAR_PX / 2)
  context.lineTo(right + 0.5, y + BAR_PX)
  context.fill()
}

/** A dotted right edge: the row goes on in the next pack. */
function paintTorn(context: CanvasRenderingContext2D, theme: MapTheme, rect: SegmentRect, y: number): void {
  context.fillStyle = theme.panel
  const right = rect.x + rect.width
  for (let dot = 1; dot < BAR_PX; dot += 4) context.fillRect(right - 2, y + dot, 2, 2)
}

function paintHatch(context: CanvasRenderingContext2D, theme: MapTheme, x: number, width: number, y: number): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, BAR_PX)
  context.clip()
  context.strokeStyle = theme.pad
  context.lineWidth = 1
  context.beginPath()
  // Lines hang on the grid of the canvas, not of the rectangle: hatching of neighbouring lines joins up.
  const first = Math.floor((x - BAR_PX) / HATCH_STEP_PX) * HATCH_STEP_PX
  for (let at = first; at < x + width; at += HATCH_STEP_PX) {
    context.moveTo(at, y + BAR_PX)
    context.lineTo(at + BAR_PX, y)
  }
  context.stroke()
  context.restore()
}

function paintSelection(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  theme: MapTheme,
  pack: Pack,
  rects: readonly SegmentRect[],
  y: number,
): void {
  const { left, width } = scene.track
  context.strokeStyle = theme.accent
  context.lineWidth = scene.focused ? 2 : 1
  context.strokeRect(left - 2, y - 1, width + 4, BAR_PX + 2)
  const index = scene.selection ? resolveSegment(scene.selection, pack) : -1
  const rect = rects.find((one) => one.index === index)
  if (!rect) return
  context.strokeStyle = theme.text
  context.lineWidth = 2
  context.strokeRect(rect.x + 1, y + 1, Math.max(1, rect.width - 2), BAR_PX - 2)
}
