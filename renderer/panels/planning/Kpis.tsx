import styles from './Kpis.module.css'
import type { Kpi } from './kpi.ts'

interface KpisProps {
  /** What the figures are of, for screen readers. */
  label: string
  kpis: readonly Kpi[]
  /** They are those of the settings before. */
  stale: boolean
}

/** What a packing or a padding comes to, in a few figures. */
export function Kpis({ label, kpis, stale }: KpisProps) {
  return (
    <dl className={styles.kpis} aria-label={label} data-stale={stale || undefined}>
      {kpis.map(({ id, value, label: says, exact, bad }) => (
        <div key={id} className={styles.kpi} data-bad={bad || undefined} title={exact}>
          <dt className={styles.label}>{says}</dt>
          <dd className={styles.value} data-testid={`kpi-${id}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
