import { formatCompact, formatCount } from '../format/numbers.ts'
import controls from '../theme/controls.module.css'
import panel from '../theme/panel.module.css'
import type { MapView } from './mapController.ts'
import styles from './PackMap.module.css'
import type { MapLevel } from './zoom.ts'

const LEVELS: readonly { level: MapLevel; label: string; title: string }[] = [
  { level: 'fill', label: 'all', title: 'Every pack in the window: how full they are' },
  { level: 'lines', label: 'packs', title: 'One line for each pack' },
  { level: 'tokens', label: 'tokens', title: 'Single tokens with text, label and position' },
]

interface MapToolbarProps {
  view: MapView | null
  packs: number
  helpId: string
  onLevel(level: MapLevel): void
  onZoom(by: number): void
}

/** What the window shows of all packs, how close it is, and what its marks mean. */
export function MapToolbar({ view, packs, helpId, onLevel, onZoom }: MapToolbarProps) {
  return (
    <header className={panel.head}>
      <h2 className={panel.title}>Pack map</h2>
      <span className={controls.num} data-testid="pack-range">
        {view && view.axis.viewPx > 0 && rangeOf(view, packs)}
      </span>
      <fieldset className={styles.zoom} aria-label="Zoom">
        <button type="button" aria-label="Zoom out" title="Zoom out: − or Ctrl+wheel" onClick={() => onZoom(-1)}>
          −
        </button>
        {LEVELS.map(({ level, label, title }) => (
          <button
            key={level}
            type="button"
            aria-pressed={view?.level === level}
            title={title}
            onClick={() => onLevel(level)}
          >
            {label}
          </button>
        ))}
        <button type="button" aria-label="Zoom in" title="Zoom in: + or Ctrl+wheel" onClick={() => onZoom(1)}>
          +
        </button>
      </fieldset>
      <span className={panel.legend} id={helpId}>
        {LEGENDS[view?.level ?? 'lines']}
      </span>
    </header>
  )
}

const LEGENDS: Readonly<Record<MapLevel, string>> = {
  fill: 'length = how full the packs are · grey = padding',
  lines: 'one line = one pack · colour = source row · hatched = padding · notch = cut',
  tokens: 'tinted and underlined = trained on · outlined = ignored · below: position_ids',
}

function rangeOf({ axis, scale, level }: MapView, packs: number): string {
  const first = Math.min(packs - 1, Math.floor(axis.pos / scale.linePx))
  const last = Math.min(packs - 1, Math.ceil((axis.pos + axis.viewPx) / scale.linePx) - 1)
  const shown = `packs ${formatCount(first)} – ${formatCount(last)} of ${formatCount(packs)}`
  const perPixel = 1 / scale.linePx
  return level === 'fill' && perPixel >= 1.5 ? `${shown}, ${formatCompact(Math.round(perPixel))} a pixel` : shown
}
