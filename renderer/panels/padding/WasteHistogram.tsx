import { formatPlural } from '../../format/numbers.ts'
import styles from './WasteHistogram.module.css'

/** Heights in px; widths are shares of the room there is, so that the text keeps its size. */
const PLOT = 84
const TOP = 16
const FOOT = 18

/** Two digits and a letter: what fits over a bar. */
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 2 })

/** How many batches waste how much, in bins of 5 %. */
export function WasteHistogram({ histogram }: { histogram: Uint32Array }) {
  const bins = [...histogram]
  const most = Math.max(1, ...bins)
  const step = 100 / Math.max(1, bins.length)
  const percent = (bin: number) => Math.round((bin * 100) / bins.length)
  const told = bins.flatMap((count, bin) =>
    count > 0 ? [`${percent(bin)} to ${percent(bin + 1)} %: ${formatPlural(count, 'batch', 'batches')}`] : [],
  )
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>batches by waste</figcaption>
      <svg
        className={styles.plot}
        height={TOP + PLOT + FOOT}
        role="img"
        aria-label={`Batches by waste. ${told.join('; ')}`}
        data-testid="pad-histogram"
      >
        {bins.map((count, bin) => {
          const height = count === 0 ? 0 : Math.max(2, (count / most) * PLOT)
          const y = TOP + PLOT - height
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            <g key={bin}>
              <title>{`${percent(bin)} to ${percent(bin + 1)} %: ${formatPlural(count, 'batch', 'batches')}`}</title>
              <rect
                className={styles.bar}
                x={`${(bin + 0.05) * step}%`}
                y={y}
                width={`${step * 0.9}%`}
                height={height}
              />
              {count > 0 && (
                <text className={styles.count} x={`${(bin + 0.5) * step}%`} y={y - 3}>
                  {count < 1000 ? count : short.format(count)}
                </text>
              )}
            </g>
          )
        })}
        <line className={styles.axis} x1={0} x2="100%" y1={TOP + PLOT + 0.5} y2={TOP + PLOT + 0.5} />
        {[0, 25, 50, 75, 100].map((mark) => (
          <text
            key={mark}
            className={styles.mark}
            x={`${mark}%`}
            y={TOP + PLOT + 14}
            textAnchor={mark === 0 ? 'start' : mark === 100 ? 'end' : 'middle'}
          >
            {mark} %
          </text>
        ))}
      </svg>
    </figure>
  )
}
