import type { PackDetail } from '../../../app/protocol/packing.ts'

/** A square on the diagonal of the mask: positions `[start, end)` attend to one another, each to those before it. */
export interface MaskBlock {
  start: number
  end: number
  /** 0..7; null: padding, which nothing attends to. */
  colour: number | null
}

const COLOURS = 8

/**
 * The blocks of a pack's causal attention mask, in order and without gaps up to its last position.
 * @param separated whether the trainer keeps the rows of a pack apart; without, everything before the padding is one
 */
export function maskBlocks(detail: Pick<PackDetail, 'segments' | 'positions'>, separated: boolean): MaskBlock[] {
  const { segments, positions } = detail
  const blocks: MaskBlock[] = []
  let before = -1
  let end = 0
  for (const { row, position, length, added } of segments) {
    end = Math.min(positions, position + length + added)
    if (end <= position) continue
    // The colours of the map: the row's own unless its neighbour has it.
    let colour = row % COLOURS
    if (colour === before) colour = (colour + 1) % COLOURS
    before = colour
    const last = blocks.at(-1)
    if (!separated && last) last.end = end
    else blocks.push({ start: position, end, colour })
  }
  if (end < positions) blocks.push({ start: end, end: positions, colour: null })
  return blocks
}

/** Share of the full square that is attended to: what a mask saves. */
export function attendedShare(blocks: readonly MaskBlock[], positions: number): number {
  let pairs = 0
  for (const { start, end, colour } of blocks) if (colour !== null) pairs += ((end - start) * (end - start + 1)) / 2
  return positions === 0 ? 0 : pairs / ((positions * (positions + 1)) / 2)
}
