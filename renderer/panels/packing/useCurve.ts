import { useMemo } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { CurvePoint, PackOptions, PackStrategy } from '../../../app/protocol/packing.ts'
import { reportError } from '../../stores/errorStore.ts'
import { curveLengths, curvesOf, type LengthRange } from './curve.ts'
import { useStreamed } from './useStreamed.ts'

export interface CurveAnswer {
  points: readonly CurvePoint[]
  /** Those of the current strategy, ascending. */
  own: readonly CurvePoint[]
  done: boolean
}

/** The curves drawn: the current strategy's, and those it is usually measured against. */
export function curveStrategies(current: PackStrategy): PackStrategy[] {
  return [...new Set<PackStrategy>([current, 'bfd', 'multipack', 'best'])]
}

/** The curves of a dataset. They do not depend on `sequenceLen`, so moving it asks for nothing. */
export function useCurve(
  engine: EngineApi,
  datasetId: string,
  options: PackOptions | null,
  range: LengthRange,
): CurveAnswer {
  const { least, most } = range
  const strategies = options ? curveStrategies(options.strategy) : []
  const question = options && JSON.stringify([datasetId, { ...options, sequenceLen: null }, least, most])
  const { items, done } = useStreamed(
    engine,
    question,
    (signal) =>
      engine.packCurve(
        { datasetId, options: options!, strategies, sequenceLens: curveLengths({ least, most }) },
        signal,
      ),
    ({ strategy, sequenceLen }) => `${strategy} ${sequenceLen}`,
    (error) => reportError(error, 'Could not compute the curves'),
  )
  const current = options?.strategy
  return useMemo(() => {
    const points = items.map(({ value }) => value)
    const own = current ? (curvesOf(points, [current])[0]?.points ?? []) : []
    return { points, own, done }
  }, [items, done, current])
}
