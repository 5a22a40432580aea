import styles from './Kpis.module.css'
import type { Kpi } from './kpis.ts'

export function Kpis({ kpis, stale }: { kpis: readonly Kpi[]; stale: boolean }) {
  return (
    <dl className={styles.kpis} aria-label="Packing result" data-stale={stale || undefined}>
      {kpis.map(({ id, value, label, exact, bad }) => (
        <div key={id} className={styles.kpi} data-bad={bad || undefined} title={exact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value} data-testid={`kpi-${id}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
