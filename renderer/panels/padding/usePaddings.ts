import { useEffect, useState } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { type Answers, nextQuestion, plainOptions, remember, summaryKey } from './padAnswers.ts'

export interface Paddings {
  answers: Answers
  /** The newest summary of the order asked for; while the next one is computed, the one before it. */
  summary: PadSummary | null
  /** What `summary` answers; null without one. */
  options: PadOptions | null
  /** `summary` is not of the options asked for. */
  stale: boolean
  /** Why the options asked for have no summary. */
  error: unknown
  retry(): void
}

/**
 * Asks for the padding with `options`, then for the other orders with otherwise the same options, one at a time. What
 * is no longer wanted is aborted.
 * @param options null: nothing to ask; what stands stays
 */
export function usePaddings(engine: Pick<EngineApi, 'pad'>, datasetId: string, options: PadOptions | null): Paddings {
  const [answers, setAnswers] = useState<Answers>(new Map())
  const [shown, setShown] = useState<{ key: string; summary: PadSummary; options: PadOptions } | null>(null)
  const question = options && nextQuestion(answers, options)
  const asking = question && JSON.stringify(plainOptions(question))
  useEffect(() => {
    if (asking === null) return
    const stop = new AbortController()
    const asked = JSON.parse(asking) as PadOptions
    const take = (answer: { summary: PadSummary | null; error: unknown }) => {
      if (!stop.signal.aborted) setAnswers((known) => remember(known, asked, answer))
    }
    engine.pad({ datasetId, options: asked }, stop.signal).then(
      (summary) => take({ summary, error: null }),
      (error) => take({ summary: null, error }),
    )
    return () => stop.abort()
  }, [engine, datasetId, asking])

  const answer = options ? answers.get(summaryKey(options)) : undefined
  const summary = answer?.summary ?? null
  const key = JSON.stringify(options)
  if (options && summary && (shown?.summary !== summary || shown.key !== key)) setShown({ key, summary, options })
  return {
    answers,
    summary: summary ?? shown?.summary ?? null,
    options: summary ? options : (shown?.options ?? null),
    stale: options !== null && summary === null,
    error: answer?.error ?? null,
    retry: () => setAnswers((known) => new Map([...known].filter(([, { error }]) => error === null))),
  }
}
