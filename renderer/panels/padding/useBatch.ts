import { useEffect, useState } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { isAbortError } from '../../../core/errors.ts'
import { type Batch, batchOfPage } from './batchOfPage.ts'
import { plainOptions } from './padAnswers.ts'

interface BatchState {
  /** The batch asked for, or while it is being read the one before it; null at first. */
  batch: Batch | null
  loading: boolean
  error: unknown
  retry(): void
}

/** One batch of a padding; a batch walked past is aborted. */
export function useBatch(
  engine: Pick<EngineApi, 'readPadBatches'>,
  datasetId: string,
  options: PadOptions,
  batch: number,
): BatchState {
  const [attempt, setAttempt] = useState(0)
  const [answer, setAnswer] = useState<{ key: string; batch: Batch | null; error: unknown } | null>(null)
  const request = JSON.stringify(plainOptions(options))
  const key = `${request}/${batch}/${attempt}`
  useEffect(() => {
    const stop = new AbortController()
    const question = { datasetId, options: JSON.parse(request) as PadOptions, batchStart: batch, batchEnd: batch + 1 }
    engine.readPadBatches(question, stop.signal).then(
      (page) => {
        if (!stop.signal.aborted) setAnswer({ key, batch: batchOfPage(page, batch), error: null })
      },
      (error) => {
        if (!stop.signal.aborted && !isAbortError(error)) setAnswer({ key, batch: null, error })
      },
    )
    return () => stop.abort()
  }, [engine, datasetId, request, batch, key])
  const loading = answer?.key !== key
  return {
    batch: answer?.batch ?? null,
    loading,
    error: loading ? null : (answer?.error ?? null),
    retry: () => setAttempt((count) => count + 1),
  }
}
