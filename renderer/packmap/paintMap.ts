import { formatCount } from '../format/numbers.ts'
import { layoutPack, type SegmentRect } from './layout.ts'
import type { MapTheme } from './mapTheme.ts'
import { paintFill } from './paintFill.ts'
import { paintHatch } from './paintHatch.ts'
import { paintTokens } from './paintTokens.ts'
import type { MapScene } from './scene.ts'
import type { Pack } from './segments.ts'
import { resolveSegment } from './selection.ts'
import { barPx, numberEvery } from './zoom.ts'

const NOTCH_PX = 4
/** Above the bar, px; half of what a usual line leaves between bars. */
const TOP_PX = 2
/** Bars lower than this have no notches, and padding is a plain tone. */
const DETAILED_FROM_PX = 6

export function paintMap(context: CanvasRenderingContext2D, scene: MapScene, theme: MapTheme): void {
  const { width, height, pixelRatio, scale } = scene
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  context.clearRect(0, 0, width, height)
  context.font = theme.mono.replace(/^12px/, '11px')
  context.textBaseline = 'alphabetic'
  paintNumbers(context, scene, theme)
  if (scene.level === 'fill') {
    paintFill(context, scene, theme)
    paintSelectedLine(context, scene, theme)
    return
  }
  const bar = barPx(scale.linePx)
  for (let index = scene.first; index < scene.last; index++) {
    const y = lineTop(scene, index)
    const pack = scene.pack(index)
    if (pack) paintLine(context, scene, theme, pack, y, bar)
    else paintMissing(context, scene, theme, index, y, bar)
    const detail = scene.level === 'tokens' ? scene.detail(index) : null
    if (detail) paintTokens(context, scene, theme, detail, y)
  }
  paintSelectedLine(context, scene, theme)
}

function lineTop(scene: MapScene, index: number): number {
  const top = scene.scale.linePx >= 8 ? TOP_PX : 0
  return (index - scene.first) * scene.scale.linePx - scene.offset + top
}

function paintNumbers(context: CanvasRenderingContext2D, scene: MapScene, theme: MapTheme): void {
  const every = numberEvery(scene.scale.linePx)
  context.textAlign = 'right'
  for (let index = Math.ceil(scene.first / every) * every; index < scene.last; index += every) {
    context.fillStyle = scene.selection?.pack === index ? theme.text : theme.dim
    context.fillText(formatCount(index), scene.view.left - 10, lineTop(scene, index) + 9)
  }
}

/** The frame around the selected pack, where lines are tall enough for one; a mark beside it where they are not. */
function paintSelectedLine(context: CanvasRenderingContext2D, scene: MapScene, theme: MapTheme): void {
  const { selection, view, scale } = scene
  if (!selection || selection.pack < scene.first || selection.pack >= scene.last) return
  const y = lineTop(scene, selection.pack)
  context.strokeStyle = theme.accent
  context.fillStyle = theme.accent
  context.lineWidth = scene.focused ? 2 : 1
  if (scale.linePx >= 8) context.strokeRect(view.left - 2, y - 1, view.width + 4, barPx(scale.linePx) + 2)
  else context.fillRect(view.left - 6, y - 1, 4, Math.max(3, scale.linePx))
}

function paintMissing(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  theme: MapTheme,
  index: number,
  y: number,
  bar: number,
): void {
  const { left, width } = scene.view
  if (!scene.failed(index)) {
    context.fillStyle = theme.line
    context.globalAlpha = 0.5
    context.fillRect(left, y, width, bar)
    context.globalAlpha = 1
    return
  }
  context.textAlign = 'left'
  context.fillStyle = theme.dim
  if (bar >= DETAILED_FROM_PX) context.fillText('could not be read', left, y + 9)
}

function paintLine(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  theme: MapTheme,
  pack: Pack,
  y: number,
  bar: number,
): void {
  const { track, view } = scene
  const { rects, padding } = layoutPack(pack, track, scene.pixelRatio, view)
  const clipped = track.width > view.width
  if (clipped) {
    context.save()
    context.beginPath()
    context.rect(view.left, y - 1, view.width, bar + 2)
    context.clip()
  }
  const hovered = scene.hover?.pack === pack.pack ? scene.hover.segment : null
  for (const rect of rects) {
    context.fillStyle = theme.colours[rect.colour]!
    context.globalAlpha = hovered === rect.index ? 1 : 0.82
    context.fillRect(rect.x, y, rect.width - rect.addedWidth, bar)
    if (rect.addedWidth > 0) {
      context.globalAlpha = 0.4
      context.fillRect(rect.x + rect.width - rect.addedWidth, y, rect.addedWidth, bar)
    }
    context.globalAlpha = 1
    if (bar < DETAILED_FROM_PX) continue
    if (rect.cut) paintNotch(context, theme, rect, y, bar)
    else if (rect.continues) paintTorn(context, theme, rect, y, bar)
  }
  if (padding && bar >= DETAILED_FROM_PX) paintHatch(context, theme, { ...padding, y, height: bar })
  else if (padding) {
    context.fillStyle = theme.pad
    context.fillRect(padding.x, y, padding.width, bar)
  }
  if (scene.selection?.pack === pack.pack && bar >= DETAILED_FROM_PX) {
    const index = resolveSegment(scene.selection, pack)
    const rect = rects.find((one) => one.index === index)
    if (rect) {
      context.strokeStyle = theme.text
      context.lineWidth = 2
      context.strokeRect(rect.x + 1, y + 1, Math.max(1, rect.width - 2), bar - 2)
    }
  }
  if (clipped) context.restore()
}

/** A bite out of the right edge: the row was cut here. */
function paintNotch(
  context: CanvasRenderingContext2D,
  theme: MapTheme,
  rect: SegmentRect,
  y: number,
  bar: number,
): void {
  const right = rect.x + rect.width
  const depth = Math.min(NOTCH_PX, rect.width)
  context.fillStyle = theme.panel
  context.beginPath()
  context.moveTo(right + 0.5, y)
  context.lineTo(right - depth, y + bar / 2)
  context.lineTo(right + 0.5, y + bar)
  context.fill()
}

/** A dotted right edge: the row goes on in the next pack. */
function paintTorn(
  context: CanvasRenderingContext2D,
  theme: MapTheme,
  rect: SegmentRect,
  y: number,
  bar: number,
): void {
  context.fillStyle = theme.panel
  const right = rect.x + rect.width
  for (let dot = 1; dot < bar; dot += 4) context.fillRect(right - 2, y + dot, 2, 2)
}
