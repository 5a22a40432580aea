import { spawnSync } from 'node:child_process'
import * as crypto from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Field, makeData, Schema, Utf8 } from 'apache-arrow'
import { digestEntry, type HashingJob } from '../../app/engine/dedup/digestEntry.ts'
import { openEntry } from '../../app/engine/openEntry.ts'
import { chooseKernels } from '../../app/hosts/kernels.ts'
import { nodePlatform } from '../../app/platform/node/nodePlatform.ts'
import { openSslHasher } from '../../app/platform/node/openSslHasher.ts'
import { createPool } from '../../app/pool/pool.ts'
import { createPoolTasks } from '../../app/pool/poolTasks.ts'
import { usualExportOptions } from '../../core/export/exportOptions.ts'
import { tableWriter } from '../../core/export/files/tableWriter.ts'
import { digestRows, type RowDigests } from '../../core/hashing/digestRows.ts'
import { keyReading, type RowKey } from '../../core/hashing/rowKey.ts'
import { makeBatch } from '../../core/table/batches.ts'
import type { Benchmark } from './benchmark.ts'

const SCRIPT = 'scripts/bench/hashing_times.py'
const ROUNDS = 5
const BATCH_ROWS = 10_000
const KEY: RowKey = { kind: 'columns', columns: ['text'] }

/**
 * SHA-256 of every row: 100,000 of 62 bytes and a million of 500. Here from an opened Arrow file over the column's own
 * bytes to digests of 32 bytes, in one thread and in two workers; OpenSSL through `crypto.hash` row by row from strings;
 * and, with the Python at `PYTHON` where it has them, a loop over hashlib, fast-axolotl on all cores, and DuckDB on all
 * cores, each from what it has in memory. They take turns, and all digests must be the same. Prints by itself.
 */
export default async function hashingBenchmarks(): Promise<Benchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-hashing-'))
  try {
    await compare(folder, 100_000, 62)
    await compare(folder, 1_000_000, 500)
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function compare(folder: string, rows: number, bytes: number): Promise<void> {
  const path = join(folder, `${bytes}.arrow`)
  await writeRows(path, rows, bytes)
  const platform = nodePlatform({
    wasmDir: 'build/wasm',
    poolWorkerFile: join(dirname(fileURLToPath(import.meta.url)), 'poolWorker.js'),
    scratchDir: null,
  })
  const kernels = chooseKernels(platform)
  const local = createPoolTasks({ platform, kernels, parquet: () => Promise.reject(new Error('no Parquet here')) })
  const pool = createPool(platform, local, 2)
  const entry = await openEntry({ kernels, platform, pool }, 'bench', { kind: 'path', path }, null)
  const job: HashingJob = { platform, pool, kernels, signal: new AbortController().signal, report: () => {} }
  const hasher = await (await kernels).hashing()
  const reading = keyReading(entry.dataset.schema, KEY)
  /** Each makes itself ready before its time runs: half a gigabyte of strings would be in the way of the others. */
  const ways: Record<string, () => () => Promise<string>> = {
    'here, one thread': () => () => digestOf(digestRows((request) => entry.dataset.scan(request), reading, hasher, {})),
    'here, two workers': () => () => digestOf(digestEntry(entry, KEY, job)),
    ...(openSslHasher() && { 'crypto.hash': () => opensslOn(rows, bytes) }),
  }
  const times = new Map<string, number[]>()
  const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms])
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const digests = new Set<string>()
      for (const [name, prepare] of Object.entries(ways)) {
        const run = prepare()
        const started = performance.now()
        digests.add(await run())
        if (round >= 0) note(name, performance.now() - started)
      }
      if (round < 0) continue
      const python = pythonTimes(rows, bytes)
      for (const [name, { ms, digest }] of Object.entries(python)) {
        digests.add(digest)
        note(name, ms)
      }
      if (digests.size !== 1) throw new Error('the digests differ')
    }
  } finally {
    await entry.opened?.close()
    pool.close()
  }
  console.log(`\nSHA-256 of ${rows.toLocaleString('en')} rows of ${bytes} bytes, medians of ${ROUNDS} rounds`)
  const slowest = median(times.get('hashlib loop') ?? [])
  for (const [name, all] of times) {
    const ratio = slowest ? `  ${(slowest / median(all)).toFixed(2)}× the hashlib loop` : ''
    const perRow = `${((median(all) * 1e6) / rows).toFixed(0)} ns a row`
    console.log(`  ${name.padEnd(22)} ${median(all).toFixed(1).padStart(8)} ms  ${perRow.padStart(14)}${ratio}`)
  }
}

/** Row `row`, the same as `hashing_times.py` makes: one line of JSON of so many ASCII characters. */
function textOf(row: number, bytes: number): string {
  const head = `{"id": ${String(row).padStart(8, '0')}, "text": "`
  return `${head}${'abcdefghijklmnopqrstuvwxyz'.repeat(20).slice(row % 26, (row % 26) + bytes - head.length - 2)}"}`
}

async function writeRows(path: string, rows: number, bytes: number): Promise<void> {
  const schema = new Schema([new Field('text', new Utf8(), false)])
  const file = await open(path, 'w')
  const sink = {
    write: async (piece: Uint8Array) => void (await file.writeFile(piece)),
    close: () => file.close(),
    abort: () => file.close(),
  }
  const writer = tableWriter(schema, usualExportOptions('arrow'), { encoders: null }, (bytes) => sink.write(bytes))
  for (let start = 0; start < rows; start += BATCH_ROWS) {
    const length = Math.min(BATCH_ROWS, rows - start)
    const data = Buffer.from(Array.from({ length }, (_, i) => textOf(start + i, bytes)).join(''))
    const valueOffsets = Int32Array.from({ length: length + 1 }, (_, i) => i * bytes)
    await writer.write(
      makeBatch(schema, [makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data })], length),
    )
  }
  await writer.close()
  await sink.close()
}

async function digestOf(parts: AsyncIterable<RowDigests>): Promise<string> {
  const all = crypto.createHash('sha256')
  for await (const { digests } of parts) all.update(digests)
  return all.digest('hex')
}

function opensslOn(rows: number, bytes: number): () => Promise<string> {
  const texts = Array.from({ length: rows }, (_, row) => textOf(row, bytes))
  return async () => {
    const all = crypto.createHash('sha256')
    for (const text of texts) all.update(crypto.hash('sha256', text, 'hex'), 'hex')
    return all.digest('hex')
  }
}

function pythonTimes(rows: number, bytes: number): Record<string, { ms: number; digest: string }> {
  const python = process.env.PYTHON ?? 'python3'
  const run = spawnSync(python, [SCRIPT, String(rows), String(bytes)], { encoding: 'utf8' })
  return run.status === 0 ? JSON.parse(run.stdout) : {}
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
