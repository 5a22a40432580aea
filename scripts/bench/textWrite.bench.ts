import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordBatch, Schema } from 'apache-arrow'
import type { EncodeMeans, TableFormat } from '../../core/export/encoding/tableFormat.ts'
import { type ExportFormat, usualExportOptions } from '../../core/export/exportOptions.ts'
import { tableWriter } from '../../core/export/files/tableWriter.ts'
import { csvTableFormat } from '../../core/formats/csv/write/csvTableFormat.ts'
import { openJsonl } from '../../core/formats/jsonl/openJsonl.ts'
import { jsonlTableFormat } from '../../core/formats/jsonl/write/jsonlTableFormat.ts'
import { memorySource } from '../../core/io/memorySource.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createTextKernel } from '../../wasm/bindings/textKernel.ts'
import type { Benchmark } from './benchmark.ts'
import { jsonlText } from './jsonlTexts.ts'

/** The kernel as built, in this thread. */
const kernel = createTextKernel(new WebAssembly.Module(readFileSync('build/wasm/textwrite.wasm')))

const SCRIPT = 'scripts/bench/text_write_times.py'
const ROUNDS = 5
const TOTAL_BYTES = 48e6

const SHAPES = [
  ['chat', 'chat rows'],
  ['short', 'short rows'],
  ['tokens', 'rows of token ids'],
  ['numbers', 'rows of numbers'],
] as const

/**
 * Rows in memory written as JSON Lines and as CSV (where the format holds them): ours from Arrow, chunk by chunk, in this
 * thread, by the kernel and without; with the Python at `PYTHON` (default: python3), as far as it has them, polars, DuckDB, pandas and pyarrow on one
 * thread, each from the table it has made of the same rows. They take turns. Prints by itself; MB/s are of Arrow bytes.
 */
export default async function textWriteBenchmarks(): Promise<Benchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-text-write-'))
  try {
    for (const [kind, title] of SHAPES) {
      const batches = await batchesOf(jsonlText(kind, TOTAL_BYTES))
      const path = join(folder, `${kind}.arrow`)
      await writeRows(path, batches)
      compare(`${title} as JSON Lines`, 'jsonl', jsonlTableFormat, batches, path)
      if (kind === 'short' || kind === 'numbers') compare(`${title} as CSV`, 'csv', csvTableFormat, batches, path)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

/** Batches within the limits of a chunk. */
async function batchesOf(text: Uint8Array): Promise<RecordBatch[]> {
  const dataset = await openJsonl(memorySource(text), { kernels: scalarKernels })
  const batches: RecordBatch[] = []
  for await (const batch of dataset.scan({})) batches.push(batch)
  return batches
}

function compare(title: string, format: ExportFormat, table: TableFormat, batches: RecordBatch[], path: string): void {
  const { schema } = batches[0] as RecordBatch
  const ways: Record<string, () => number> = {
    here: () => writeAll(format, table, schema, batches, { encoders: null, text: kernel }),
    'here, TypeScript only': () => writeAll(format, table, schema, batches, { encoders: null }),
  }
  const times = new Map<string, number[]>()
  const sizes = new Map<string, number>()
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(ways)) {
      const started = performance.now()
      sizes.set(name, run())
      if (round >= 0) note(times, name, performance.now() - started)
    }
    if (round < 0) continue
    for (const [name, { ms, bytes }] of Object.entries(peerTimes(format, path))) {
      note(times, name, ms)
      sizes.set(name, bytes)
    }
  }
  const arrowBytes = batches.reduce((bytes, batch) => bytes + batch.data.byteLength, 0)
  console.log(`\n${title}, medians of ${ROUNDS} rounds`)
  const fastest = Math.min(...[...times].filter(([name]) => !(name in ways)).map(([, all]) => median(all)))
  for (const [name, all] of times) {
    const ms = median(all)
    const ratio = Number.isFinite(fastest) ? `  ${(fastest / ms).toFixed(2)}× the fastest peer` : ''
    const size = `${((sizes.get(name) ?? 0) / 1e6).toFixed(1)} MB written`
    console.log(
      `  ${name.padEnd(22)} ${ms.toFixed(1).padStart(8)} ms  ${(arrowBytes / 1e3 / ms).toFixed(0).padStart(6)} MB/s  ${size}${ratio}`,
    )
  }
}

function writeAll(
  format: ExportFormat,
  table: TableFormat,
  schema: Schema,
  batches: readonly RecordBatch[],
  means: EncodeMeans,
): number {
  const options = usualExportOptions(format)
  const encoder = table.createEncoder(schema, options, means)
  let bytes = table.createAssembler(schema, options).start().length
  for (const batch of batches) bytes += encoder.encode([batch]).plainBytes
  return bytes
}

async function writeRows(path: string, batches: readonly RecordBatch[]): Promise<void> {
  const file = await open(path, 'w')
  const { schema } = batches[0] as RecordBatch
  const writer = tableWriter(schema, usualExportOptions('arrow'), { encoders: null }, (bytes) => file.writeFile(bytes))
  for (const batch of batches) await writer.write(batch)
  await writer.close()
  await file.close()
}

function peerTimes(format: ExportFormat, path: string): Record<string, { ms: number; bytes: number }> {
  const run = spawnSync(process.env.PYTHON ?? 'python3', [SCRIPT, format, path], { encoding: 'utf8' })
  if (run.status !== 0) console.error(run.stderr)
  return run.status === 0 ? JSON.parse(run.stdout) : {}
}

function note(times: Map<string, number[]>, name: string, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms])
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
