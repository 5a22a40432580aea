import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted, withAbort } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import type { SearchQuery } from '../../../core/search/searchQuery.ts'
import { sliceBatch } from '../../../core/table/batches.ts'
import { batchToIpc } from '../../../core/table/ipc.ts'
import type { OwnWorker, Pool } from '../../pool/pool.ts'

/** How long one row may take: sound expressions take microseconds, backtracking ones years. */
export const ROW_MILLISECONDS = 1000
/** A worker answers after so long, wherever it has come to. */
const TURN_MILLISECONDS = 200
/** With so many rows over the time, the expression is to blame, and nobody waits for the rest. */
const MOST_UNDECIDED = 50

/** What was found in a batch. */
export interface PatternMatches {
  rows: number[]
  /** Rows that took too long. */
  undecided: number[]
}

/**
 * Searches by a regular expression in a thread of its own, which is ended where a row takes too long: nothing else stops
 * an expression that backtracks. The row is told from its neighbours by asking for one at a time.
 */
export class PatternSearch {
  readonly #pool: Pool
  readonly #query: SearchQuery
  readonly #rowMilliseconds: number
  #worker: OwnWorker | null = null
  #undecided = 0

  constructor(pool: Pool, query: SearchQuery, rowMilliseconds: number = ROW_MILLISECONDS) {
    this.#pool = pool
    this.#query = query
    this.#rowMilliseconds = rowMilliseconds
  }

  /**
   * The rows of a batch that match.
   * @throws EngineError `limit/exceeded` where too many rows take too long, `argument/invalid` where there are no threads
   */
  async search(batch: RecordBatch, signal: AbortSignal): Promise<PatternMatches> {
    const found: PatternMatches = { rows: [], undecided: [] }
    let isCareful = false
    for (let row = 0; row < batch.numRows; ) {
      throwIfAborted(signal)
      const part = sliceBatch(batch, row, isCareful ? row + 1 : batch.numRows)
      const matches = await this.#match(part, isCareful ? 0 : TURN_MILLISECONDS, signal)
      if (matches) {
        for (const match of matches.rows) found.rows.push(row + match)
        row += matches.rowEnd
      } else if (isCareful) {
        found.undecided.push(row++)
        this.#countUndecided()
      } else isCareful = true
    }
    return found
  }

  /** Ends the thread, whatever it is doing. */
  close(): void {
    this.#worker?.end()
    this.#worker = null
  }

  /** Null where the worker did not answer in time, and was ended. */
  async #match(part: RecordBatch, turn: number, signal: AbortSignal) {
    const { api } = await this.#ready(signal)
    let timer: unknown
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.#rowMilliseconds + turn)
    })
    const answer = api.matchRows({ ipc: batchToIpc(part), query: this.#query, milliseconds: turn }, signal)
    answer.catch(() => {}) // of a worker that was ended nobody waits for an answer
    try {
      const matches = await withAbort(Promise.race([answer, late]), signal)
      if (matches === null) this.close()
      return matches
    } finally {
      clearTimeout(timer)
    }
  }

  /** The worker, once it has started: that takes its own time. */
  async #ready(signal: AbortSignal): Promise<OwnWorker> {
    if (this.#worker) return this.#worker
    this.#worker = this.#pool.ownWorker()
    if (!this.#worker) {
      const message = 'regular expressions are searched for in a thread of their own, which is not to be had here'
      throw new EngineError('argument/invalid', message, { feature: 'search' })
    }
    await withAbort(this.#worker.api.releaseDatasets({ keys: [] }), signal)
    return this.#worker
  }

  #countUndecided(): void {
    if (++this.#undecided < MOST_UNDECIDED) return
    const message = `the expression takes over ${this.#rowMilliseconds} ms on each of ${MOST_UNDECIDED} rows: it backtracks too much`
    throw new EngineError('limit/exceeded', message, { feature: 'search' })
  }
}
