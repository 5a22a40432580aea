import { EngineError } from '../errors.ts'
import type { ScanRequest } from './dataset.ts'
import { DEFAULT_BATCH_ROWS } from './sliceRows.ts'

/** The rows of a request on a dataset of known length: `0 <= rowStart <= rowEnd <= numRows`. */
export interface ScanRange {
  rowStart: number
  rowEnd: number
  batchRows: number
}

/**
 * A request's rows, cut at the dataset's end.
 *
 * @throws EngineError `argument/invalid` for negative or fractional numbers, and a batch of no rows
 */
export function scanRange(request: ScanRequest, numRows: number): ScanRange {
  const { rowStart = 0, rowEnd = numRows, batchRows = DEFAULT_BATCH_ROWS } = request
  for (const [name, value, min] of [
    ['rowStart', rowStart, 0],
    ['rowEnd', rowEnd, 0],
    ['batchRows', batchRows, 1],
  ] as const) {
    if (value >= min && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) continue
    throw new EngineError('argument/invalid', `${name} is ${value}, expected a whole number from ${min}`, {
      feature: name,
    })
  }
  const end = Math.min(rowEnd, numRows)
  return { rowStart: Math.min(rowStart, end), rowEnd: end, batchRows }
}
