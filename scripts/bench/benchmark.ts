/** One question of speed: several ways to the same result, measured side by side. */
export interface Benchmark {
  title: string
  /** Bytes one run looks at. */
  bytes: number
  /** Ways by name, the one the others are compared with first. Each returns a number that all must agree on. */
  ways: Readonly<Record<string, () => number>>
}

export interface Measured {
  way: string
  /** Median over the rounds. */
  megabytesPerSecond: number
  /** Speed over that of the first way. */
  ratio: number
}

const WARM_UP_ROUNDS = 2

/**
 * Runs every way once per round, so that a machine that is busy for a while is busy for all of them.
 * @throws Error where two ways disagree: a wrong result has no speed
 */
export function measure({ title, bytes, ways }: Benchmark, rounds: number): Measured[] {
  const times = Object.keys(ways).map((): number[] => [])
  const results = new Set<number>()
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    Object.values(ways).forEach((run, way) => {
      const started = performance.now()
      results.add(run())
      if (round >= 0) times[way]?.push(performance.now() - started)
    })
  }
  if (results.size !== 1) throw new Error(`${title}: the ways disagree: ${[...results].join(', ')}`)
  const speeds = times.map((list) => bytes / 1e3 / median(list))
  return Object.keys(ways).map((way, i) => ({
    way,
    megabytesPerSecond: speeds[i] ?? 0,
    ratio: (speeds[i] ?? 0) / (speeds[0] ?? 1),
  }))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}
