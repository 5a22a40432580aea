import { formatCount } from '../../format/numbers.ts'
import { batchesOfSlice, type HeatGrid, labelStep, placeOfSlice } from './heatLayout.ts'

/** The tokens the heat map needs, read from the stylesheet: a canvas cannot use custom properties. */
export interface HeatTheme {
  heat: string
  text: string
  dim: string
  accent: string
  panel: string
  mono: string
}

export function readHeatTheme(element: Element): HeatTheme {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    heat: token('--warn'),
    text: token('--text'),
    dim: token('--dim'),
    accent: token('--accent'),
    panel: token('--panel'),
    mono: token('--mono'),
  }
}

export interface HeatScene {
  grid: HeatGrid
  pixelRatio: number
  heat: Float32Array
  batches: number
  /** Waste at the full colour. */
  most: number
  /** The slice the batch shown lies in. */
  open: number | null
  /** The slice the keys stand on, while they do. */
  cursor: number | null
  hover: number | null
}

/** The ramp's ends: even no waste can be told from no slice. */
const LEAST_ALPHA = 0.07
/** From one label to the next, and of one of its digits. */
const LABEL_PX = 14
const DIGIT_PX = 10

/** How much of the heat colour stands on the panel at a share 0..1 of the scale; the legend draws with it too. */
export function heatAlpha(share: number): number {
  return LEAST_ALPHA + (1 - LEAST_ALPHA) * Math.max(0, Math.min(1, share))
}

/** One colour over the panel, thicker with more waste: light on light and dark on dark, whatever the theme. */
export function paintHeat(context: CanvasRenderingContext2D, scene: HeatScene, theme: HeatTheme): void {
  const { grid, heat, most } = scene
  context.setTransform(scene.pixelRatio, 0, 0, scene.pixelRatio, 0, 0)
  context.clearRect(0, 0, grid.width, grid.height)
  context.fillStyle = theme.heat
  const side = grid.cell - grid.gap
  for (let slice = 0; slice < grid.slices; slice++) {
    const { x, y } = placeOfSlice(grid, slice)
    context.globalAlpha = heatAlpha(heat[slice]! / most)
    context.fillRect(x, y, side, side)
  }
  context.globalAlpha = 1
  paintLabels(context, scene, theme)
  if (scene.hover !== null) frame(context, grid, scene.hover, theme.dim, 1)
  if (scene.open !== null) frame(context, grid, scene.open, theme.text, 2)
  if (scene.cursor !== null) frame(context, grid, scene.cursor, theme.accent, 2)
}

/** The first batch of every few lines. */
function paintLabels(context: CanvasRenderingContext2D, { grid, batches }: HeatScene, theme: HeatTheme): void {
  context.font = theme.mono.replace(/^12px/, '11px')
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.fillStyle = theme.dim
  const step = labelStep(grid, LABEL_PX)
  for (let line = 0; line < grid.lines; line += step) {
    const { batchStart } = batchesOfSlice(line * grid.columns, grid.slices, batches)
    const middle = (line + 0.5) * grid.cell
    const y = Math.max(DIGIT_PX / 2, Math.min(middle, grid.height - DIGIT_PX / 2))
    context.fillText(formatCount(batchStart), grid.left - 8, y)
  }
}

function frame(context: CanvasRenderingContext2D, grid: HeatGrid, slice: number, colour: string, width: number): void {
  if (slice >= grid.slices) return
  const { x, y } = placeOfSlice(grid, slice)
  const side = grid.cell - grid.gap
  context.strokeStyle = colour
  context.lineWidth = width
  const inset = width / 2
  context.strokeRect(x + inset, y + inset, Math.max(1, side - width), Math.max(1, side - width))
}
