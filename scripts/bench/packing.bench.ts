import { tokenAccount } from '../../core/packing/account/tokenAccount.ts'
import {
  DEFAULT_PLAN_OPTIONS,
  PACK_STRATEGIES,
  type PlanOptions,
  TRAINER_EXCESS,
} from '../../core/packing/plan/packOptions.ts'
import { numPacks, packingEfficiency } from '../../core/packing/plan/packPlan.ts'
import { countPacks, planPacks } from '../../core/packing/plan/planPacks.ts'
import type { Benchmark } from './benchmark.ts'

const MILLION = 1_000_000

/** Planning by every strategy, each to its own packs, and the points of its curve; rows too long are dropped. */
export default function packingBenchmarks(): Benchmark[] {
  return [
    ...[2048, 4096, 8192].map((sequenceLen) => planning(MILLION, sequenceLen, 5)),
    moving(MILLION, null),
    moving(MILLION, 42),
    counting(MILLION, 2048),
    planning(10 * MILLION, 2048, 3),
    shuffledPlanning(10 * MILLION, 2048, 3),
  ]
}

function planning(rows: number, sequenceLen: number, rounds: number): Benchmark {
  const lengths = chatLengths(rows)
  return {
    title: `plans of ${rows.toLocaleString('en')} rows into ${sequenceLen}; share of positions with a token`,
    bytes: lengths.byteLength,
    rows,
    rounds,
    ways: byStrategy((options) => packingEfficiency(planPacks(lengths, { ...options, sequenceLen }))),
    show: (efficiency) => `${(100 * efficiency).toFixed(4)} %`,
  }
}

/** As `planning`, in numpy's order of a seed that is another one each time: the order is made anew. */
function shuffledPlanning(rows: number, sequenceLen: number, rounds: number): Benchmark {
  const lengths = chatLengths(rows)
  let shuffleSeed = 0
  return {
    title: `plans of ${rows.toLocaleString('en')} rows into ${sequenceLen}, shuffled by a new seed; packs`,
    bytes: lengths.byteLength,
    rows,
    rounds,
    ways: byStrategy((options) => {
      shuffleSeed++
      return numPacks(planPacks(lengths, { ...options, sequenceLen, shuffleSeed }))
    }),
    show: (packs) => packs.toLocaleString('en'),
  }
}

/** What has to be done when `sequence_len` moves: the plan and its account with trained tokens. */
function moving(rows: number, shuffleSeed: number | null): Benchmark {
  const lengths = chatLengths(rows)
  const trained = lengths.map((length) => length >> 1)
  let sequenceLen = 2048
  return {
    title: `sequence_len moved over ${rows.toLocaleString('en')} rows${shuffleSeed === null ? '' : ', shuffled'}: plan and account; packs`,
    bytes: lengths.byteLength,
    rows,
    ways: byStrategy((options) => {
      sequenceLen = sequenceLen === 4096 ? 2048 : sequenceLen + 64
      const plan = planPacks(lengths, { ...options, sequenceLen, shuffleSeed })
      tokenAccount(plan, lengths, trained, null)
      return numPacks(plan)
    }),
    show: (packs) => packs.toLocaleString('en'),
  }
}

function counting(rows: number, sequenceLen: number): Benchmark {
  const lengths = chatLengths(rows)
  return {
    title: `points of curves over ${rows.toLocaleString('en')} rows at ${sequenceLen}; packs`,
    bytes: lengths.byteLength,
    rows,
    rounds: 5,
    ways: byStrategy((options) => countPacks(lengths, { ...options, sequenceLen }).packs),
    show: (packs) => packs.toLocaleString('en'),
  }
}

function byStrategy(run: (options: Omit<PlanOptions, 'sequenceLen'>) => number): Benchmark['ways'] {
  return Object.fromEntries(
    PACK_STRATEGIES.map((strategy) => {
      const excess = TRAINER_EXCESS[strategy] === 'split' ? 'split' : 'drop'
      return [strategy, () => run({ ...DEFAULT_PLAN_OPTIONS, strategy, excess })]
    }),
  )
}

/** Lognormal lengths as of chats: a median of 270 tokens, one row in eighty above 2,048. */
function chatLengths(rows: number): Uint32Array {
  let state = 20261123
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return Uint32Array.from({ length: rows }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    return Math.max(1, Math.round(Math.exp(5.6 + 0.9 * normal)))
  })
}
