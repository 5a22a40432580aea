import type { MapTheme } from './mapTheme.ts'

const STEP_PX = 5

/** Padding: slanted lines. They hang on the grid of the canvas, so that hatching of neighbouring lines joins up. */
export function paintHatch(
  context: CanvasRenderingContext2D,
  theme: MapTheme,
  box: { x: number; y: number; width: number; height: number },
): void {
  const { x, y, width, height } = box
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.strokeStyle = theme.pad
  context.lineWidth = 1
  context.beginPath()
  const first = Math.floor((x - height) / STEP_PX) * STEP_PX
  for (let at = first; at < x + width; at += STEP_PX) {
    context.moveTo(at, y + height)
    context.lineTo(at + height, y)
  }
  context.stroke()
  context.restore()
}
