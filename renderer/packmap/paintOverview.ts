import type { MapTheme } from './mapTheme.ts'
import { fillScale, type StripWindow } from './overview.ts'

export interface OverviewScene {
  width: number
  height: number
  pixelRatio: number
  /** Mean fill 0..1 per bucket; null until it has arrived. */
  fill: Float32Array | null
  window: StripWindow
}

/** Fill as bars from the left, one bucket a line; the window onto the map as a frame. */
export function paintOverview(context: CanvasRenderingContext2D, scene: OverviewScene, theme: MapTheme): void {
  const { width, height, pixelRatio, fill, window } = scene
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  context.clearRect(0, 0, width, height)
  if (fill) {
    const low = fillScale(fill)
    const step = height / fill.length
    for (let i = 0; i < fill.length; i++) {
      const y = Math.round(i * step * pixelRatio) / pixelRatio
      const end = Math.round((i + 1) * step * pixelRatio) / pixelRatio
      const length = ((fill[i]! - low) / (1 - low)) * width
      context.fillStyle = theme.colours[0]!
      context.globalAlpha = 0.45
      context.fillRect(0, y, Math.max(0, length), end - y)
      context.globalAlpha = 1
    }
  }
  context.strokeStyle = theme.text
  context.lineWidth = 1.5
  context.strokeRect(0.75, window.y + 0.75, width - 1.5, Math.max(2, window.height - 1.5))
}
