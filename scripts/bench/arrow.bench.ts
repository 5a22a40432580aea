import { existsSync, readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { openArrow } from '../../core/formats/arrow/openArrow.ts'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import type { Benchmark } from './benchmark.ts'
import { jsonRows, peerTimes, printSpeeds, withCompressedFiles } from './compressedFiles.ts'

const ROUNDS = 7
const TOTAL_BYTES = 64 << 20

/**
 * Scans of whole Arrow files to batches, decompression included, beside pyarrow and polars where `PYTHON` has them:
 * speeds of plain JSON bytes, to be compared with each other only. Prints by itself: scans are asynchronous.
 */
export default async function arrowBenchmarks(): Promise<Benchmark[]> {
  const codecs = createCodecs(await WebAssembly.compile(readFileSync('build/wasm/codecs.wasm')))
  const plain = jsonRows(TOTAL_BYTES)
  await withCompressedFiles(plain, async (folder) => {
    const files = ['plain', 'lz4', 'zstd'].filter((codec) => existsSync(join(folder, `${codec}.arrow`)))
    const rounds: Record<string, number>[] = []
    for (let round = -1; round < ROUNDS; round++) {
      const times: Record<string, number> = {}
      for (const codec of files) {
        const started = performance.now()
        const file = await open(join(folder, `${codec}.arrow`))
        const source = await sourceOf(file)
        const dataset = await openArrow(source, { codecs: async () => codecs })
        let rows = 0
        for await (const batch of dataset.scan({})) rows += batch.numRows
        await file.close()
        times[`${codec} in packscope`] = performance.now() - started
        if (rows !== dataset.extent.numRows) throw new Error(`${codec}: ${rows} rows`)
      }
      const peers = peerTimes(folder, (name) => name.includes('arrow') || name.includes('polars'))
      if (round >= 0) rounds.push({ ...times, ...peers })
    }
    printSpeeds('Arrow files to batches', rounds, () => plain.length)
  })
  return []
}

async function sourceOf(file: FileHandle) {
  const { size } = await file.stat()
  return {
    byteLength: size,
    async read(start: number, end: number) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      return bytes.subarray(0, bytesRead)
    },
  }
}
