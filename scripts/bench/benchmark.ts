/** One question of speed: several ways to the same result, measured side by side. */
export interface Benchmark {
  title: string
  /** Bytes one run looks at. */
  bytes: number
  /** Rows one run looks at, where that is the measure of speed. */
  rows?: number
  /** Ways by name, the one the others are compared with first. Each returns a number that all must agree on. */
  ways: Readonly<Record<string, () => number>>
  /** Ways to different results: what to print of each, instead of comparing them. */
  show?: (result: number) => string
  /** Fewer rounds than usual for what takes long. */
  rounds?: number
}

export interface Measured {
  way: string
  result: number
  /** Medians over the rounds. */
  milliseconds: number
  megabytesPerSecond: number
  /** Speed over that of the first way. */
  ratio: number
}

const WARM_UP_ROUNDS = 2

/**
 * Runs every way once per round, so that a machine that is busy for a while is busy for all of them.
 * @throws Error where two ways disagree: a wrong result has no speed
 */
export function measure({ title, bytes, ways, show, ...own }: Benchmark, usualRounds: number): Measured[] {
  const rounds = Math.min(usualRounds, own.rounds ?? usualRounds)
  const times = Object.keys(ways).map((): number[] => [])
  const results: number[] = []
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    Object.values(ways).forEach((run, way) => {
      const started = performance.now()
      results[way] = run()
      if (round >= 0) times[way]?.push(performance.now() - started)
    })
  }
  if (!show && new Set(results).size !== 1) throw new Error(`${title}: the ways disagree: ${results.join(', ')}`)
  const medians = times.map(median)
  return Object.keys(ways).map((way, i) => ({
    way,
    result: results[i] ?? 0,
    milliseconds: medians[i] ?? 0,
    megabytesPerSecond: bytes / 1e3 / (medians[i] ?? 1),
    ratio: (medians[0] ?? 1) / (medians[i] ?? 1),
  }))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}
