import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset, ScanRequest } from '../../core/dataset/dataset.ts'
import { pageCodecs } from '../../core/formats/parquet/codecs/pageCodecs.ts'
import { openParquet } from '../../core/formats/parquet/openParquet.ts'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import { createPageKernels } from '../../wasm/bindings/loadPages.ts'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 3
const ROWS = 120_000
const PEERS = ['pyarrow', 'polars', 'DuckDB', 'fast-axolotl']
const TASKS = ['first rows', 'far rows', 'text column', 'scan snappy', 'scan zstd', 'scan gzip']
/** Milliseconds, and milliseconds of processor time. */
type Time = [number, number]

/**
 * Parquet of 120,000 rows (texts, messages, ids; about 340 MB as Arrow): the first hundred rows and a hundred far away
 * of a file of one row group without page index, one column of text, and whole scans into Arrow batches. Ours on one
 * thread, peers on one and on two threads of the Python at `PYTHON` (default: python3), taking turns. Processor time
 * is beside the time, since the machine may be busy. Prints by itself.
 */
export default async function parquetBenchmarks(): Promise<Benchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-parquet-'))
  try {
    const written = python(['write', folder, String(ROWS)])
    if (!written) {
      console.log('\nParquet: no Python with pyarrow and NumPy to write the files with; set PYTHON')
      return []
    }
    await compare(folder, (written as unknown as { arrowBytes: number }).arrowBytes)
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function compare(folder: string, arrowBytes: number): Promise<void> {
  const times = new Map<string, Time[]>()
  const note = (name: string, time: Time) => times.set(name, [...(times.get(name) ?? []), time])
  for (let round = -1; round < ROUNDS; round++) {
    // Every round jumps somewhere else: nothing is found where the last one left it.
    const place = Math.floor(ROWS * [0.5, 0.93, 0.31, 0.77][round + 1]!)
    for (const task of TASKS) {
      const time = await timed(() => ourTask(folder, task, place))
      if (round >= 0) note(task, time)
    }
    if (round < 0) continue
    for (const threads of ['1', '2']) {
      const peers = python([threads, folder, String(place)])
      for (const [name, time] of Object.entries(peers ?? {})) note(`${name}, ${threads}`, time)
    }
  }
  console.log(`\nParquet: ${ROWS.toLocaleString('en')} rows, ${(arrowBytes / 1e6).toFixed(0)} MB as Arrow`)
  for (const task of TASKS) print(task, times)
}

function print(task: string, times: ReadonlyMap<string, Time[]>): void {
  const ours = median(times.get(task) ?? [])
  console.log(`  ${task} here: ${ours[0].toFixed(1)} ms, ${ours[1].toFixed(1)} of processor`)
  for (const peer of PEERS) {
    const lines = ['1', '2'].flatMap((threads) => {
      const all = times.get(`${task} in ${peer}, ${threads}`)
      if (!all) return []
      const [ms, processor] = median(all)
      const ratios = `${(ms / ours[0]).toFixed(2)}× and ${(processor / ours[1]).toFixed(2)}× ours`
      return [`${threads} thread${threads === '1' ? '' : 's'} ${ms.toFixed(0)} ms, ${processor.toFixed(0)} (${ratios})`]
    })
    if (lines.length > 0) console.log(`    ${peer.padEnd(13)} ${lines.join('; ')}`)
  }
}

async function ourTask(folder: string, task: string, place: number): Promise<number> {
  const codec = task.split(' ')[1]
  const isJump = task.endsWith('rows')
  const path = join(folder, isJump ? 'one.parquet' : `scan-${codec === 'column' ? 'snappy' : codec}.parquet`)
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const dataset = await openFile(file, size)
    if (!isJump) return await count(dataset, task === 'text column' ? { columns: ['text'] } : {})
    const rowStart = task === 'far rows' ? place : 0
    return await count(dataset, { rowStart, rowEnd: rowStart + 100 })
  } finally {
    await file.close()
  }
}

const pagesModule = lazily(() => WebAssembly.compile(readFileSync('build/wasm/pages.wasm')))
const codecs = lazily(async () => createCodecs(await WebAssembly.compile(readFileSync('build/wasm/codecs.wasm'))))

async function openFile(file: Awaited<ReturnType<typeof open>>, byteLength: number): Promise<Dataset> {
  const source = {
    byteLength,
    async read(start: number, end: number) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      return bytesRead === bytes.length ? bytes : bytes.subarray(0, bytesRead)
    },
  }
  return openParquet(source, {
    pages: await createPageKernels(await pagesModule()),
    decompress: pageCodecs({ codecs }),
  })
}

async function count(dataset: Dataset, request: ScanRequest): Promise<number> {
  let rows = 0
  for await (const batch of dataset.scan(request)) rows += batch.numRows
  return rows
}

async function timed(run: () => Promise<unknown>): Promise<Time> {
  const started = performance.now()
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return [performance.now() - started, (user + system) / 1e3]
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}

function python(options: string[]): Record<string, Time> | null {
  const command = process.env.PYTHON ?? 'python3'
  const run = spawnSync(command, ['scripts/bench/parquet_times.py', ...options], { encoding: 'utf8' })
  return run.status === 0 && run.stdout ? (JSON.parse(run.stdout) as Record<string, Time>) : null
}

function median(times: readonly Time[]): Time {
  const middle = (part: 0 | 1) => times.map((time) => time[part]).sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  return [middle(0), middle(1)]
}
