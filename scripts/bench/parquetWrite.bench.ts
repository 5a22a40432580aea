import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordBatch, Schema } from 'apache-arrow'
import type { EncodeMeans } from '../../core/export/encoding/tableFormat.ts'
import { type Codec, usualExportOptions } from '../../core/export/exportOptions.ts'
import { openArrow } from '../../core/formats/arrow/openArrow.ts'
import { parquetTableFormat } from '../../core/formats/parquet/write/parquetTableFormat.ts'
import { memorySource } from '../../core/io/memorySource.ts'
import { createEncoders } from '../../wasm/bindings/loadEncoders.ts'
import { createPageEncoder } from '../../wasm/bindings/loadPageEncoder.ts'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 3
const ROWS = 60_000
const TABLES = ['text', 'tokens', 'chat']
const CODECS: Codec[] = ['none', 'snappy', 'zstd']
const PEERS = ['pyarrow', 'DuckDB']
/** Batches of 8,192 rows in a row group, as the peers are told to have. */
const GROUP_BATCHES = 8
/** Milliseconds, milliseconds of processor time, bytes of the file. */
type Time = [number, number, number]

/**
 * Parquet files written from Arrow in memory: a text column, token lists, chat messages, by codec. Ours on one thread into
 * memory, the peers of the Python at `PYTHON` (default: python3) on one thread into a file, taking turns. Processor time
 * is beside the time, since the machine may be busy. Prints by itself.
 */
export default async function parquetWriteBenchmarks(): Promise<Benchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-parquet-write-'))
  try {
    const sizes = python<Record<string, number>>(['write', folder, String(ROWS)])
    if (sizes) await compare(folder, sizes)
    else console.log('\nParquet: no Python with pyarrow and NumPy to make the tables with; set PYTHON')
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function compare(folder: string, sizes: Record<string, number>): Promise<void> {
  const means = {
    encoders: createEncoders(moduleOf('encoders')),
    pageEncoder: await createPageEncoder(moduleOf('pageEncoder')),
  }
  const tables = new Map<string, { schema: Schema; batches: RecordBatch[] }>()
  for (const name of TABLES) tables.set(name, await tableIn(join(folder, `${name}.arrow`)))
  const times = new Map<string, Time[]>()
  const note = (name: string, time: Time) => times.set(name, [...(times.get(name) ?? []), time])
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, table] of tables) {
      for (const codec of CODECS) {
        const time = timed(() => written(table, codec, means))
        if (round >= 0) note(`${name} ${codec}`, time)
      }
    }
    if (round < 0) continue
    const peers = python<Record<string, Time>>(['1', folder])
    for (const [name, time] of Object.entries(peers ?? {})) note(name, time)
  }
  for (const name of TABLES) {
    console.log(`\nParquet written: ${name}, ${((sizes[name] ?? 0) / 1e6).toFixed(0)} MB as Arrow`)
    for (const codec of CODECS) print(`${name} ${codec}`, times)
  }
}

function print(task: string, times: ReadonlyMap<string, Time[]>): void {
  const ours = median(times.get(task) ?? [])
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  console.log(`  ${task} here: ${ours[0].toFixed(0)} ms, ${ours[1].toFixed(0)} of processor, ${megabytes(ours[2])}`)
  for (const peer of PEERS) {
    const all = times.get(`${task} in ${peer}`)
    if (!all) continue
    const [ms, processor, bytes] = median(all)
    const ratios = `${(ms / ours[0]).toFixed(2)}× and ${(processor / ours[1]).toFixed(2)}× ours`
    console.log(`    ${peer.padEnd(8)} ${ms.toFixed(0)} ms, ${processor.toFixed(0)} (${ratios}), ${megabytes(bytes)}`)
  }
}

/** Writes a table and returns how long the file is. */
function written({ schema, batches }: { schema: Schema; batches: RecordBatch[] }, codec: Codec, means: EncodeMeans) {
  const options = { ...usualExportOptions('parquet'), codec }
  const encoder = parquetTableFormat.createEncoder(schema, options, means)
  const assembler = parquetTableFormat.createAssembler(schema, options)
  let bytes = assembler.start().length
  for (let at = 0; at < batches.length; at += GROUP_BATCHES) {
    const { pieces, ...facts } = encoder.encode(batches.slice(at, at + GROUP_BATCHES))
    for (const piece of pieces) bytes += piece.length
    assembler.add(facts)
  }
  return bytes + assembler.end().length
}

async function tableIn(path: string): Promise<{ schema: Schema; batches: RecordBatch[] }> {
  const codecs = () => Promise.reject(new Error('the tables are not compressed'))
  const dataset = await openArrow(memorySource(new Uint8Array(readFileSync(path))), { codecs })
  const batches: RecordBatch[] = []
  for await (const batch of dataset.scan({ batchRows: 8192 })) batches.push(batch)
  return { schema: dataset.schema, batches }
}

function moduleOf(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(`build/wasm/${name}.wasm`))
}

function timed(run: () => number): Time {
  const started = performance.now()
  const before = process.cpuUsage()
  const bytes = run()
  const { user, system } = process.cpuUsage(before)
  return [performance.now() - started, (user + system) / 1e3, bytes]
}

function python<T>(options: string[]): T | null {
  const command = process.env.PYTHON ?? 'python3'
  const run = spawnSync(command, ['scripts/bench/parquet_write_times.py', ...options], { encoding: 'utf8' })
  return run.status === 0 && run.stdout ? (JSON.parse(run.stdout) as T) : null
}

function median(times: readonly Time[]): Time {
  const middle = (part: 0 | 1 | 2) =>
    times.map((time) => time[part]).sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  return [middle(0), middle(1), middle(2)]
}
