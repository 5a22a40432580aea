import type { PackDetail } from '../../app/protocol/packing.ts'
import type { Track } from './layout.ts'
import type { Pack } from './segments.ts'
import type { Selection } from './selection.ts'
import type { MapLevel, MapScale } from './zoom.ts'

/** Everything one frame of the map shows. Lengths in CSS px. */
export interface MapScene {
  width: number
  height: number
  pixelRatio: number
  scale: MapScale
  level: MapLevel
  packs: number
  /** Packs `[first, last)` are drawn; the first one's line starts at `-offset`. */
  first: number
  last: number
  offset: number
  /** The lines' part of the canvas. */
  view: Track
  /** Where a whole pack would lie: as wide as `view` or wider, and begun left of it when scrolled. */
  track: Track
  selection: Selection | null
  focused: boolean
  hover: { pack: number; segment: number; position: number | null } | null
  pack(index: number): Pack | null
  detail(index: number): PackDetail | null
  /** Mean fill 0..1 of packs `[start, end)`; null while it is not here. */
  fill(start: number, end: number): number | null
  failed(index: number): boolean
}
