import type { PadSummary } from '../../../app/protocol/packing.ts'
import styles from './PadKpis.module.css'
import { padKpis } from './padStory.ts'

export function PadKpis({ summary, stale }: { summary: PadSummary; stale: boolean }) {
  return (
    <dl className={styles.kpis} aria-label="Padding result" data-stale={stale || undefined}>
      {padKpis(summary).map(({ id, value, label, exact, bad }) => (
        <div key={id} className={styles.kpi} data-bad={bad || undefined} title={exact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value} data-testid={`pad-${id}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
