import { formatCount, formatPlural } from '../../../format/numbers.ts'
import styles from './SizeHistogram.module.css'
import { bucketName, type SizeBucket, sizeBuckets } from './sizeBuckets.ts'

/** Heights in px; widths are shares of the room there is, so that the text keeps its size. */
const PLOT = 64
const TOP = 16
const FOOT = 18
/** Few bars do not become slabs; names of ranges have room beside that many. */
const LEAST_PLACES = 8

/** Two digits and a letter: what fits over a bar. */
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 2 })

interface SizeHistogramProps {
  groupSizes: readonly { size: number; count: number }[]
  /** All groups there are: `groupSizes` may not hold every size. */
  groups: number
}

/** How many groups hold how many rows. */
export function SizeHistogram({ groupSizes, groups }: SizeHistogramProps) {
  const buckets = sizeBuckets(groupSizes)
  const most = Math.max(1, ...buckets.map((bucket) => bucket.groups))
  const isNarrow = buckets.length > LEAST_PLACES
  const step = 100 / Math.max(LEAST_PLACES, buckets.length)
  const covered = buckets.reduce((sum, bucket) => sum + bucket.groups, 0)
  const told = buckets.filter((bucket) => bucket.groups > 0).map(tellBucket)
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        groups by rows in them{isNarrow && ', from'}
        {covered < groups && ` · ${formatCount(covered)} of ${formatCount(groups)} groups, the smaller ones`}
      </figcaption>
      <svg
        className={styles.plot}
        height={TOP + PLOT + FOOT}
        role="img"
        aria-label={`Groups by rows in them. ${told.join('; ')}`}
        data-testid="dedup-histogram"
      >
        {buckets.map((bucket, at) => {
          const height = bucket.groups === 0 ? 0 : Math.max(2, (bucket.groups / most) * PLOT)
          const y = TOP + PLOT - height
          return (
            <g key={bucket.from}>
              <title>{tellBucket(bucket)}</title>
              <rect
                className={styles.bar}
                x={`${(at + 0.06) * step}%`}
                y={y}
                width={`${step * 0.88}%`}
                height={height}
              />
              {bucket.groups > 0 && (
                <text className={styles.count} x={`${(at + 0.5) * step}%`} y={y - 3}>
                  {bucket.groups < 1000 ? bucket.groups : short.format(bucket.groups)}
                </text>
              )}
              <text className={styles.mark} x={`${(at + 0.5) * step}%`} y={TOP + PLOT + 13}>
                {bucketName(bucket, isNarrow)}
              </text>
            </g>
          )
        })}
        <line className={styles.axis} x1={0} x2="100%" y1={TOP + PLOT + 0.5} y2={TOP + PLOT + 0.5} />
      </svg>
    </figure>
  )
}

function tellBucket({ from, to, groups, rows }: SizeBucket): string {
  const each = from === to ? formatPlural(from, 'row') : `${formatCount(from)} to ${formatCount(to)} rows`
  const many = formatPlural(groups, 'group')
  return from === to ? `${many} of ${each}` : `${many} of ${each}, ${formatPlural(rows, 'row')} together`
}
