import type { PackDetail } from '../../app/protocol/packing.ts'

/** What stands at one position of a pack. */
export interface TokenCell {
  position: number
  /** The token's text where its bytes are known, else its id. */
  text: string
  id: number
  label: number
  positionId: number
  kind: 'token' | 'added' | 'padding'
  /** The loss counts this position. */
  trained: boolean
  /** Index of the segment; -1 in the padding. */
  segment: number
}

/** What the loss ignores. */
const IGNORED = -100

const NAMED: Readonly<Record<number, string>> = { 32: '␣', 10: '↵', 13: '␍', 9: '⇥' }

/** The cell of `position`; null beyond the positions that were read. */
export function cellAt(detail: PackDetail, position: number): TokenCell | null {
  if (position < 0 || position >= detail.inputIds.length) return null
  const { segments } = detail
  const index = lastAtOrBefore(segments, position)
  const segment = segments[index]
  const offset = segment ? position - segment.position : 0
  const kind =
    !segment || offset >= segment.length + segment.added ? 'padding' : offset < segment.length ? 'token' : 'added'
  const id = detail.inputIds[position]!
  const label = detail.labels[position]!
  return {
    position,
    text: kind === 'token' && detail.bytes ? byteText(detail.bytes, position, segment!) : String(id),
    id,
    label,
    positionId: detail.positionIds[position]!,
    kind,
    trained: label !== IGNORED && kind !== 'padding',
    segment: kind === 'padding' ? -1 : index,
  }
}

/** Cells `[start, end)` that were read. */
export function cellsIn(detail: PackDetail, start: number, end: number): TokenCell[] {
  const cells: TokenCell[] = []
  for (let position = Math.max(0, start); position < end; position++) {
    const cell = cellAt(detail, position)
    if (!cell) break
    cells.push(cell)
  }
  return cells
}

function lastAtOrBefore(segments: PackDetail['segments'], position: number): number {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (segments[middle]!.position <= position) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * The text of one byte: ASCII as itself, white space by a sign, the first byte of a character of several by that
 * character, its other bytes and everything else by their hexadecimal digits.
 */
function byteText(bytes: Uint8Array, position: number, segment: { position: number; length: number }): string {
  const byte = bytes[position]!
  if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte)
  const named = NAMED[byte]
  if (named) return named
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
  if (length > 1 && position + length <= segment.position + segment.length) {
    const character = utf8(bytes.subarray(position, position + length))
    if (character !== null) return character
  }
  return byte.toString(16).toUpperCase().padStart(2, '0')
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** A cell in words: for the tooltip and for screen readers. */
export function describeCell(cell: TokenCell): string[] {
  const { position, text, id, label, kind, positionId } = cell
  const what = kind === 'padding' ? 'padding' : kind === 'added' ? 'added by the strategy' : 'token'
  return [
    `position ${position} · position_id ${positionId}`,
    `${what} ${id}${text === String(id) ? '' : ` “${text}”`}`,
    cell.trained ? `label ${label}: trained on` : `label ${label}: ignored`,
  ]
}
