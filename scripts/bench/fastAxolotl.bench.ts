import { spawnSync } from 'node:child_process'
import { DEFAULT_PLAN_OPTIONS } from '../../core/packing/plan/packOptions.ts'
import { planPacks } from '../../core/packing/plan/planPacks.ts'
import { countTokens } from '../../core/packing/rows/countTokens.ts'
import { readRowTokens } from '../../core/packing/rows/rowTokens.ts'
import { materializePacks } from '../../core/packing/written/materialize.ts'
import { packLayout } from '../../core/packing/written/packLayout.ts'
import { padSequences } from '../../core/padding/padSequences.ts'
import { tokenBatch } from '../../core/testing/tokenBatch.ts'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 9
const ROWS = 10_000
const PAD_TO = 256
const FILL = { padTokenId: 0, eosTokenId: 2, labelPadId: -100 }

/** What `fast_axolotl_times.py` prints: milliseconds by task, and a number that depends on every padded item. */
interface PythonTimes {
  times: Record<string, number>
  padded: number
}

/**
 * fast-axolotl's own benchmark: 10,000 rows of 10 to 100 ids packed into 512 and padded to 256, next to plain Python and
 * to fast-axolotl where `PYTHON` (default: python3) has it. Packing goes from an Arrow column to written columns. Padding
 * goes from the same column, and from arrays of numbers as Python has them, into memory that is kept, as Python's own
 * allocator keeps it; into new memory the time is mostly the system's, which hands out ten megabytes page by page.
 * Both sides make the same rows and must pad them alike. The two processes take turns, so that a machine that is busy
 * for a while is busy for both. Prints by itself.
 */
export default async function fastAxolotlBenchmarks(): Promise<Benchmark[]> {
  const times = new Map<string, number[]>()
  const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms])
  const ways = ourWays()
  const padded = digest(ways.pad().values)
  for (let round = 0; round < ROUNDS; round++) {
    const python = pythonTimes()
    if (python && python.padded !== padded) throw new Error(`padded rows differ: ${padded}, ${python.padded}`)
    for (const [name, ms] of Object.entries(python?.times ?? {})) note(name, ms)
    for (const [name, run] of Object.entries(ways)) note(name, medianTime(run))
  }
  console.log(
    `\nfast-axolotl's benchmark: ${ROWS.toLocaleString('en')} rows of 10 to 100 ids, medians of ${ROUNDS} rounds`,
  )
  for (const ours of Object.keys(ways)) {
    const own = times.get(ours) ?? []
    console.log(`  ${ours} here: ${median(own).toFixed(2)} ms`)
    const [task] = ours.split(',')
    for (const peer of ['Python', 'fast-axolotl']) {
      const theirs = times.get(`${task} in ${peer}`)
      if (!theirs) continue
      const ratios = theirs.map((ms, round) => ms / (own[round] as number))
      const ratio = `${(median(theirs) / median(own)).toFixed(0)}× ours (${Math.min(...ratios).toFixed(0)}× in the worst round)`
      console.log(`  ${task} in ${peer}: ${median(theirs).toFixed(1)} ms, ${ratio}`)
    }
  }
  return []
}

function ourWays() {
  const rows = sameRows()
  const batch = tokenBatch(rows)
  const source = { ids: 'input_ids', labels: null, mask: null }
  const options = { ...DEFAULT_PLAN_OPTIONS, strategy: 'greedy', sequenceLen: 512 } as const
  const { values, offsets } = readRowTokens(batch, source).ids
  const into = new Int32Array(ROWS * PAD_TO)
  const padding = { targetLength: PAD_TO }
  return {
    pack() {
      const { lengths } = countTokens(batch, source, FILL.labelPadId, 0)
      return materializePacks(planPacks(lengths, options), packLayout(options), FILL, readRowTokens(batch, source))
    },
    pad: () => padSequences({ values, offsets }, { ...padding, into }),
    'pad, from arrays of numbers': () => padSequences(rows, { ...padding, into }),
    'pad, into new memory': () => padSequences({ values, offsets }, padding),
  }
}

/** The rows that `fast_axolotl_times.py` makes: a generator both languages have. */
function sameRows(): number[][] {
  let state = 1
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % limit
  }
  return Array.from({ length: ROWS }, () => Array.from({ length: 10 + below(91) }, () => below(32_000)))
}

function digest(values: Int32Array): number {
  return values.reduce((sum, value) => (Math.imul(sum, 31) + value) >>> 0, 0)
}

/** Median of 25 runs after 25 to warm up, in ms. */
function medianTime(run: () => unknown): number {
  const times: number[] = []
  for (let i = -25; i < 25; i++) {
    const started = performance.now()
    run()
    if (i >= 0) times.push(performance.now() - started)
  }
  return median(times)
}

function pythonTimes(): PythonTimes | null {
  const python = process.env.PYTHON ?? 'python3'
  const run = spawnSync(python, ['scripts/bench/fast_axolotl_times.py'], { encoding: 'utf8' })
  return run.status === 0 ? (JSON.parse(run.stdout) as PythonTimes) : null
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
