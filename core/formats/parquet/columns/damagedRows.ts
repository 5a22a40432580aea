import { EngineError } from '../../../errors.ts'

/** Thrown where rows `[rowStart, rowEnd)` of a row group cannot be read in one column; others may. */
export class DamagedRows extends Error {
  readonly rowStart: number
  readonly rowEnd: number
  readonly reason: EngineError

  constructor(reason: EngineError, rowStart: number, rowEnd: number) {
    super(reason.message, { cause: reason })
    this.rowStart = rowStart
    this.rowEnd = rowEnd
    this.reason = reason
  }
}

/** Whether an error is about the data at hand and no more: neither the source nor a feature that is missing. */
export function isDamage(error: unknown): error is EngineError {
  return (
    error instanceof EngineError &&
    (error.code === 'format/corrupt' || error.code === 'compression/corrupt' || error.code === 'limit/exceeded')
  )
}
