import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { describeError } from '../../format/errorStory.ts'
import { formatCount, formatPercent, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import panel from '../../theme/panel.module.css'
import styles from './BatchDetail.module.css'
import { BatchRows } from './BatchRows.tsx'
import type { Batch } from './batchOfPage.ts'
import { useBatch } from './useBatch.ts'

interface BatchDetailProps {
  engine: EngineApi
  datasetId: string
  options: PadOptions
  batches: number
  /** Rows in all batches together. */
  rows: number
  batch: number
  onBatch(batch: number): void
  /** The row in the inspector. */
  inspected: number | null
  onOpenRow(row: number): void
}

/** The rows of one batch as bars, with the padding that makes them equally long. */
export function BatchDetail(props: BatchDetailProps) {
  const { engine, datasetId, options, batches, rows, batch: wanted, onBatch, inspected, onOpenRow } = props
  const size = Math.min(options.batchSize, rows - wanted * options.batchSize)
  const { batch, loading, error, retry } = useBatch(engine, datasetId, options, wanted)
  return (
    <section className={panel.panel} aria-label="Batch in detail" aria-busy={loading}>
      <header className={panel.head}>
        <h2 className={panel.title} data-testid="pad-batch">
          Batch {formatCount(wanted)}
        </h2>
        <span className={`${controls.num} ${controls.clip}`} role="status" data-testid="pad-batch-facts">
          {batch && !loading ? factsOf(batch, size) : ''}
        </span>
        <span className={panel.space} />
        <button type="button" className={controls.link} disabled={wanted <= 0} onClick={() => onBatch(wanted - 1)}>
          ← previous
        </button>
        <button
          type="button"
          className={controls.link}
          disabled={wanted >= batches - 1}
          onClick={() => onBatch(wanted + 1)}
        >
          next →
        </button>
      </header>
      {error !== null && (
        <p className={styles.message} role="alert">
          Batch {formatCount(wanted)} could not be read: {describeError(error, '').message}{' '}
          <button type="button" className={controls.link} onClick={retry}>
            try again
          </button>
        </p>
      )}
      {batch && (
        <BatchRows key={batch.batch} batch={batch} side={options.side} inspected={inspected} onOpenRow={onOpenRow} />
      )}
    </section>
  )
}

/** A very large batch comes only in part; then its totals are not known here. */
function factsOf({ rows, width, padTokens, waste }: Batch, size: number): string {
  if (rows.length < size)
    return `first ${formatCount(rows.length)} of ${formatCount(size)} rows × ${formatCount(width)}`
  return `${formatPlural(rows.length, 'row')} × ${formatCount(width)} · ${formatPlural(padTokens, 'pad token')} · ${formatPercent(waste, 1)} waste`
}
