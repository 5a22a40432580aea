import { useRef } from 'react'
import type { CurvePoint, PackStrategy } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPercent } from '../../format/numbers.ts'
import { useWidth } from '../planning/useWidth.ts'
import styles from './CurveChart.module.css'
import { axisFloor, curvesOf, type LengthRange, lostShare, pointAt, shareOf, spreadLabels } from './curve.ts'
import { LengthSlider } from './LengthSlider.tsx'
import { STRATEGIES } from './strategies.ts'

const HEIGHT = 172
const LOST_HEIGHT = 30
const LEFT = 44
const RIGHT = 78
const TOP = 10
const LABEL_GAP = 13

interface CurveChartProps {
  points: readonly CurvePoint[]
  /** Drawn, the current one first. */
  strategies: readonly PackStrategy[]
  range: LengthRange
  /** What the line stands at: the setting, or where it is being dragged. */
  sequenceLen: number
  done: boolean
  /** The line moves. */
  onDrag(sequenceLen: number): void
  /** The line was let go. */
  onSettle(sequenceLen: number): void
}

/** Efficiency against `sequence_len`, exact for the whole file at every point, and below it what is lost. */
export function CurveChart({ points, strategies, range, sequenceLen, done, onDrag, onSettle }: CurveChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const plot = { left: LEFT, width: Math.max(60, width - LEFT - RIGHT), top: TOP, bottom: HEIGHT - LOST_HEIGHT - 26 }
  const lost = { top: HEIGHT - LOST_HEIGHT - 14, bottom: HEIGHT - 16 }
  const curves = curvesOf(
    points.filter(({ packs }) => packs > 0),
    strategies,
  ) // without a pack nothing is full
  const floor = axisFloor(points)
  const x = (length: number) => plot.left + shareOf(length, range) * plot.width
  const y = (share: number) => plot.bottom - ((Math.max(floor, share) - floor) / (1 - floor)) * (plot.bottom - plot.top)
  const own = curvesOf(points, strategies.slice(0, 1))[0]?.points ?? []
  const mostLost = Math.max(0, ...own.map(lostShare))
  const yLost = (share: number) => lost.bottom - (mostLost === 0 ? 0 : share / mostLost) * (lost.bottom - lost.top)
  const here = pointAt(own, sequenceLen)
  const path = (line: readonly CurvePoint[], yOf: (point: CurvePoint) => number) =>
    line.map((point, i) => `${i ? 'L' : 'M'}${x(point.sequenceLen).toFixed(1)} ${yOf(point).toFixed(1)}`).join('')
  const labelYs = spreadLabels(
    curves.map(({ points: line }) => y(line.at(-1)!.efficiency) + 4),
    LABEL_GAP,
    plot.top + 4,
    plot.bottom + 4,
  )
  const end = own.at(-1)
  return (
    <section className={styles.section} aria-label="Efficiency against sequence_len" aria-busy={!done}>
      <div ref={box} className={styles.box}>
        <svg width={width} height={HEIGHT} className={styles.chart} aria-hidden="true">
          {[1, 0.5, 0].map((part) => {
            const share = floor + (1 - floor) * part
            return (
              <g key={part}>
                <path d={`M${plot.left} ${y(share)}h${plot.width}`} className={styles.grid} />
                <text x={plot.left - 6} y={y(share) + 4} textAnchor="end">
                  {formatPercent(share, 0)}
                </text>
              </g>
            )
          })}
          {lengthTicks(range, plot.width).map((length) => (
            <text key={length} x={x(length)} y={HEIGHT - 2} textAnchor="middle">
              {length >= 1024 ? `${length / 1024} k` : length}
            </text>
          ))}
          {mostLost > 0 && end && (
            <path
              d={`${path(own, (point) => yLost(lostShare(point)))}L${x(end.sequenceLen)} ${lost.bottom}L${x(own[0]!.sequenceLen)} ${lost.bottom}Z`}
              className={styles.lost}
            />
          )}
          <path d={`M${plot.left} ${lost.bottom}h${plot.width}`} className={styles.grid} />
          {mostLost > 0 && (
            <text x={plot.left - 6} y={lost.top + 8} textAnchor="end">
              {formatPercent(mostLost, mostLost < 0.1 ? 1 : 0)}
            </text>
          )}
          <text x={plot.left + plot.width + 6} y={lost.bottom - 6}>
            {mostLost > 0 ? 'tokens lost' : 'none lost'}
          </text>
          {[...curves].reverse().map(({ strategy, points: line }) => (
            <path
              key={strategy}
              d={path(line, (point) => y(point.efficiency))}
              className={styles.line}
              data-current={strategy === strategies[0] || undefined}
              style={{ stroke: colourOf(strategies, strategy) }}
            />
          ))}
          {curves.map(({ strategy, points: line }, i) => (
            <text
              key={strategy}
              x={x(line.at(-1)!.sequenceLen) + 18}
              y={labelYs[i]}
              className={strategy === strategies[0] ? styles.own : undefined}
            >
              {STRATEGIES[strategy].short}
            </text>
          ))}
          {curves.map(({ strategy, points: line }, i) => (
            <path
              key={strategy}
              d={`M${x(line.at(-1)!.sequenceLen) + 1} ${y(line.at(-1)!.efficiency)}L${x(line.at(-1)!.sequenceLen) + 8} ${labelYs[i]! - 4}h7`}
              className={styles.leader}
              style={{ stroke: colourOf(strategies, strategy) }}
            />
          ))}
          {here && here.packs > 0 && (
            <circle cx={x(sequenceLen)} cy={y(here.efficiency)} r={4} className={styles.dot} />
          )}
        </svg>
        <LengthSlider
          plot={plot}
          height={lost.bottom}
          range={range}
          sequenceLen={sequenceLen}
          spoken={spoken(sequenceLen, here)}
          onDrag={onDrag}
          onSettle={onSettle}
        />
      </div>
    </section>
  )
}

function spoken(sequenceLen: number, here: CurvePoint | null): string {
  if (!here) return formatCount(sequenceLen)
  const { efficiency, packs, cutTokens } = here
  return `${formatCount(sequenceLen)}: ${formatPercent(efficiency)} efficiency, ${formatCount(packs)} packs, ${formatCompact(cutTokens)} tokens lost`
}

/** `--c0` is the current strategy's; the others keep theirs whoever is current. */
function colourOf(strategies: readonly PackStrategy[], strategy: PackStrategy): string {
  if (strategy === strategies[0]) return 'var(--accent)'
  return { bfd: 'var(--c2)', multipack: 'var(--c1)', best: 'var(--c3)' }[strategy as string] ?? 'var(--c7)'
}

/** Powers of two that have room for their numbers. */
function lengthTicks({ least, most }: LengthRange, width: number): number[] {
  const octaves = Math.log2(most / least)
  const every = Math.max(1, Math.ceil((octaves * 38) / width))
  const ticks: number[] = []
  for (let power = Math.ceil(Math.log2(least)); 2 ** power <= most; power += every) ticks.push(2 ** power)
  return ticks
}
