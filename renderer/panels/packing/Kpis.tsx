import type { PackSummary } from '../../../app/protocol/datasets.ts'
import { formatCompact, formatCount, formatPercent, formatPlural } from '../../format/numbers.ts'
import styles from './Kpis.module.css'

interface Kpi {
  id: string
  value: string
  label: string
  /** The exact number behind a shortened one. */
  exact?: string
  bad?: boolean
}

/** What a packing comes to, in six numbers. */
export function kpisOf(summary: PackSummary): Kpi[] {
  const { tokens, addedTokens, cutTokens, padTokens, droppedRows, truncatedRows, skippedRows } = summary
  const cutRows = truncatedRows + droppedRows
  const added = addedTokens > 0 ? ` + ${formatCompact(addedTokens)} EOS` : ''
  const lost = [
    droppedRows > 0 && `${formatPlural(droppedRows, 'row')} dropped`,
    skippedRows > 0 && `${formatCompact(skippedRows)} skipped`,
  ].filter(Boolean)
  return [
    { id: 'efficiency', value: formatPercent(summary.efficiency), label: 'packing efficiency' },
    {
      id: 'packs',
      value: formatCount(summary.packs),
      label: `packs of ${formatCount(summary.sequenceLen)}`,
    },
    { id: 'tokens', value: formatCompact(tokens), label: `tokens kept${added}`, exact: formatCount(tokens) },
    {
      id: 'cut',
      value: formatCompact(cutTokens),
      label: cutRows > 0 ? `tokens cut in ${formatPlural(cutRows, 'row')}` : 'tokens cut',
      exact: formatCount(cutTokens),
      bad: cutTokens > 0,
    },
    { id: 'pad', value: formatCompact(padTokens), label: 'pad tokens', exact: formatCount(padTokens) },
    {
      id: 'lost',
      value: formatCount(droppedRows + skippedRows),
      label: lost.length > 1 ? `rows left out: ${lost.join(', ')}` : skippedRows > 0 ? 'rows skipped' : 'rows dropped',
      bad: droppedRows + skippedRows > 0,
    },
  ]
}

export function Kpis({ summary, stale }: { summary: PackSummary; stale: boolean }) {
  return (
    <dl className={styles.kpis} aria-label="Packing result" data-stale={stale || undefined}>
      {kpisOf(summary).map(({ id, value, label, exact, bad }) => (
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
