import { type ReactNode, useState } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadLine, PadOptions } from '../../../app/protocol/packing.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { Account } from '../planning/Account.tsx'
import { Kpis } from '../planning/Kpis.tsx'
import styles from '../planning/PlanView.module.css'
import { OrdersTable } from './OrdersTable.tsx'
import { PadMaps } from './PadMaps.tsx'
import own from './PadResult.module.css'
import { orderLines, padKpis, padStory } from './padStory.ts'
import { usePadAccount } from './usePadAccount.ts'
import type { Paddings } from './usePaddings.ts'
import { WasteHistogram } from './WasteHistogram.tsx'

interface PadResultProps {
  engine: EngineApi
  /** What is padded. */
  datasetId: string
  paddings: Paddings
  /** The figures are those of the settings before. */
  stale: boolean
  /** Takes another order over; null where the order is settled. */
  onOrder: ((order: PadOptions['order']) => void) | null
  /** What can be done with the padding. */
  children: ReactNode
}

/** What a padding comes to: figures, account, orders, the epoch and one batch of it. Nothing until it is known. */
export function PadResult({ engine, datasetId, paddings, stale, onOrder, children }: PadResultProps) {
  const { answers, summary, options, error } = paddings
  const [batch, setBatch] = useState(0)
  const account = usePadAccount(engine, datasetId, summary, options)
  const packed = useDatasets(
    (state) =>
      state.datasets.findLast((other) => other.parentId === datasetId && other.pack?.column === summary?.column)?.pack,
  )
  if (!summary || !options) return null
  const lines = orderLines(answers, options)
  return (
    <>
      <Kpis label="Padding result" kpis={padKpis(summary)} stale={stale} />
      <div className={styles.line}>
        <p className={own.story} data-testid="pad-story">
          {stale ? (
            <span className={styles.dim}>The numbers are those of the settings before.</span>
          ) : (
            padStory(lines, options.order, packed ?? null).join(' ')
          )}
        </p>
        {children}
      </div>
      <div className={own.beside}>
        <Account
          account={account}
          stale={stale}
          openRows={(line) => engine.openPadLine({ datasetId, options, line: line as PadLine })}
        />
        <OrdersTable lines={lines} order={options.order} asking={error === null && !stale} onOrder={onOrder} />
        <WasteHistogram histogram={summary.histogram} />
      </div>
      {summary.batches > 0 ? (
        <PadMaps
          engine={engine}
          datasetId={datasetId}
          summary={summary}
          options={options}
          beside={lines.flatMap((line) => (line.summary ? [line.summary.heat] : []))}
          batch={Math.min(batch, summary.batches - 1)}
          onBatch={setBatch}
        />
      ) : (
        <p className={styles.message}>There is no row to pad: the dataset is empty, or none could be read.</p>
      )}
    </>
  )
}
