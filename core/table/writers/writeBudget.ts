import { EngineError } from '../../errors.ts'

/** Most bytes the columns of one batch may take, so that Arrow's 32-bit offsets and the machine's memory hold. */
export const MAX_BATCH_BYTES = 1024 ** 3

/**
 * What the writers of one batch may allocate together. A small record can unfold into a very large one (a list of a
 * million empty structs of forty fields), so the bytes of the source are no bound.
 */
export class WriteBudget {
  readonly limit: number
  #used = 0

  constructor(limit = MAX_BATCH_BYTES) {
    this.limit = limit
  }

  /** @throws EngineError `limit/exceeded` when the batch would go over the budget; nothing is charged then. */
  charge(bytes: number): void {
    if (this.#used + bytes > this.limit) {
      throw new EngineError(
        'limit/exceeded',
        `needs ${this.#used + bytes} bytes of columns, ${this.limit} are allowed in one batch`,
      )
    }
    this.#used += bytes
  }

  /** Called when the batch was handed over. */
  reset(): void {
    this.#used = 0
  }
}
