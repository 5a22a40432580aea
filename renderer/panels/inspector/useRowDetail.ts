import { useEffect, useState } from 'react'
import type { DatasetInfo, RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { isAbortError } from '../../../core/errors.ts'

/** Bytes of a row read at once, all cells together; the rest of long values is read on demand. */
const ROW_BYTES = 512 << 10

export interface RowDetailState {
  /** The row asked for, or while it is being read the one before it; null at first. */
  detail: RowDetail | null
  loading: boolean
  error: unknown
  retry: () => void
}

interface Answer {
  key: string
  detail: RowDetail | null
  error: unknown
}

/** One row of a dataset; a row walked past is aborted. */
export function useRowDetail(engine: Pick<EngineApi, 'readRow'>, dataset: DatasetInfo, row: number): RowDetailState {
  const { datasetId, schemaVersion } = dataset
  const [attempt, setAttempt] = useState(0)
  const [answer, setAnswer] = useState<Answer>({ key: '', detail: null, error: null })
  const key = `${datasetId}/${schemaVersion}/${row}/${attempt}`
  useEffect(() => {
    const stop = new AbortController()
    engine.readRow({ datasetId, row, maxBytes: ROW_BYTES }, stop.signal).then(
      (detail) => {
        if (!stop.signal.aborted) setAnswer({ key, detail, error: null })
      },
      (error) => {
        if (!stop.signal.aborted && !isAbortError(error)) setAnswer({ key, detail: null, error })
      },
    )
    return () => stop.abort()
  }, [engine, datasetId, row, key])
  const loading = answer.key !== key
  return {
    detail: answer.detail,
    loading,
    error: loading ? null : answer.error,
    retry: () => setAttempt((count) => count + 1),
  }
}
