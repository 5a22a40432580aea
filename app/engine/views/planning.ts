import type { Pool } from '../../pool/pool.ts'
import type { CurvePoint, PackOptions, PackStrategy, StrategyRow } from '../../protocol/packing.ts'
import type { Entry } from '../entry.ts'
import type { JobRunner } from '../jobRunner.ts'
import { fileRow, tellFileRow } from './fileRows.ts'
import { tokenColumns, tokenCounts } from './tokenCounts.ts'

/** Most lengths of one curve. */
const MAX_POINTS = 200

/** Every strategy with these options over the whole dataset. */
export async function* compareOn(
  entry: Entry,
  options: PackOptions,
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): AsyncGenerator<StrategyRow> {
  const { lengths } = await tokenCounts(entry, tokenColumns(entry, options.column), jobs, signal)
  for await (const row of pool.batch.compareStrategies({ lengths, options }, signal)) {
    const { refused, refusedRow } = row
    if (refused === null || refusedRow === null) yield row
    else {
      const told = tellFileRow(entry.dataset, refused, refusedRow)
      yield { ...row, refused: told, refusedRow: fileRow(entry.dataset, refusedRow) }
    }
  }
}

/** Points of the curves of some strategies. */
export async function* curveOf(
  entry: Entry,
  params: { options: PackOptions; strategies: PackStrategy[]; sequenceLens: number[] },
  jobs: JobRunner,
  pool: Pool,
  signal?: AbortSignal,
): AsyncGenerator<CurvePoint> {
  const { options, strategies } = params
  const { lengths } = await tokenCounts(entry, tokenColumns(entry, options.column), jobs, signal)
  const sequenceLens = params.sequenceLens.slice(0, MAX_POINTS)
  yield* pool.batch.packCurve({ lengths, options, strategies, sequenceLens }, signal)
}
