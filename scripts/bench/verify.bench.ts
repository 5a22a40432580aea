import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Field, Float64, Int32, makeData, type RecordBatch, Schema, Utf8 } from 'apache-arrow'
import { chooseKernels } from '../../app/hosts/kernels.ts'
import { nodePlatform } from '../../app/platform/node/nodePlatform.ts'
import { type ExportFormat, type ExportOptions, usualExportOptions } from '../../core/export/exportOptions.ts'
import { tableWriter } from '../../core/export/files/tableWriter.ts'
import { verifyOutput } from '../../core/export/verify/verifyOutput.ts'
import type { OutputFiles } from '../../core/io/outputFiles.ts'
import { makeBatch } from '../../core/table/batches.ts'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 5
const BATCH_ROWS = 4096
const BATCHES = 64
const TEXT_BYTES = 600

const SCHEMA = new Schema([
  new Field('id', new Int32(), false),
  new Field('score', new Float64(), false),
  new Field('text', new Utf8(), false),
])

/**
 * What reading back costs: files of 160 MB of rows, written once to disk (flushed, not yet renamed) in the time that one
 * thread takes, then read back five times, next to no more than reading and hashing the same bytes. Prints by itself.
 */
export default async function verifyBenchmarks(): Promise<Benchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-verify-'))
  const platform = nodePlatform({ wasmDir: 'build/wasm', poolWorkerFile: null, scratchDir: null })
  const kernels = await chooseKernels(platform)
  const encoders = await kernels.encoders()
  const batches = Array.from({ length: BATCHES }, (_, i) => batchAt(i * BATCH_ROWS))
  const formats: [ExportFormat, Partial<ExportOptions>][] = [
    ['jsonl', {}],
    ['csv', {}],
    ['arrow', {}],
    ['feather', {}],
    ['parquet', { codec: 'none' }],
    ['parquet', { codec: 'zstd' }],
  ]
  console.log('\nreading back what was written (medians of 5), one thread')
  try {
    for (const [format, change] of formats) {
      const options = { ...usualExportOptions(format), ...change }
      const output = await platform.openOutput(
        { kind: 'path', path: join(folder, `out.${format}`) },
        { overwrite: false, folder: false },
      )
      const hash = createHash('sha256')
      const started = performance.now()
      const file = await output.create('')
      const writer = tableWriter(SCHEMA, options, { encoders }, async (bytes) => {
        hash.update(bytes)
        await file.write(bytes)
      })
      for (const batch of batches) await writer.write(batch)
      const { bytes, rows } = await writer.close()
      await file.close()
      const writing = performance.now() - started
      const files = [{ name: '', bytes, rows, sha256: hash.digest('hex') }]
      const verify = () =>
        verifyOutput({
          files,
          open: (name) => output.open(name),
          schema: SCHEMA,
          options,
          kernels,
          createHash: () => platform.createSha256(),
        })
      const [hashing, verifying] = [await median(() => readAndHash(output)), await median(verify)]
      await output.abort()
      const rate = (milliseconds: number) => `${(bytes / 1e3 / milliseconds).toFixed(0)} MB/s`
      const name = `${format} ${options.codec === 'none' ? '' : options.codec}`
      console.log(
        `  ${name.padEnd(16)} ${(bytes / 1e6).toFixed(0).padStart(4)} MB  written ${rate(writing).padStart(9)}  ` +
          `read and hashed ${rate(hashing).padStart(9)}  verified ${rate(verifying).padStart(9)}, ` +
          `${((verifying / writing) * 100).toFixed(0)} % of writing`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

async function readAndHash(output: OutputFiles): Promise<void> {
  const { source, close } = await output.open('')
  const hash = createHash('sha256')
  const length = source.byteLength ?? 0
  for (let at = 0; at < length; at += 4 * 1024 ** 2) hash.update(await source.read(at, at + 4 * 1024 ** 2))
  hash.digest()
  await close()
}

async function median(run: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const started = performance.now()
    await run()
    if (round > 0) times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1] as number
}

function batchAt(row: number): RecordBatch {
  const ids = Int32Array.from({ length: BATCH_ROWS }, (_, i) => row + i)
  const scores = Float64Array.from(ids, (id) => Math.sin(id))
  const data = new Uint8Array(BATCH_ROWS * TEXT_BYTES)
  let state = row + 1
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[i] = 97 + (state >>> 28) // sixteen letters: about half is left when it is compressed
  }
  const valueOffsets = Int32Array.from({ length: BATCH_ROWS + 1 }, (_, i) => i * TEXT_BYTES)
  return makeBatch(
    SCHEMA,
    [
      makeData({ type: new Int32(), length: BATCH_ROWS, nullCount: 0, data: ids }),
      makeData({ type: new Float64(), length: BATCH_ROWS, nullCount: 0, data: scores }),
      makeData({ type: new Utf8(), length: BATCH_ROWS, nullCount: 0, valueOffsets, data }),
    ],
    BATCH_ROWS,
  )
}
