import { throwIfAborted } from '../../core/abort.ts'
import { EngineError } from '../../core/errors.ts'
import { efficiencyCurve } from '../../core/packing/plan/efficiencyCurve.ts'
import {
  PACK_STRATEGIES,
  type PackStrategy,
  type PlanOptions,
  TRAINER_EXCESS,
} from '../../core/packing/plan/packOptions.ts'
import { numPacks, type PackPlan, packingEfficiency } from '../../core/packing/plan/packPlan.ts'
import { planPacks } from '../../core/packing/plan/planPacks.ts'
import { type PadPlan, padBatches } from '../../core/padding/padBatches.ts'
import type { CurvePoint, PadOptions, StrategyRow } from '../protocol/packing.ts'
import { transfer } from '../rpc/transfer.ts'

/** A plan whose arrays may move to whoever asked. */
export function planToSend(lengths: Uint32Array, options: PlanOptions): PackPlan {
  const plan = planPacks(lengths, options)
  const { packOffsets, segmentRows, segmentStarts, segmentLengths, segmentFlags } = plan
  const arrays = [packOffsets, segmentRows, segmentStarts, segmentLengths, segmentFlags]
  return transfer(
    plan,
    arrays.flatMap((array) => (array ? [array.buffer] : [])),
  )
}

/** One strategy after the other; a rule that cannot be used with these options says why. */
export async function* compareStrategies(
  lengths: Uint32Array,
  options: PlanOptions,
  signal?: AbortSignal,
): AsyncGenerator<StrategyRow> {
  for (const strategy of PACK_STRATEGIES) {
    await messagesIn()
    throwIfAborted(signal)
    yield strategyRow(lengths, { ...options, strategy, excess: excessOf(strategy, options) })
  }
}

/** The policy the user set for the current strategy; each other trainer's own habit. */
function excessOf(strategy: PackStrategy, options: PlanOptions): PlanOptions['excess'] {
  return strategy === options.strategy ? options.excess : TRAINER_EXCESS[strategy]
}

function strategyRow(lengths: Uint32Array, options: PlanOptions): StrategyRow {
  const startedAt = performance.now()
  const { strategy } = options
  const none = { packs: 0, efficiency: 0, padTokens: 0, cutTokens: 0, droppedRows: 0, splitRows: 0 }
  try {
    const plan = planPacks(lengths, options)
    const { padTokens, cutTokens, droppedRows, splitRows } = plan.account
    return {
      strategy,
      packs: numPacks(plan),
      efficiency: packingEfficiency(plan),
      padTokens,
      cutTokens,
      droppedRows,
      splitRows,
      refused: null,
      refusedRow: null,
      planMs: performance.now() - startedAt,
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const { message, details } = error
    const planMs = performance.now() - startedAt
    return { strategy, ...none, refused: message, refusedRow: details.row ?? null, planMs }
  }
}

/** Points of the curves, strategy by strategy, lengths in the order given; lengths a rule refuses have no point. */
export async function* packCurve(
  lengths: Uint32Array,
  options: PlanOptions,
  strategies: readonly PackStrategy[],
  sequenceLens: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<CurvePoint> {
  for (const strategy of strategies) {
    for (const sequenceLen of sequenceLens) {
      await messagesIn()
      throwIfAborted(signal)
      try {
        // A curve under `error` would end at the first long row; what it would lose is the point of the curve.
        const wanted = excessOf(strategy, options)
        const excess = wanted === 'error' ? 'drop' : wanted
        for (const point of efficiencyCurve(lengths, { ...options, excess, strategy }, [sequenceLen])) {
          yield { strategy, ...point }
        }
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
      }
    }
  }
}

/** A padding whose arrays may move to whoever asked. */
export function paddingToSend(lengths: Uint32Array, { order, shuffleSeed, ...options }: PadOptions): PadPlan {
  const plan = padBatches(lengths, { ...options, order: order === 'shuffled' ? { shuffleSeed } : order })
  const { rows, widths, tokens, padTokens, cutTokens } = plan
  return transfer(
    plan,
    [rows, widths, tokens, padTokens, cutTokens].map((array) => array.buffer),
  )
}

/** Lets an abort that is on its way arrive between two plans. */
function messagesIn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 0))
}
