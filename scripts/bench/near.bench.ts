import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RecordBatch, Table, Utf8, vectorFromArray } from 'apache-arrow'
import { findNear } from '../../core/dedup/near/findNear.ts'
import { type NearParams, signShape } from '../../core/dedup/near/nearParams.ts'
import { signRows } from '../../core/dedup/near/signRows.ts'
import { lowerText, wordTables } from '../../core/dedup/near/wordTables.ts'
import { MAX_TEXT_BYTES, type MinhashKernel } from '../../core/kernels/minhashKernel.ts'
import { createMinhashKernel } from '../../wasm/bindings/minhashKernel.ts'
import type { Benchmark } from './benchmark.ts'

const ROWS = 100_000
const BATCH_ROWS = 4096
const ROUNDS = 3
const PEERS = ['datasketch', 'text-dedup']
const COLUMN = 'text'
const PARAMS: NearParams = { ngramSize: 5, numPerm: 250, threshold: 0.7, bands: 25, rowsPerBand: 10, seed: 42 }

/**
 * Near duplicates among 100,000 documents of 20 to 60 words in memory, a fifth of them copies with a word or two replaced: ours
 * in this process, one thread, verified by true Jaccard similarity; datasketch and text-dedup in the Python at `PYTHON`
 * (default: python3), as far as it has them, once, and not verified. Prints by itself.
 */
export default async function nearBenchmarks(): Promise<Benchmark[]> {
  const texts = documents(ROWS)
  const kernel = createMinhashKernel(new WebAssembly.Module(readFileSync('build/wasm/minhash.wasm')), {
    ...wordTables(),
    lower: lowerText,
    maxTextBytes: MAX_TEXT_BYTES,
  })
  const batches = batchesOf(texts)
  const times: number[] = []
  let removed = 0
  for (let round = -1; round < ROUNDS; round++) {
    const started = performance.now()
    removed = await removedBy(batches, texts, kernel)
    if (round >= 0) times.push(performance.now() - started)
  }
  const ours = times.sort((a, b) => a - b)[ROUNDS >> 1] as number
  console.log(`\nNear duplicates among ${ROWS.toLocaleString('en')} documents, 25 × 10 permutations, one thread`)
  print('here, verified', ours, removed, ours)
  for (const [name, [ms, left]] of Object.entries(peerTimes(texts))) print(name, ms, left, ours)
  return []
}

function print(name: string, ms: number, removed: number, ours: number): void {
  const figures = `${(ms / 1000).toFixed(2).padStart(8)} s  ${(ms / ours).toFixed(1).padStart(6)}× ours`
  console.log(`  ${name.padEnd(16)} ${figures}  ${removed.toLocaleString('en')} rows left out`)
}

async function removedBy(
  batches: readonly RecordBatch[],
  texts: readonly string[],
  kernel: MinhashKernel,
): Promise<number> {
  const source = {
    numRows: texts.length,
    outsideRows: 0,
    async *sign(shape: Parameters<MinhashKernel['createSigner']>[0]) {
      const signer = kernel.createSigner(shape)
      for (const [i, batch] of batches.entries()) yield signRows(batch, COLUMN, signer, shape.bands, i * BATCH_ROWS)
    },
    async *texts(rows: Uint32Array) {
      yield* batchesOf(Array.from(rows, (row) => texts[row] as string))
    },
  }
  const signer = kernel.createSigner(signShape(PARAMS))
  const { firstOf } = await findNear(source, PARAMS, COLUMN, signer, { budgetBytes: 2 ** 30, ngramBytes: 2 ** 30 })
  return firstOf.reduce((sum, first, row) => sum + (first === row ? 0 : 1), 0)
}

function batchesOf(texts: readonly string[]): RecordBatch[] {
  const batches: RecordBatch[] = []
  for (let row = 0; row < texts.length; row += BATCH_ROWS) {
    const column = vectorFromArray(texts.slice(row, row + BATCH_ROWS), new Utf8())
    batches.push(...new Table({ [COLUMN]: column }).batches)
  }
  return batches
}

function peerTimes(texts: readonly string[]): Record<string, [number, number]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-near-'))
  try {
    const path = join(folder, 'texts.txt')
    writeFileSync(path, texts.join('\n'))
    const { ngramSize, bands, rowsPerBand } = PARAMS
    const words = ['scripts/bench/near_times.py', path, ngramSize, bands, rowsPerBand, ...PEERS].map(String)
    const run = spawnSync(process.env.PYTHON ?? 'python3', words, { encoding: 'utf8' })
    return run.status === 0 && run.stdout ? (JSON.parse(run.stdout) as Record<string, [number, number]>) : {}
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Documents made from numbers that look random and are always the same. */
function documents(count: number): string[] {
  let state = 20261125
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const word = () => random(50_000).toString(36)
  const texts: string[] = []
  for (let i = 0; i < count; i++) {
    if (i > 0 && random(5) === 0) {
      const words = (texts[random(i)] as string).split(' ')
      for (let replaced = 1 + random(2); replaced > 0; replaced--) words[random(words.length)] = word()
      texts.push(words.join(' '))
    } else texts.push(Array.from({ length: 20 + random(41) }, word).join(' '))
  }
  return texts
}
