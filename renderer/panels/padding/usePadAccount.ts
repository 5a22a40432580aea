import { useEffect, useState } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { AccountLine, PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { isAbortError } from '../../../core/errors.ts'
import { reportError } from '../../stores/errorStore.ts'

/**
 * The account of a padding: that of its summary at once, with the trained tokens of rows that are cut as soon as their
 * labels are read. Neither order nor batch size matters to those.
 */
export function usePadAccount(
  engine: Pick<EngineApi, 'padAccount'>,
  datasetId: string,
  summary: PadSummary | null,
  options: PadOptions | null,
): readonly AccountLine[] {
  const [read, setRead] = useState<{ key: string; account: readonly AccountLine[] } | null>(null)
  const lacking = summary?.account.some(({ trainedTokens }) => trainedTokens === null) ?? false
  const plain = options && { ...options, order: 'file', batchSize: 1, side: 'right', shuffleSeed: 0, padTokenId: 0 }
  const key = lacking ? JSON.stringify(plain) : null
  const known = read?.key === key
  useEffect(() => {
    if (key === null || known) return
    const stop = new AbortController()
    engine.padAccount({ datasetId, options: JSON.parse(key) as PadOptions }, stop.signal).then(
      (account) => {
        if (!stop.signal.aborted) setRead({ key, account })
      },
      (error) => {
        if (stop.signal.aborted || isAbortError(error)) return
        reportError(error, 'Could not count the trained tokens of rows that are cut')
      },
    )
    return () => stop.abort()
  }, [engine, datasetId, key, known])
  if (!summary) return []
  return known ? withTrained(summary.account, read?.account ?? []) : summary.account
}

/** Lines with the trained tokens another account of the same rows knows. */
export function withTrained(account: readonly AccountLine[], read: readonly AccountLine[]): AccountLine[] {
  const trainedOf = (kind: AccountLine['kind']) => read.find((line) => line.kind === kind)?.trainedTokens ?? null
  return account.map((line) => (line.trainedTokens === null ? { ...line, trainedTokens: trainedOf(line.kind) } : line))
}
