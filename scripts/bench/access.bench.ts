import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Schema } from 'apache-arrow'
import { type Checkpoint, Checkpoints, memoryStates, type StateStore } from '../../core/compression/checkpoints.ts'
import { decompressedSource } from '../../core/compression/decompressedSource.ts'
import type { Compression } from '../../core/formats/format.ts'
import { openJsonl } from '../../core/formats/jsonl/openJsonl.ts'
import { RecordIndex, type RecordIndexDelta } from '../../core/formats/records/recordIndex.ts'
import { surveyRecords } from '../../core/formats/records/surveyRecords.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createJsonKernel } from '../../wasm/bindings/jsonKernel.ts'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import { createWasmKernels } from '../../wasm/bindings/loadKernels.ts'
import type { Benchmark } from './benchmark.ts'
import { jsonRows } from './compressedFiles.ts'

const ROUNDS = 5
const PLAIN_BYTES = 160_000_000
const SCRIPT = 'scripts/bench/access_times.py'

/**
 * One compressed file of lines, as one frame or member: its first rows, rows far in it once it is indexed, the pass that
 * indexes it, and a scan of all of it; DuckDB and polars, on one thread of the Python at `PYTHON`, where it has them. They
 * take turns. Prints by itself.
 */
export default async function accessBenchmarks(): Promise<Benchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-access-'))
  try {
    const plain = jsonRows(PLAIN_BYTES)
    writeFileSync(join(folder, 'rows.jsonl'), plain)
    writeFileSync(join(folder, 'rows.jsonl.gz'), gzipSync(plain, { level: 6 }))
    python('make', folder)
    for (const [codec, name] of [
      ['gzip', 'rows.jsonl.gz'],
      ['zstd', 'rows.jsonl.zst'],
    ] as const) {
      const path = join(folder, name)
      if (existsSync(path)) await compare(codec, path, plain.length)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function compare(codec: Compression, path: string, plainBytes: number): Promise<void> {
  const kernels = await loadKernels()
  const file = await open(path)
  try {
    const known = await buildIndex(await openFile(file, codec, kernels), kernels)
    const { numRows } = known.rows
    const times = new Map<string, number[]>()
    let far = Math.floor(numRows * 0.9)
    const ways: Record<string, () => Promise<unknown>> = {
      'first rows here': async () => rowsOf(await openFile(file, codec, kernels), 0, 100),
      // As another session opens it; somewhere else every time.
      'far rows here, indexed before': async () => {
        far = (far + Math.floor(numRows * 0.37)) % (numRows - 100)
        return rowsOf(await openFile(file, codec, kernels, known), far, far + 100)
      },
      'index, types, checkpoints here': async () => buildIndex(await openFile(file, codec, kernels), kernels),
      'all rows here': async () => rowsOf(await openFile(file, codec, kernels), 0),
    }
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, run] of Object.entries(ways)) {
        const started = performance.now()
        await run()
        if (round >= 0) note(times, name, performance.now() - started)
      }
      if (round < 0) continue
      const peers = python('time', path, String(Math.floor(numRows * 0.9)))
      for (const [name, ms] of Object.entries(peers ? (JSON.parse(peers) as Record<string, number>) : {}))
        note(times, name, ms)
    }
    print(codec, plainBytes, times)
  } finally {
    await file.close()
  }
}

/** What a pass over the file found. */
interface Known {
  rows: RecordIndexDelta
  checkpoints: readonly Checkpoint[]
  states: StateStore
  schema: Schema
}

async function openFile(file: FileHandle, codec: Compression, kernels: Kernels, known?: Known) {
  const { size } = await file.stat()
  const packed = {
    byteLength: size,
    async read(start: number, end: number) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      await file.read(bytes, 0, bytes.length, start)
      return bytes
    },
  }
  const states = known?.states ?? memoryStates(1e9)
  const checkpoints = new Checkpoints(states)
  checkpoints.learn(known?.checkpoints ?? [])
  const plain = decompressedSource({ packed, codec, codecs: await kernels.codecs(), checkpoints })
  const dataset = await openJsonl(plain, { kernels, ...(known ? { schema: known.schema } : {}) })
  if (known) dataset.addRows(known.rows)
  return { plain, dataset, checkpoints, states }
}

async function buildIndex(
  { plain, dataset, ...kept }: Awaited<ReturnType<typeof openFile>>,
  kernels: Kernels,
): Promise<Known> {
  const index = new RecordIndex()
  for await (const { delta } of surveyRecords(plain, dataset.recordFormat, kernels, { findsRows: true })) {
    if (delta) index.absorb(delta)
  }
  plain.close()
  return { rows: index.toDelta(), checkpoints: kept.checkpoints.all, states: kept.states, schema: dataset.schema }
}

async function rowsOf(
  { dataset, plain }: Awaited<ReturnType<typeof openFile>>,
  rowStart: number,
  rowEnd?: number,
): Promise<number> {
  let rows = 0
  for await (const batch of dataset.scan({ rowStart, ...(rowEnd === undefined ? {} : { rowEnd }) }))
    rows += batch.numRows
  plain.close()
  return rows
}

function print(codec: Compression, bytes: number, times: ReadonlyMap<string, number[]>): void {
  console.log(`\nJSON Lines in one ${codec} stream, ${(bytes / 1e6).toFixed(0)} MB plain`)
  for (const [name, all] of times) {
    const task = name.split(' ').slice(0, 2).join(' ')
    const ours = [...times].find(([other]) => other.startsWith(`${task} here`))
    const ratio =
      ours && !name.includes(' here') ? `${(median(all) / median(ours[1])).toFixed(1).padStart(6)}× ours` : ''
    console.log(`  ${name.padEnd(32)} ${median(all).toFixed(1).padStart(8)} ms  ${ratio}`.trimEnd())
  }
}

async function loadKernels(): Promise<Kernels> {
  const compile = (name: string) => WebAssembly.compile(readFileSync(`build/wasm/${name}.wasm`))
  const codecs = createCodecs(await compile('codecs'))
  const json = createJsonKernel(await compile('json'))
  return {
    ...scalarKernels,
    ...(await createWasmKernels(await compile('kernels'))),
    codecs: async () => codecs,
    json: async () => json,
  }
}

function python(...words: string[]): string | null {
  const run = spawnSync(process.env.PYTHON ?? 'python3', [SCRIPT, ...words], { encoding: 'utf8' })
  return run.status === 0 ? run.stdout : null
}

function note(times: Map<string, number[]>, name: string, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms])
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
