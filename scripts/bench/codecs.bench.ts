import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import type { Codecs, StreamCodec } from '../../core/compression/codecs.ts'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import type { Benchmark } from './benchmark.ts'
import { jsonRows, peerTimes, printSpeeds, withCompressedFiles } from './compressedFiles.ts'

const ROUNDS = 7
const TOTAL_BYTES = 64 << 20
const CHUNK_BYTES = 1 << 20
const OUTPUT_BYTES = 256 << 10
/** Level 19 is only made of a part. */
const PART_BYTES = 16 << 20
const PAGE_BYTES = 64 << 10

type Timed = Record<string, () => number | Promise<number>>

/**
 * Our decoders beside the platform's (megabyte chunks, its fastest way) and python's bindings of the reference
 * libraries, on rows of JSON: speeds of plain output. Prints by itself: the platform's decoders are asynchronous.
 */
export default async function codecBenchmarks(): Promise<Benchmark[]> {
  const codecs = createCodecs(await WebAssembly.compile(readFileSync('build/wasm/codecs.wasm')))
  const plain = jsonRows(TOTAL_BYTES)
  await withCompressedFiles(plain, async (folder) => {
    const tasks = { ...gzipTasks(codecs, plain), ...fileTasks(codecs, folder), ...pageTasks(codecs, plain) }
    const rounds: Record<string, number>[] = []
    for (let round = -1; round < ROUNDS; round++) {
      const times: Record<string, number> = {}
      for (const [name, run] of Object.entries(tasks)) {
        const started = performance.now()
        const length = await run()
        times[name] = performance.now() - started
        if (length !== bytesOf(name, plain.length)) throw new Error(`${name}: ${length} bytes`)
      }
      const peers = peerTimes(folder, (name) => !name.includes('arrow') && !name.includes('polars'))
      if (round >= 0) rounds.push({ ...times, ...peers })
    }
    printSpeeds('decompression of rows of JSON', rounds, (task) => bytesOf(task, plain.length))
  })
  return []
}

const bytesOf = (task: string, total: number) => (task.startsWith('zstd-19') ? PART_BYTES : total)

function decodeStream(codecs: Codecs, codec: StreamCodec, packed: Uint8Array): number {
  const decoder = codecs.createDecoder(codec)
  const output = new Uint8Array(OUTPUT_BYTES)
  let length = 0
  for (let at = 0; ; ) {
    const step = decoder.decode(packed.subarray(at, at + CHUNK_BYTES), output)
    at += step.consumed
    length += step.produced
    if (step.needsInput && at === packed.length) break
  }
  decoder.finish()
  decoder.free()
  return length
}

/** All of a stream of the platform's, written in chunks as it asks for them. */
async function platformStream(stream: zlib.Gunzip, packed: Uint8Array): Promise<number> {
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length
  })
  const ended = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
  for (let at = 0; at < packed.length; at += CHUNK_BYTES) {
    if (stream.write(packed.subarray(at, at + CHUNK_BYTES))) continue
    await new Promise((resolve) => stream.once('drain', resolve))
  }
  stream.end()
  await ended
  return length
}

function gzipTasks(codecs: Codecs, plain: Uint8Array): Timed {
  const packed = zlib.gzipSync(plain)
  return {
    'gzip in codecs.wasm': () => decodeStream(codecs, 'gzip', packed),
    'gzip in node:zlib': () => platformStream(zlib.createGunzip({ chunkSize: CHUNK_BYTES }), packed),
  }
}

/** Since Node 22.15. */
const createZstd = (zlib as { createZstdDecompress?: (options: object) => zlib.Gunzip }).createZstdDecompress

function fileTasks(codecs: Codecs, folder: string): Timed {
  const tasks: Timed = {}
  for (const [file, codec] of [
    ['zstd-3', 'zstd'],
    ['zstd-19', 'zstd'],
    ['lz4', 'lz4_frame'],
  ] as const) {
    if (!existsSync(join(folder, file))) continue
    const packed = new Uint8Array(readFileSync(join(folder, file)))
    tasks[`${file} in codecs.wasm`] = () => decodeStream(codecs, codec, packed)
    if (codec !== 'zstd' || !createZstd) continue
    tasks[`${file} in node:zlib`] = () => platformStream(createZstd({ chunkSize: CHUNK_BYTES }), packed)
  }
  return tasks
}

/** Buffers as small as pages of Parquet. */
function pageTasks(codecs: Codecs, plain: Uint8Array): Timed {
  const pages: Uint8Array[] = []
  for (let at = 0; at < plain.length; at += PAGE_BYTES) pages.push(plain.subarray(at, at + PAGE_BYTES))
  const packed = pages.map((page) => zlib.gzipSync(page))
  const sum = (lengthOf: (page: Uint8Array, at: number) => number) =>
    packed.reduce((total, page, at) => total + lengthOf(page, at), 0)
  return {
    'gzip of 64 KiB pages in codecs.wasm': () =>
      sum((page, at) => codecs.decompress('gzip', page, (pages[at] as Uint8Array).length).length),
    'gzip of 64 KiB pages in node:zlib': () => sum((page) => zlib.gunzipSync(page).length),
  }
}
