import { useEffect, useMemo, useState } from 'react'
import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { ExportPlan } from '../../../../app/protocol/export.ts'
import { isAbortError } from '../../../../core/errors.ts'
import type { ExportFormat, ExportOptions } from '../../../../core/export/exportOptions.ts'
import { describeError } from '../../../format/errorStory.ts'
import { useEngine } from '../../../stores/engineStore.ts'

/** A plan encodes a sample of rows: not for every key that is pressed. */
const ASK_AFTER_MS = 250

interface Answer {
  /** What was asked, as JSON. */
  request: string
  plan: ExportPlan | null
  /** Why there is no plan. */
  failed: string | null
  /** What it was asked for. */
  format: ExportFormat | null
}

export interface PlanReading extends Omit<Answer, 'request'> {
  /** The plan is that of the settings before. */
  stale: boolean
}

/**
 * What the export would come to with these settings. While a new plan is being made the one before stays, as stale.
 * @param options null: the settings are wrong, and nothing is asked
 */
export function useExportPlan(
  dataset: DatasetInfo,
  options: ExportOptions | null,
  columns: string[] | null,
): PlanReading {
  const engine = useEngine((state) => state.engine)
  const { datasetId, extent, schemaVersion } = dataset
  const { exact } = extent
  const request = useMemo(
    // Rows that are still being counted change too often to ask about each time.
    () => options && JSON.stringify({ options, columns, exact, schemaVersion }),
    [options, columns, exact, schemaVersion],
  )
  const [answer, setAnswer] = useState<Answer>({ request: '', plan: null, failed: null, format: null })
  useEffect(() => {
    if (request === null || engine === null) return
    const asked: { options: ExportOptions; columns: string[] | null } = JSON.parse(request)
    const { format } = asked.options
    const controller = new AbortController()
    const ask = async () => {
      try {
        const params = { datasetId, options: asked.options, columns: asked.columns, sink: null }
        const plan = await engine.planExport(params, controller.signal)
        if (!controller.signal.aborted) setAnswer({ request, plan, failed: null, format })
      } catch (error) {
        if (controller.signal.aborted || isAbortError(error)) return
        setAnswer({ request, plan: null, failed: describeError(error, '').message, format })
      }
    }
    const timer = setTimeout(() => void ask(), ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [engine, datasetId, request])
  const { request: answered, ...reading } = answer
  return { ...reading, stale: answered !== request }
}
