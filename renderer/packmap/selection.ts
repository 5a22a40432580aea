import { type Pack, segmentAt } from './segments.ts'

/** What is selected: a pack and one of its segments; the segment is -1 for the padding or an empty pack. */
export interface Selection {
  pack: number
  segment: number
  /** A position of the pack, where single tokens are shown; left out or null: the segment as a whole. */
  position?: number | null
}

export type MapKey = 'ArrowUp' | 'ArrowDown' | 'PageUp' | 'PageDown' | 'Home' | 'End' | 'ArrowLeft' | 'ArrowRight'

const MAP_KEYS: ReadonlySet<string> = new Set<MapKey>([
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'ArrowLeft',
  'ArrowRight',
])

export function isMapKey(key: string): key is MapKey {
  return MAP_KEYS.has(key)
}

/**
 * The selection after a key. Up, down and the page keys move over packs, Home and End to the first and last pack; left
 * and right walk the segments and go over into the neighbouring pack. `segment` is a wish: `resolveSegment` brings it
 * into the pack once that has arrived.
 * @param current the selected pack, or null while it is not here
 */
export function moveSelection(
  from: Selection,
  key: MapKey,
  packs: number,
  pageLines: number,
  current: Pack | null,
): Selection {
  const toPack = (pack: number) => ({ pack: Math.max(0, Math.min(packs - 1, pack)), segment: from.segment })
  switch (key) {
    case 'ArrowUp':
      return toPack(from.pack - 1)
    case 'ArrowDown':
      return toPack(from.pack + 1)
    case 'PageUp':
      return toPack(from.pack - pageLines)
    case 'PageDown':
      return toPack(from.pack + pageLines)
    case 'Home':
      return { pack: 0, segment: 0 }
    case 'End':
      return { pack: Math.max(0, packs - 1), segment: LAST_SEGMENT }
    case 'ArrowLeft': {
      const segment = current ? resolveSegment(from, current) : 0
      if (segment > 0) return { pack: from.pack, segment: segment - 1 }
      return from.pack > 0 ? { pack: from.pack - 1, segment: LAST_SEGMENT } : { pack: from.pack, segment: 0 }
    }
    case 'ArrowRight': {
      if (!current) return from
      const segment = resolveSegment(from, current)
      if (segment + 1 < current.segments.length) return { pack: from.pack, segment: segment + 1 }
      return from.pack + 1 < packs ? { pack: from.pack + 1, segment: 0 } : { pack: from.pack, segment }
    }
  }
}

/**
 * The selection one token to the left (-1) or right (1), where single tokens are shown: from a segment as a whole to
 * its first token, from there position by position, padding included; packs are not left.
 * @param current the selected pack, or null while it is not here
 */
export function moveToken(from: Selection, way: -1 | 1, current: Pack | null): Selection {
  if (!current) return from
  const start = current.segments[resolveSegment(from, current)]?.start ?? 0
  const wanted = from.position == null ? start : from.position + way
  const position = Math.max(0, Math.min(current.sequenceLen - 1, wanted))
  return { pack: from.pack, segment: segmentAt(current, position), position }
}

/** Stands for the last segment of a pack that has not arrived yet. */
export const LAST_SEGMENT = Number.MAX_SAFE_INTEGER

/** Index of the segment the selection means in `pack`; -1 when the pack has none. */
export function resolveSegment(selection: Selection, pack: Pack): number {
  return Math.max(-1, Math.min(selection.segment, pack.segments.length - 1))
}
