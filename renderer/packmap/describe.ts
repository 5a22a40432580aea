import { formatCount, formatPlural } from '../format/numbers.ts'
import type { Pack } from './segments.ts'

/** What a place in the map is, line by line: the tooltip, and, joined, what a screen reader hears. */
export function describePlace(pack: Pack, segmentIndex: number): string[] {
  const line = `pack ${formatCount(pack.pack)}`
  const segment = pack.segments[segmentIndex]
  if (!segment) {
    const padding = pack.sequenceLen - pack.used
    if (padding === 0) return [line]
    return [
      `${line} · padding`,
      `positions ${formatCount(pack.used)} – ${formatCount(pack.sequenceLen - 1)}`,
      formatPlural(padding, 'pad token'),
    ]
  }
  const lines = [
    `${line} · segment ${formatCount(segmentIndex + 1)} of ${formatCount(pack.segments.length)}`,
    `source row ${formatCount(segment.rowNumber)}`,
    `positions ${formatCount(segment.start)} – ${formatCount(segment.end - 1)}`,
    formatPlural(segment.tokens, 'token') + (segment.added > 0 ? ` + ${formatCount(segment.added)} added` : ''),
  ]
  if (segment.cut) lines.push('cut: the row lost tokens here')
  if (segment.continues) lines.push('the row goes on in another pack')
  return lines
}
