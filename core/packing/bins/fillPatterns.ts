import type { LengthRun } from '../lengths/lengthRuns.ts'

/** Packs of one make: `taken[i]` rows of the length of group `groups[i]`, `times` times over. */
export interface FillPattern {
  groups: number[]
  taken: number[]
  times: number
}

/** How many dead ends all searches together may meet, and one at least. */
const ALL_TRIALS = 20_000_000
const LEAST_TRIALS = 64
const MOST_TRIALS = 4096

/** Up to this capacity a slot for every space is affordable. */
const MAX_SLOTS = 1 << 22

/**
 * Fills packs to the brim: for the longest row left, a search for rows that fill the rest of its pack exactly, longest
 * first. What is found is repeated as long as there are such rows, so there are no more searches than lengths. The
 * small rows, which fill gaps best, are spent last. (Gupta and Ho's minimum bin slack, over a histogram.)
 *
 * Where there are few small rows, filling every pack exactly spends them on the longest. `slack` is what a pack may
 * leave unfilled without a search: the longest rows then go together.
 * @param groups longest first, none above `capacity`
 */
export function fillPatterns(groups: readonly LengthRun[], capacity: number, slack = 0): FillPattern[] {
  const search = new PatternSearch(groups, capacity, slack)
  const patterns: FillPattern[] = []
  for (let group = search.firstLeft(0); group < groups.length; group = search.firstLeft(group)) {
    patterns.push(search.fill(group))
  }
  return patterns
}

class PatternSearch {
  readonly #capacity: number
  readonly #slack: number
  readonly #lengths: Float64Array
  readonly #left: Float64Array
  /** A group at or behind `g` that has rows left, as far as is known: paths are shortened on the way. */
  readonly #next: Uint32Array
  /** First group no longer than a space; null where there are too many spaces. */
  readonly #fitting: Uint32Array | null
  readonly #trials: number

  constructor(groups: readonly LengthRun[], capacity: number, slack: number) {
    this.#capacity = capacity
    this.#slack = slack
    this.#lengths = Float64Array.from(groups, ({ length }) => length)
    this.#left = Float64Array.from(groups, ({ count }) => count)
    this.#next = Uint32Array.from({ length: groups.length + 1 }, (_, i) => i)
    this.#trials = Math.min(MOST_TRIALS, Math.max(LEAST_TRIALS, Math.floor(ALL_TRIALS / (groups.length + 1))))
    this.#fitting = capacity < MAX_SLOTS ? slotsOf(this.#lengths, capacity) : null
  }

  /** The first group from `group` on with rows left; the number of groups when there is none. */
  firstLeft(group: number): number {
    const next = this.#next
    let at = group
    while (next[at] !== at) {
      const skipped = next[at] as number
      next[at] = next[skipped] as number
      at = skipped
    }
    return at
  }

  /** The fullest packs found that begin with a row of `first`; their rows are taken. */
  fill(first: number): FillPattern {
    const { groups, taken } = this.#bestFrom(first)
    let times = Number.POSITIVE_INFINITY
    for (let i = 0; i < groups.length; i++) {
      times = Math.min(times, Math.floor((this.#left[groups[i] as number] as number) / (taken[i] as number)))
    }
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] as number
      const left = (this.#left[group] as number) - times * (taken[i] as number)
      this.#left[group] = left
      if (left === 0) this.#next[group] = group + 1
    }
    return { groups, taken, times }
  }

  /** Depth first, as many as fit of each length before fewer, until a pack is full or the trials are spent. */
  #bestFrom(first: number): { groups: number[]; taken: number[] } {
    const lengths = this.#lengths
    const groups: number[] = []
    const taken: number[] = []
    const best = { groups: [first], taken: [1] }
    let unfilled = Number.POSITIVE_INFINITY
    let space = this.#capacity
    let group = first
    for (let trials = this.#trials; trials > 0; trials--) {
      // Down: the longest that fit.
      while (group < lengths.length) {
        const length = lengths[group] as number
        const fits = Math.min(this.#left[group] as number, Math.floor(space / length))
        groups.push(group)
        taken.push(fits)
        space -= fits * length
        group = this.#firstFitting(space, group + 1)
      }
      if (space < unfilled) {
        unfilled = space
        best.groups = groups.slice()
        best.taken = taken.slice()
        if (space <= this.#slack) break
      }
      // Back: one fewer of the shortest, but always one of the first.
      const last = groups.length - 1
      const fewer = (taken[last] as number) - 1
      group = groups[last] as number
      space += lengths[group] as number
      if (fewer > 0) taken[last] = fewer
      else {
        if (last === 0) break
        groups.pop()
        taken.pop()
      }
      group = this.#firstFitting(space, group + 1)
    }
    return best
  }

  #firstFitting(space: number, from: number): number {
    const lengths = this.#lengths
    if (this.#fitting) return this.firstLeft(Math.max(from, this.#fitting[space] as number))
    let low = from
    let high = lengths.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((lengths[middle] as number) > space) low = middle + 1
      else high = middle
    }
    return this.firstLeft(low)
  }
}

function slotsOf(lengths: Float64Array, capacity: number): Uint32Array {
  const slots = new Uint32Array(capacity + 1)
  let group = 0
  for (let space = capacity; space >= 0; space--) {
    while (group < lengths.length && (lengths[group] as number) > space) group++
    slots[space] = group
  }
  return slots
}
