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

const ROUNDS = 7
const ROWS = 10_000
const FILL = { padTokenId: 0, eosTokenId: 2, labelPadId: -100 }

/**
 * fast-axolotl's own benchmark: 10,000 rows of 10 to 100 ids packed into 512 and padded to 256, from an Arrow column
 * to written columns, next to plain Python and to fast-axolotl where `PYTHON` (default: python3) has it. The two
 * processes take turns, so that a machine that is busy for a while is busy for both. Prints by itself.
 */
export default async function fastAxolotlBenchmarks(): Promise<Benchmark[]> {
  const times = new Map<string, number[]>()
  const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms])
  const { pack, pad } = ourWays()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, ms] of Object.entries(pythonTimes())) note(name, ms)
    note('pack', medianTime(pack))
    note('pad', medianTime(pad))
  }
  console.log(`\nfast-axolotl's benchmark: ${ROWS.toLocaleString('en')} rows of 10 to 100 ids`)
  for (const task of ['pack', 'pad']) {
    const ours = median(times.get(task) ?? [])
    console.log(`  ${task} here: ${ours.toFixed(2)} ms`)
    for (const peer of ['Python', 'fast-axolotl']) {
      const theirs = times.get(`${task} in ${peer}`)
      if (!theirs) continue
      console.log(`  ${task} in ${peer}: ${median(theirs).toFixed(1)} ms, ${(median(theirs) / ours).toFixed(0)}× ours`)
    }
  }
  return []
}

function ourWays() {
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
  const rows = Array.from({ length: ROWS }, () =>
    Array.from({ length: 10 + Math.floor(91 * random()) }, () => Math.floor(32_000 * random())),
  )
  const batch = tokenBatch(rows)
  const source = { ids: 'input_ids', labels: null, mask: null }
  const options = { ...DEFAULT_PLAN_OPTIONS, strategy: 'greedy', sequenceLen: 512 } as const
  const tokens = readRowTokens(batch, source)
  const flat = { values: tokens.ids.values, offsets: tokens.ids.offsets }
  return {
    pack() {
      const { lengths } = countTokens(batch, source, FILL.labelPadId, 0)
      materializePacks(planPacks(lengths, options), packLayout(options), FILL, readRowTokens(batch, source))
    },
    pad() {
      padSequences(flat, { targetLength: 256 })
    },
  }
}

/** Median of 25 runs after 25 to warm up, in ms. */
function medianTime(run: () => void): number {
  const times: number[] = []
  for (let i = -25; i < 25; i++) {
    const started = performance.now()
    run()
    if (i >= 0) times.push(performance.now() - started)
  }
  return median(times)
}

function pythonTimes(): Record<string, number> {
  const python = process.env.PYTHON ?? 'python3'
  const run = spawnSync(python, ['scripts/bench/fast_axolotl_times.py'], { encoding: 'utf8' })
  return run.status === 0 ? (JSON.parse(run.stdout) as Record<string, number>) : {}
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
