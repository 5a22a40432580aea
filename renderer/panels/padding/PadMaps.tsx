import { useRef } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { inspectRow, useUi } from '../../stores/uiStore.ts'
import { BatchDetail } from './BatchDetail.tsx'
import { HeatMap } from './HeatMap.tsx'

interface PadMapsProps {
  engine: EngineApi
  datasetId: string
  summary: PadSummary
  options: PadOptions
  beside: readonly Float32Array[]
  batch: number
  onBatch(batch: number): void
}

/** The whole epoch, and one batch of it; a row of the batch leads to the inspector. */
export function PadMaps({ engine, datasetId, summary, options, beside, batch, onBatch }: PadMapsProps) {
  const inspected = useUi(({ inspectorOpen, inspected: row }) =>
    inspectorOpen && row?.datasetId === datasetId ? row.row : null,
  )
  const { heat, batches } = summary
  const detail = useRef<HTMLDivElement>(null)
  const show = (next: number) => {
    onBatch(next)
    // In a low window the detail stands below what is seen: a click must not seem to do nothing.
    requestAnimationFrame(() => detail.current?.scrollIntoView({ block: 'nearest' }))
  }
  return (
    <>
      <HeatMap heat={heat} batches={batches} beside={beside} batch={batch} onBatch={show} />
      <div ref={detail}>
        <BatchDetail
          engine={engine}
          datasetId={datasetId}
          options={options}
          batches={batches}
          rows={summary.rows - summary.skippedRows}
          batch={batch}
          onBatch={onBatch}
          inspected={inspected}
          onOpenRow={(row) => inspectRow(datasetId, row)}
        />
      </div>
    </>
  )
}
