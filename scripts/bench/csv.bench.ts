import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { CsvCutter } from '../../core/formats/csv/csvCutter.ts'
import { openCsv } from '../../core/formats/csv/openCsv.ts'
import { scalarCsvKernels } from '../../core/formats/csv/scalarCut.ts'
import { indexRecords } from '../../core/formats/records/indexRecords.ts'
import { CHUNK_BYTES } from '../../core/formats/records/limits.ts'
import { surveyRecords } from '../../core/formats/records/surveyRecords.ts'
import type { ByteSource } from '../../core/io/byteSource.ts'
import type { CsvKernels } from '../../core/kernels/csvKernels.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createCsvKernels } from '../../wasm/bindings/csvKernels.ts'
import { createWasmKernels } from '../../wasm/bindings/loadKernels.ts'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 5
const PEERS = ['DuckDB', 'polars', 'pyarrow', 'pandas', 'fast-axolotl']
const FIRST_ROWS = 1000

/** Files of three kinds: 240,000 rows of plain text, cells that need quotes, and numbers. */
const SHAPES: readonly (readonly [string, (path: string) => void])[] = [
  ['long text without quotes', writeText],
  ['quotes, line breaks and JSON in cells', writeQuoted],
  ['ten columns of numbers', writeNumbers],
]

/**
 * Files read into Arrow batches: ours in this process, one thread; DuckDB, polars, pyarrow, pandas and fast-axolotl on one
 * thread of the Python at `PYTHON` (default: python3), as far as it has them; papaparse to plain arrays. They take turns.
 * Prints by itself.
 */
export default async function csvBenchmarks(): Promise<Benchmark[]> {
  const kernels = await loadKernels()
  const folder = mkdtempSync(join(tmpdir(), 'packscope-csv-'))
  try {
    for (const [title, write] of SHAPES) {
      const path = join(folder, 'file.csv')
      write(path)
      await compare(title, path, kernels)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function compare(title: string, path: string, kernels: Kernels): Promise<void> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const source: ByteSource = {
      byteLength: size,
      async read(start, end) {
        const bytes = new Uint8Array(Math.min(end, size) - start)
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
        return bytes.subarray(0, bytesRead)
      },
    }
    const bytes = readFileSync(path)
    const csv = (await kernels.csv()) ?? scalarCsvKernels
    const ours: Record<string, () => Promise<unknown>> = {
      'scan here': () => scan(source, kernels),
      'scan here, TypeScript only': () => scan(source, { ...kernels, csv: async () => null }),
      'survey here': () => survey(source, kernels),
      'index here': () => index(source, kernels),
      'record ends, in memory': async () => cutAll(bytes, csv),
      'first 1,000 rows here': () => scan(source, kernels, FIRST_ROWS),
      papaparse: async () => Papa.parse(readFileSync(path, 'utf8')).data.length,
    }
    const times = new Map<string, number[]>()
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, run] of Object.entries(ours)) {
        const started = performance.now()
        await run()
        if (round >= 0) note(times, name, performance.now() - started)
      }
      if (round < 0) continue
      for (const [name, ms] of Object.entries(peerTimes(path))) note(times, name, ms)
    }
    print(title, size, times)
  } finally {
    await file.close()
  }
}

function print(title: string, bytes: number, times: ReadonlyMap<string, number[]>): void {
  const ours = median(times.get('scan here') ?? [])
  console.log(`\nCSV, ${title}: ${(bytes / 1e6).toFixed(0)} MB into Arrow batches`)
  for (const [name, all] of times) {
    const ms = median(all)
    const speed = name.startsWith('first') ? '' : `${(bytes / 1e3 / ms).toFixed(0).padStart(6)} MB/s`
    console.log(
      `  ${name.padEnd(28)} ${ms.toFixed(1).padStart(8)} ms ${speed}  ${(ms / ours).toFixed(2).padStart(6)}× our scan`,
    )
  }
}

async function loadKernels(): Promise<Kernels> {
  const compile = (name: string) => WebAssembly.compile(readFileSync(`build/wasm/${name}.wasm`))
  const csv = await createCsvKernels(await compile('csv'))
  return { ...scalarKernels, ...(await createWasmKernels(await compile('kernels'))), csv: async () => csv }
}

async function scan(source: ByteSource, kernels: Kernels, rowEnd?: number): Promise<number> {
  const dataset = await openCsv(source, { kernels })
  let rows = 0
  for await (const batch of dataset.scan(rowEnd === undefined ? {} : { rowEnd })) rows += batch.numRows
  return rows
}

async function survey(source: ByteSource, kernels: Kernels): Promise<void> {
  const { recordFormat } = await openCsv(source, { kernels })
  for await (const event of surveyRecords(source, recordFormat, kernels)) if (event.schema) return
}

async function index(source: ByteSource, kernels: Kernels): Promise<number> {
  const { recordFormat } = await openCsv(source, { kernels })
  let rows = 0
  for await (const delta of indexRecords(source, recordFormat, kernels)) rows = delta.numRows
  return rows
}

/** The search for record ends alone, in pieces as an index reads them. */
function cutAll(bytes: Uint8Array, csv: CsvKernels): number {
  const cutter = new CsvCutter(csv, 0x2c)
  let count = 0
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) count += cutter.cut(bytes.subarray(at, at + CHUNK_BYTES))
  return count
}

function peerTimes(path: string): Record<string, number> {
  const python = process.env.PYTHON ?? 'python3'
  const run = spawnSync(python, ['scripts/bench/csv_times.py', path, '1', ...PEERS], { encoding: 'utf8' })
  return run.status === 0 && run.stdout ? (JSON.parse(run.stdout) as Record<string, number>) : {}
}

function note(times: Map<string, number[]>, name: string, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms])
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

/** Writes a header and `count` rows made from numbers that look random and are always the same. */
function writeRows(
  path: string,
  header: string,
  count: number,
  row: (i: number, random: () => number) => string,
): void {
  let state = 20261125
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const rows = Array.from({ length: count }, (_, i) => row(i, random))
  writeFileSync(path, `${header}\n${rows.join('\n')}\n`)
}

const WORDS = 'the model reads a row of tokens and learns what comes next from all that came before it'.split(' ')

function words(count: number, random: () => number): string {
  return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')
}

function writeText(path: string): void {
  writeRows(path, 'id,text,score', 150_000, (i, random) => {
    return `${i},${words(20 + Math.floor(random() * 140), random)},${random().toFixed(4)}`
  })
}

function writeQuoted(path: string): void {
  writeRows(path, 'id,prompt,meta', 120_000, (i, random) => {
    const prompt = `"${words(20, random)}, ""${words(5, random)}""\n${words(30, random)}"`
    return `${i},${prompt},"{""source"": ""web"", ""tags"": [""a"", ""b""], ""n"": ${i}}"`
  })
}

function writeNumbers(path: string): void {
  const header = Array.from({ length: 10 }, (_, i) => `c${i}`).join(',')
  writeRows(path, header, 400_000, (i, random) => {
    const whole = [i, Math.floor(random() * 100), Math.floor(random() * 1e9), Math.floor(random() * 1e15)]
    const fractions = [
      random().toFixed(3),
      (random() * 1000).toFixed(2),
      String(random()),
      (random() * 1e-8).toExponential(5),
    ]
    return [...whole, ...fractions, random() < 0.1 ? '' : i % 7, random() < 0.5].join(',')
  })
}
