import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { EncoderCodec } from '../../core/compression/encoders.ts'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import { createEncoders } from '../../wasm/bindings/loadEncoders.ts'
import type { Benchmark } from './benchmark.ts'
import { jsonRows } from './compressedFiles.ts'
import { jsonlText } from './jsonlTexts.ts'
import { textFileRows } from './textFileRows.ts'

const ROUNDS = 5
const TOTAL_BYTES = 24 << 20
/** As large as a page of Parquet. */
const PAGE_BYTES = 64 << 10
const CODECS: readonly EncoderCodec[] = ['lz4_raw', 'lz4_frame', 'snappy', 'gzip', 'zstd']

/** Milliseconds and compressed bytes. */
type Run = readonly [number, number]
type Runs = Record<string, Run>

/**
 * Our compressors beside zlib and python's bindings of the reference libraries: speeds of plain bytes, and how many times
 * smaller they become. Prints by itself, as results differ. PACKSCOPE_BENCH_HUGE=1 adds 300 MB in one call.
 */
export default async function encoderBenchmarks(): Promise<Benchmark[]> {
  const encoders = createEncoders(await WebAssembly.compile(readFileSync('build/wasm/encoders.wasm')))
  const codecs = createCodecs(await WebAssembly.compile(readFileSync('build/wasm/codecs.wasm')))
  const inputs: Record<string, Uint8Array> = {
    'text files as JSONL': textFileRows(TOTAL_BYTES),
    'JSONL of random words': jsonRows(TOTAL_BYTES),
    'token ids as JSONL': jsonlText('tokens', TOTAL_BYTES),
    'token ids (i32)': tokenIds(TOTAL_BYTES),
    'random bytes': randomBytes(TOTAL_BYTES),
  }
  if (process.env.PACKSCOPE_BENCH_HUGE) inputs['300 MB at once'] = textFileRows(300e6)
  const folder = mkdtempSync(join(tmpdir(), 'packscope-bench-'))
  try {
    for (const [title, plain] of Object.entries(inputs)) {
      writeFileSync(join(folder, 'plain'), plain)
      for (const codec of CODECS) {
        if (codec === 'snappy') continue // decoded by the loops of pages, under test there
        const back = codecs.decompress(codec, encoders.compress(codec, plain), plain.length)
        if (Buffer.compare(back, plain) !== 0) throw new Error(`${codec} of ${title} is not what it was`)
      }
      const rounds: Runs[] = []
      for (let round = -1; round < (plain.length > TOTAL_BYTES * 2 ? 1 : ROUNDS); round++) {
        const runs: Runs = {}
        for (const codec of CODECS) {
          runs[`${codec} here`] = timed(() => encoders.compress(codec, plain).length)
          runs[`${codec} here, 64 KiB pages`] = timed(() =>
            pagesOf(plain).reduce((sum, page) => sum + encoders.compress(codec, page).length, 0),
          )
        }
        for (const level of [1, 6]) runs[`gzip -${level} in zlib`] = timed(() => gzipSync(plain, { level }).length)
        Object.assign(runs, peerRuns(join(folder, 'plain')))
        if (round >= 0) rounds.push(runs)
      }
      print(title, plain.length, rounds)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

function timed(run: () => number): Run {
  const started = performance.now()
  const bytes = run()
  return [performance.now() - started, bytes]
}

function pagesOf(plain: Uint8Array): Uint8Array[] {
  const pages: Uint8Array[] = []
  for (let at = 0; at < plain.length; at += PAGE_BYTES) pages.push(plain.subarray(at, at + PAGE_BYTES))
  return pages
}

function randomBytes(length: number): Uint8Array {
  const words = new Uint32Array(length / 4)
  let state = 1
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state
  }
  return new Uint8Array(words.buffer)
}

function tokenIds(length: number): Uint8Array {
  const random = new Uint32Array(randomBytes(length).buffer)
  return new Uint8Array(Int32Array.from(random, (word) => (word / 2 ** 32) ** 3 * 128_000).buffer)
}

/** What python makes of the file, once; nothing without python. */
function peerRuns(file: string): Runs {
  const script = ['scripts/bench/encoder_times.py', file]
  const run = spawnSync(process.env.PYTHON ?? 'python3', script, { encoding: 'utf8' })
  return run.status === 0 ? (JSON.parse(run.stdout) as Runs) : {}
}

function print(title: string, plainBytes: number, rounds: readonly Runs[]): void {
  console.log(`\n${title}, ${plainBytes} bytes; medians of ${rounds.length} rounds`)
  const names = Object.keys(rounds[0] ?? {})
  const codecOf = (name: string) => name.slice(0, name.search(/[_ ]/))
  for (const name of names.sort((a, b) => codecOf(a).localeCompare(codecOf(b)))) {
    const runs = rounds.map((round) => round[name] as Run)
    const ms = runs.map((run) => run[0]).sort((a, b) => a - b)[runs.length >> 1] as number
    const ratio = plainBytes / (runs[0] as Run)[1]
    console.log(
      `  ${name.padEnd(34)} ${(plainBytes / 1e3 / ms).toFixed(0).padStart(6)} MB/s  ratio ${ratio.toFixed(3).padStart(8)}`,
    )
  }
}
