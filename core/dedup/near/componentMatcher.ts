import type { UnionFind } from '../groups/unionFind.ts'
import { jaccard } from './jaccard.ts'

/** Up to so many rows linked through buckets are compared each with each. */
export const ALL_PAIRS_ROWS = 32
/** Rows of a bucket that later ones are compared with whatever they are like: the first ones. */
const FIRST_LISTED = 16
/** Rows of a bucket that later ones are compared with at all. */
const MOST_LISTED = 64

interface Listed {
  row: number
  ngrams: Float64Array
}

/**
 * Compares the rows of one component: rows linked, however indirectly, by equal band hashes. Rows come in ascending order,
 * and what is found depends on nothing else.
 *
 * In a component of up to 32 rows every pair is compared. In a larger one, rows that share a bucket are: each with those
 * that the bucket has listed, which are its first 16 rows, and from then on, up to 64, those similar to none that is listed.
 * So of a bucket of over 16 rows a pair may be missed whose rows are similar to each other but not to a listed one, and
 * found through another bucket. No pair is joined that is not similar, and none is compared that is joined already.
 */
export class ComponentMatcher {
  readonly #threshold: number
  readonly #joined: UnionFind
  readonly #buckets: Map<number, Listed[]>[]
  readonly #all: Listed[] = []
  /** Bytes of the sets and buckets that are kept. */
  heldBytes = 0

  /** @param bands of a large component; 0: every pair is compared */
  constructor(threshold: number, bands: number, joined: UnionFind) {
    this.#threshold = threshold
    this.#joined = joined
    this.#buckets = Array.from({ length: bands }, () => new Map())
  }

  get needsHashes(): boolean {
    return this.#buckets.length > 0
  }

  /**
   * @param ngrams ascending
   * @param hashes a hash per band; not looked at where none is needed
   */
  add(row: number, ngrams: Float64Array, hashes: Uint32Array): void {
    const listed: Listed = { row, ngrams }
    if (this.#buckets.length === 0) {
      for (const earlier of this.#all) this.#compare(listed, earlier)
      this.#all.push(listed)
      this.heldBytes += ngrams.byteLength
      return
    }
    const unlike = new Set<number>()
    let isHeld = false
    for (const [band, buckets] of this.#buckets.entries()) {
      const hash = hashes[band] as number
      const bucket = buckets.get(hash)
      if (!bucket) {
        buckets.set(hash, [listed])
        this.heldBytes += BUCKET_BYTES
        isHeld = true
        continue
      }
      let isNew = true
      for (const earlier of bucket) {
        if (unlike.has(earlier.row)) continue
        if (this.#compare(listed, earlier)) isNew = false
        else unlike.add(earlier.row)
      }
      if (bucket.length >= FIRST_LISTED && !(isNew && bucket.length < MOST_LISTED)) continue
      bucket.push(listed)
      this.heldBytes += LISTED_BYTES
      isHeld = true
    }
    if (isHeld) this.heldBytes += ngrams.byteLength
  }

  /** Whether the two are in one group, now or before. */
  #compare(one: Listed, other: Listed): boolean {
    const joined = this.#joined
    if (joined.find(one.row) === joined.find(other.row)) return true
    if (jaccard(one.ngrams, other.ngrams, this.#threshold) < this.#threshold) return false
    joined.join(one.row, other.row)
    return true
  }
}

/** What an entry of a map with a list of one takes, and one more of the list: about. */
const BUCKET_BYTES = 120
const LISTED_BYTES = 16
