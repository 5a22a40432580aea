import type { ReactNode } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PackOptions, PackStrategy } from '../../../app/protocol/packing.ts'
import { reportError } from '../../stores/errorStore.ts'
import styles from './Comparison.module.css'
import { CurveChart } from './CurveChart.tsx'
import type { LengthRange } from './curve.ts'
import { StrategyTable } from './StrategyTable.tsx'
import { type CurveAnswer, curveStrategies } from './useCurve.ts'
import { useStreamed } from './useStreamed.ts'

interface ComparisonProps {
  engine: EngineApi
  datasetId: string
  /** What every strategy is planned with; null while a setting is wrong. */
  options: PackOptions | null
  strategy: PackStrategy
  curve: CurveAnswer
  range: LengthRange
  /** Where the line stands. */
  sequenceLen: number
  onDrag(sequenceLen: number): void
  onSettle(sequenceLen: number): void
  onStrategy(strategy: PackStrategy): void
  /** Stands below the curves. */
  children: ReactNode
}

/** All strategies in one table; beside it efficiency against `sequence_len`, and the account. */
export function Comparison({ engine, datasetId, options, strategy, ...rest }: ComparisonProps) {
  const { curve, range, sequenceLen, onDrag, onSettle, onStrategy, children } = rest
  const question = options && JSON.stringify([datasetId, { ...options, strategy: null }])
  const rows = useStreamed(
    engine,
    question,
    (signal) => engine.compareStrategies({ datasetId, options: options! }, signal),
    (row) => row.strategy,
    (error) => reportError(error, 'Could not compare the strategies'),
  )
  return (
    <div className={styles.two}>
      <StrategyTable rows={rows} current={strategy} onChoose={onStrategy} />
      <div className={styles.side}>
        <CurveChart
          points={curve.points}
          strategies={curveStrategies(strategy)}
          range={range}
          sequenceLen={sequenceLen}
          done={curve.done}
          onDrag={onDrag}
          onSettle={onSettle}
        />
        {children}
      </div>
    </div>
  )
}
