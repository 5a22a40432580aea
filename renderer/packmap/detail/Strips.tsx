import type { PackDetail } from '../../../app/protocol/packing.ts'
import { formatCount, formatPercent } from '../../format/numbers.ts'
import type { MapTheme } from '../mapTheme.ts'
import styles from './PackDetailPane.module.css'
import { type StripColumn, stripColumns } from './strips.ts'
import { useCanvas } from './useCanvas.ts'

/** `position_ids` as a saw, `labels` and `attention_mask` as bars, over the positions of a pack. */
export function Strips({ detail }: { detail: PackDetail }) {
  const trained = detail.labels.reduce((count, label) => count + (label === -100 ? 0 : 1), 0)
  const attended = detail.attention.reduce((count, bit) => count + bit, 0)
  const highest = detail.positionIds.reduce((most, id) => Math.max(most, id), 0)
  const share = (count: number) => formatPercent(count / Math.max(1, detail.labels.length), 0)
  return (
    <dl className={styles.strips}>
      <Strip detail={detail} name="position_ids" says={`0 – ${formatCount(highest)}`} paint={paintSaw} />
      <Strip detail={detail} name="labels" says={`${share(trained)} trained on`} paint={paintTrained} />
      <Strip detail={detail} name="attention_mask" says={`${share(attended)} attended to`} paint={paintAttended} />
    </dl>
  )
}

type PaintStrip = (
  context: CanvasRenderingContext2D,
  theme: MapTheme,
  columns: readonly StripColumn[],
  box: { width: number; height: number },
) => void

function Strip(props: { detail: PackDetail; name: string; says: string; paint: PaintStrip }) {
  const { detail, name, says, paint } = props
  const canvas = useCanvas(
    (context, theme, width, height) =>
      paint(context, theme, stripColumns(detail, Math.floor(width)), { width, height }),
    detail,
  )
  return (
    <div>
      <dt>{name}</dt>
      <dd>{says}</dd>
      <dd className={styles.picture} aria-hidden="true">
        <canvas ref={canvas} className={styles.strip} />
      </dd>
    </div>
  )
}

/** Column edges on whole pixels: neighbours share one, so that no tone between them shows. */
function columnBox(column: number, step: number): { x: number; wide: number } {
  const x = Math.round(column * step)
  return { x, wide: Math.round((column + 1) * step) - x }
}

const paintSaw: PaintStrip = (context, theme, columns, { width, height }) => {
  const highest = columns.reduce((most, { positionId }) => Math.max(most, positionId), 1)
  const step = width / Math.max(1, columns.length)
  context.fillStyle = theme.dim
  for (const [i, { positionId }] of columns.entries()) {
    const tall = Math.max(1, (positionId / highest) * height)
    const { x, wide } = columnBox(i, step)
    context.fillRect(x, height - tall, wide, tall)
  }
}

const bars =
  (share: (column: StripColumn) => number, colour: (theme: MapTheme) => string): PaintStrip =>
  (context, theme, columns, { width, height }) => {
    const step = width / Math.max(1, columns.length)
    context.fillStyle = theme.line
    context.fillRect(0, height - 1, width, 1)
    context.fillStyle = colour(theme)
    for (const [i, column] of columns.entries()) {
      const tall = share(column) * height
      const { x, wide } = columnBox(i, step)
      context.fillRect(x, height - tall, wide, tall)
    }
  }

const paintTrained = bars(
  ({ trained }) => trained,
  (theme) => theme.trained,
)
const paintAttended = bars(
  ({ attended }) => attended,
  (theme) => theme.dim,
)
