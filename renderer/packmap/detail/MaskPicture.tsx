import { useMemo } from 'react'
import type { PackDetail } from '../../../app/protocol/packing.ts'
import { formatPercent, formatPlural } from '../../format/numbers.ts'
import { paintHatch } from '../paintHatch.ts'
import { attendedShare, maskBlocks } from './mask.ts'
import styles from './PackDetailPane.module.css'
import { useCanvas } from './useCanvas.ts'

/** The attention mask of a pack: from the left what is attended to, downwards who attends. */
export function MaskPicture({ detail, separated }: { detail: PackDetail; separated: boolean }) {
  const blocks = useMemo(() => maskBlocks(detail, separated), [detail, separated])
  const canvas = useCanvas((context, theme, width, height) => {
    const side = Math.min(width, height)
    const at = (position: number) => Math.round((position / Math.max(1, detail.positions)) * (side - 1)) + 0.5
    context.strokeStyle = theme.line
    context.strokeRect(0.5, 0.5, side - 1, side - 1)
    for (const { start, end, colour } of blocks) {
      const from = at(start)
      const to = at(end)
      if (colour === null) {
        paintHatch(context, theme, { x: from, y: from, width: to - from, height: to - from })
        continue
      }
      context.fillStyle = theme.colours[colour]!
      context.strokeStyle = theme.colours[colour]!
      context.beginPath()
      context.moveTo(from, from)
      context.lineTo(from, to)
      context.lineTo(to, to)
      context.closePath()
      context.fill()
      context.lineWidth = 1
      context.stroke()
    }
  }, blocks)
  const share = formatPercent(attendedShare(blocks, detail.positions), 1)
  const rows = blocks.filter(({ colour }) => colour !== null).length
  const apart = rows === 1 ? 'one row alone' : `block-diagonal: ${formatPlural(rows, 'segment')} see only themselves`
  const says =
    separated || detail.segments.length < 2 ? apart : 'rows see the rows before them: nothing written keeps them apart'
  return (
    <figure className={styles.figure}>
      <canvas ref={canvas} className={styles.mask} role="img" aria-label={`Attention mask, ${says}`} />
      <figcaption className={styles.caption} data-warn={(!separated && detail.segments.length > 1) || undefined}>
        attention mask, {says}; {share} of the causal triangle
      </figcaption>
    </figure>
  )
}
