import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJson } from '../../core/formats/json/openJson.ts'
import { openJsonl } from '../../core/formats/jsonl/openJsonl.ts'
import { indexRecords } from '../../core/formats/records/indexRecords.ts'
import type { OpenRecordsOptions } from '../../core/formats/records/openRecords.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import { surveyRecords } from '../../core/formats/records/surveyRecords.ts'
import type { ByteSource } from '../../core/io/byteSource.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createJsonKernel } from '../../wasm/bindings/jsonKernel.ts'
import { createWasmKernels } from '../../wasm/bindings/loadKernels.ts'
import type { Benchmark } from './benchmark.ts'
import { jsonArrayOf, jsonlText } from './jsonlTexts.ts'

const ROUNDS = 5
const TOTAL_BYTES = 64e6
const FIRST_ROWS = 1000
const NEWLINE = 0x0a
const PEERS = ['DuckDB', 'polars', 'pyarrow', 'fast-axolotl']

const SHAPES = [
  ['short', 'short rows'],
  ['chat', 'chat rows'],
  ['tokens', 'rows of token ids'],
] as const

/**
 * Files read into Arrow batches: ours in this process, one thread; JSON.parse of each line; DuckDB, polars, pyarrow and
 * fast-axolotl on one thread of the Python at `PYTHON` (default: python3), as far as it has them. They take turns. Prints
 * by itself.
 */
export default async function jsonlBenchmarks(): Promise<Benchmark[]> {
  const bytes = await createWasmKernels(await WebAssembly.compile(readFileSync('build/wasm/kernels.wasm')))
  const json = createJsonKernel(await WebAssembly.compile(readFileSync('build/wasm/json.wasm')))
  const kernels: Kernels = { ...scalarKernels, ...bytes, json: async () => json }
  const folder = mkdtempSync(join(tmpdir(), 'packscope-jsonl-'))
  try {
    for (const [kind, title] of SHAPES) await compare(title, jsonlText(kind, TOTAL_BYTES), kernels, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function compare(title: string, text: Uint8Array, kernels: Kernels, folder: string): Promise<void> {
  const path = join(folder, 'rows.jsonl')
  const arrayPath = join(folder, 'rows.json')
  writeFileSync(path, text)
  writeFileSync(arrayPath, jsonArrayOf(text))
  const files = [await open(path), await open(arrayPath)] as const
  try {
    const [lines, array] = await Promise.all(files.map(sourceOf))
    const inLines = (chosen = kernels) => openJsonl(lines as ByteSource, options(chosen))
    const ways: Record<string, () => Promise<number>> = {
      'scan here': async () => rowsOf(await inLines()),
      'scan here, TypeScript only': async () => rowsOf(await inLines(withoutJson(kernels))),
      'one column here': async () => {
        const dataset = await inLines()
        return rowsOf(dataset, { columns: [dataset.schema.fields.at(-1)?.name ?? ''] })
      },
      'survey here': async () => survey(await inLines(), kernels),
      'index here': async () => index(await inLines(), kernels),
      'as one array, scan here': async () => rowsOf(await openJson(array as ByteSource, options(kernels))),
      'JSON.parse of each line': async () => parseLines(path),
    }
    const firstRows = async () => rowsOf(await inLines(), { rowEnd: FIRST_ROWS })
    const times = new Map<string, number[]>()
    const rows = new Set<number>()
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, run] of Object.entries(ways)) {
        const started = performance.now()
        rows.add(await run())
        if (round >= 0) note(times, name, performance.now() - started)
      }
      if (rows.size !== 1) throw new Error(`${title}: the ways disagree: ${[...rows].join(', ')} rows`)
      if (round < 0) continue
      const started = performance.now()
      await firstRows()
      note(times, 'first 1,000 rows here', performance.now() - started)
      for (const [name, ms] of Object.entries(peerTimes(path))) note(times, name, ms)
    }
    const [numRows = 1] = rows
    console.log(
      `\nJSON Lines, ${title} (${Math.round(text.length / numRows)} bytes each): ${text.length / 1e6} MB to Arrow`,
    )
    print(text.length, times)
  } finally {
    for (const file of files) await file.close()
  }
}

function print(bytes: number, times: ReadonlyMap<string, number[]>): void {
  const ours = median(times.get('scan here') ?? [])
  for (const [name, all] of times) {
    const ms = median(all)
    const speed = name.startsWith('first') ? '' : `${(bytes / 1e3 / ms).toFixed(0).padStart(6)} MB/s`
    const ratio = `${(ms / ours).toFixed(2).padStart(6)}× our scan`
    console.log(`  ${name.padEnd(28)} ${ms.toFixed(1).padStart(8)} ms ${speed.padEnd(11)}  ${ratio}`)
  }
}

const options = (kernels: Kernels): OpenRecordsOptions => ({ kernels })
const withoutJson = (kernels: Kernels): Kernels => ({ ...kernels, json: async () => null })

async function rowsOf(dataset: RecordsDataset, request: { rowEnd?: number; columns?: string[] } = {}): Promise<number> {
  let rows = 0
  for await (const batch of dataset.scan(request)) rows += batch.numRows
  return rows
}

async function survey({ source, recordFormat }: RecordsDataset, kernels: Kernels): Promise<number> {
  let rows = 0
  for await (const event of surveyRecords(source, recordFormat, kernels, { findsRows: true })) {
    rows = event.delta?.numRows ?? rows
  }
  return rows
}

async function index({ source, recordFormat }: RecordsDataset, kernels: Kernels): Promise<number> {
  let rows = 0
  for await (const delta of indexRecords(source, recordFormat, kernels)) rows = delta.numRows
  return rows
}

function parseLines(path: string): number {
  const bytes = readFileSync(path)
  let rows = 0
  for (let at = 0, end = bytes.indexOf(NEWLINE); end >= 0; at = end + 1, end = bytes.indexOf(NEWLINE, at)) {
    JSON.parse(bytes.toString('utf8', at, end))
    rows++
  }
  return rows
}

async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat()
  return {
    byteLength: size,
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      return bytes.subarray(0, bytesRead)
    },
  }
}

function peerTimes(path: string): Record<string, number> {
  const python = process.env.PYTHON ?? 'python3'
  const run = spawnSync(python, ['scripts/bench/jsonl_times.py', path, ...PEERS], { encoding: 'utf8' })
  return run.status === 0 && run.stdout ? (JSON.parse(run.stdout) as Record<string, number>) : {}
}

function note(times: Map<string, number[]>, name: string, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms])
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
