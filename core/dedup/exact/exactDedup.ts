import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import { DIGEST_BYTES } from '../../hashing/rowHasher.ts'
import type { Scratch } from '../../scratch/scratch.ts'
import { OUTSIDE, takeMatches } from '../groups/duplicateGroups.ts'
import { DigestSet, mixDigest, SET_FULL } from './digestSet.ts'
import { SPILL_WORDS, SpillFiles } from './spillFiles.ts'

/** Room for rows in the beginning. */
const FIRST_ROWS = 1024
/** Files that digests beyond the budget are divided into: each is to fit the budget, or is divided again. */
const SPILL_FILES = 64

export interface ExactOptions {
  /** Memory for digests; what is beyond goes to scratch. */
  budgetBytes: number
  scratch: Scratch
  /** A scratch group of this run's own. */
  scratchGroup: string
  /** How many rows there will be, where that is known: more are no error. */
  rows?: number
  /** Any number; results do not depend on it. */
  seed: number
  signal?: AbortSignal
}

export interface ExactResult {
  /** For each row the first row with the same digest: itself where there is none before, `OUTSIDE` where it is known outside. */
  firstOf: Uint32Array
  /** For each row known outside, in order, the first row there with the same digest, counted over all of `addOutside`. */
  matches: Uint32Array
  /** Rows without a key. */
  keyless: number
}

/**
 * Finds the first row of every digest in one pass, in row order, with bounded memory. While digests fit the budget they
 * are answered at once. Then the table stays as it is: a digest it holds is still answered by it, and one that it does
 * not hold is set aside in one of several files, which are gone through one by one when all rows were seen. Since the
 * table holds earlier rows than any file, and a file has all rows of its digests in order, the answers are the same.
 *
 * Call `addOutside` first, then `add` batch by batch, then `finish`; and `discard` at the end, whatever happened.
 */
export class ExactDedup {
  readonly #options: ExactOptions
  readonly #level: Level
  #firstOf: Uint32Array
  #rows = 0
  #keyless = 0
  /** Rows outside: they come first in the numbers that the table holds. */
  #outsideRows = 0

  constructor(options: ExactOptions) {
    this.#options = options
    this.#level = new Level(options, 0)
    this.#firstOf = new Uint32Array(Math.max(FIRST_ROWS, options.rows ?? 0))
  }

  /**
   * Digests that rows are to be compared with besides.
   * @param digests and `keyless` as of `add`
   * @throws EngineError `sink/*`, `limit/exceeded` as `add` does
   */
  async addOutside(digests: Uint8Array<ArrayBuffer>, keyless: Uint8Array | null): Promise<void> {
    const words = wordsOf(digests)
    const first = this.#outsideRows
    this.#outsideRows += digests.length / DIGEST_BYTES
    checkRows(this.#outsideRows + this.#rows)
    for (let i = 0; i * 8 < words.length; i++) if (keyless?.[i] !== 1) this.#level.place(words, i * 8, first + i)
    await this.#level.flush()
  }

  /**
   * The next rows.
   * @param digests 32 bytes a row, the buffer's alignment that of 32-bit words
   * @param keyless one byte a row, 1 where it equals no other; null: none
   * @throws EngineError `sink/*` when scratch takes no more, `limit/exceeded` for more than 2^32 - 2 rows
   */
  async add(digests: Uint8Array<ArrayBuffer>, keyless: Uint8Array | null): Promise<void> {
    const words = wordsOf(digests)
    const rows = digests.length / DIGEST_BYTES
    this.#reserve(this.#rows + rows)
    for (let i = 0; i < rows; i++) {
      const row = this.#rows++
      const number = this.#outsideRows + row
      if (keyless?.[i] === 1) {
        this.#keyless++
        this.#firstOf[row] = number
        continue
      }
      const first = this.#level.place(words, i * 8, number)
      if (first !== SET_FULL) this.#firstOf[row] = first
    }
    await this.#level.flush()
  }

  /** What became of every row. @param onProgress told how many of the rows set aside are done */
  async finish(onProgress?: (done: number, total: number) => void): Promise<ExactResult> {
    const outside = this.#outsideRows
    await this.#level.finish((number, first) => {
      if (number >= outside) this.#firstOf[number - outside] = first
    }, onProgress)
    throwIfAborted(this.#options.signal)
    const firstOf = this.#firstOf.subarray(0, this.#rows)
    return { firstOf, matches: takeMatches(firstOf, outside), keyless: this.#keyless }
  }

  /** Lets go of memory and scratch. Never throws. */
  async discard(): Promise<void> {
    await this.#level.discard()
    await this.#options.scratch.remove(`${this.#options.scratchGroup}/`).catch(() => {}) // evicted in time
  }

  #reserve(rows: number): void {
    checkRows(this.#outsideRows + rows)
    if (rows <= this.#firstOf.length) return
    const larger = new Uint32Array(Math.min(OUTSIDE, Math.max(rows, this.#firstOf.length * 2)))
    larger.set(this.#firstOf.subarray(0, this.#rows))
    this.#firstOf = larger
  }
}

function checkRows(rows: number): void {
  if (rows >= OUTSIDE) throw new EngineError('limit/exceeded', 'duplicates are found among 2^32 - 2 rows at most')
}

function wordsOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(buffer, byteOffset, length / Uint32Array.BYTES_PER_ELEMENT)
}

/** A table, and the files of what it had no room for. */
class Level {
  readonly #options: ExactOptions
  readonly #depth: number
  #set: DigestSet | null
  #spill: SpillFiles | null = null

  constructor(options: ExactOptions, depth: number) {
    this.#options = options
    this.#depth = depth
    this.#set = new DigestSet(options.budgetBytes, options.seed + depth)
  }

  /** As `DigestSet.place`; `SET_FULL` where the answer comes with `finish`. */
  place(words: Uint32Array, at: number, row: number): number {
    const first = (this.#set as DigestSet).place(words, at, row)
    if (first !== SET_FULL) return first
    const { scratch, scratchGroup, seed } = this.#options
    this.#spill ??= new SpillFiles(scratch, `${scratchGroup}/${this.#depth}-`, SPILL_FILES)
    // Another hash than the table's, and another one at every depth: a file is divided when its turn comes.
    const file = mixDigest(words, at, ~(seed + this.#depth)) % SPILL_FILES
    this.#spill.add(file, words, at, row)
    return SET_FULL
  }

  async flush(): Promise<void> {
    await this.#spill?.flush()
  }

  async finish(
    tell: (row: number, first: number) => void,
    onProgress?: (done: number, total: number) => void,
  ): Promise<void> {
    const spill = this.#spill
    this.#set = null
    if (!spill) return
    await spill.close()
    let done = 0
    for (let file = 0; file < spill.count; file++) {
      const next = new Level(this.#options, this.#depth + 1)
      try {
        for await (const entries of spill.read(file, this.#options.signal)) {
          for (let at = 0; at < entries.length; at += SPILL_WORDS) {
            const row = entries[at + SPILL_WORDS - 1] as number
            const first = next.place(entries, at, row)
            if (first !== SET_FULL) tell(row, first)
          }
          await next.flush()
          done += entries.length / SPILL_WORDS
          onProgress?.(done, spill.entries)
        }
        await next.finish(tell)
      } finally {
        await next.discard()
      }
    }
  }

  async discard(): Promise<void> {
    this.#set = null
    await this.#spill?.discard()
  }
}
