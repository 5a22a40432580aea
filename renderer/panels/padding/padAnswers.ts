import type { PadOptions, PadSummary } from '../../../app/protocol/packing.ts'
import { PAD_ORDERS } from './padSettings.ts'

/** What the engine said to one question: a summary, or why there is none. */
export interface Answer {
  summary: PadSummary | null
  error: unknown
}

/** Answers by `summaryKey`, oldest first. */
export type Answers = ReadonlyMap<string, Answer>

/** Three orders of a few settings, to and fro. */
const MOST_ANSWERS = 12

/**
 * The options to ask the engine with: the same for all that give the same numbers, so that it plans them once. The side
 * and the pad token never count, the seed only where it is used.
 */
export function plainOptions(options: PadOptions): PadOptions {
  const shuffleSeed = options.order === 'shuffled' ? options.shuffleSeed : 0
  return { ...options, side: 'right', shuffleSeed, padTokenId: 0 }
}

/** The same for all options that give the same numbers. */
export function summaryKey(options: PadOptions): string {
  const { column, batchSize, padToMultipleOf, targetLength, order, shuffleSeed } = plainOptions(options)
  return JSON.stringify([column, batchSize, padToMultipleOf, targetLength, order, shuffleSeed])
}

/**
 * What to ask next: the options themselves, then the other orders beside them; null when all is known. The other
 * orders are not asked for where the first one failed.
 */
export function nextQuestion(answers: Answers, options: PadOptions): PadOptions | null {
  const first = answers.get(summaryKey(options))
  if (!first) return options
  if (!first.summary) return null
  const other = PAD_ORDERS.find((order) => !answers.has(summaryKey({ ...options, order })))
  return other ? { ...options, order: other } : null
}

/** The answers with one more, and the oldest forgotten. */
export function remember(answers: Answers, options: PadOptions, answer: Answer): Answers {
  const key = summaryKey(options)
  const kept = [...answers].filter(([other]) => other !== key).slice(1 - MOST_ANSWERS)
  return new Map([...kept, [key, answer]])
}
