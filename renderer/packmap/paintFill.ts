import type { MapTheme } from './mapTheme.ts'
import type { MapScene } from './scene.ts'

/** Packs too low for segments: bars as long as the packs are full on average, one for each pixel or pack. */
export function paintFill(context: CanvasRenderingContext2D, scene: MapScene, theme: MapTheme): void {
  const { view, height, packs, first, offset, pixelRatio } = scene
  const { linePx } = scene.scale
  const bottom = Math.min(height, (packs - first) * linePx - offset)
  // A bar is a pack where packs are taller than a pixel, a pixel where they are not.
  const step = Math.max(1, linePx)
  const start = linePx > 1 ? -offset : 0
  for (let y = start; y < bottom; y += step) {
    const packStart = first + Math.round(((y + offset) / linePx) * 1e6) / 1e6
    const packEnd = Math.min(packs, first + (y + step + offset) / linePx)
    const fill = scene.fill(Math.floor(packStart), Math.max(Math.floor(packStart) + 1, Math.floor(packEnd)))
    const top = Math.round(y * pixelRatio) / pixelRatio
    const end = Math.round(Math.min(bottom, y + step) * pixelRatio) / pixelRatio
    if (fill === null) {
      context.fillStyle = theme.line
      context.globalAlpha = 0.5
      context.fillRect(view.left, top, view.width, end - top)
      context.globalAlpha = 1
      continue
    }
    const length = Math.round(view.width * Math.min(1, fill) * pixelRatio) / pixelRatio
    context.fillStyle = theme.colours[0]!
    context.globalAlpha = 0.82
    context.fillRect(view.left, top, length, end - top)
    context.globalAlpha = 1
    context.fillStyle = theme.pad
    context.fillRect(view.left + length, top, view.width - length, end - top)
  }
}
