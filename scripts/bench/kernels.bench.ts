import { readFileSync } from 'node:fs'
import type { ByteKernels } from '../../core/kernels/kernels.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createWasmKernels } from '../../wasm/bindings/loadKernels.ts'
import type { Benchmark } from './benchmark.ts'

const MEBIBYTE = 1 << 20
const TOTAL_BYTES = 64 * MEBIBYTE
/** As much as the indexer hands over at once. */
const CHUNK_BYTES = MEBIBYTE
const NEWLINE = 0x0a

export default async function kernelBenchmarks(): Promise<Benchmark[]> {
  const wasm = await createWasmKernels(await WebAssembly.compile(readFileSync('build/wasm/kernels.wasm')))
  return [40, 500, 8000].map((rowBytes) => newlines(wasm, rowBytes))
}

function newlines(wasm: ByteKernels, rowBytes: number): Benchmark {
  const bytes = rows(rowBytes, '{"text":"a row of words"}')
  return {
    title: `newlines, rows of ${rowBytes} bytes`,
    bytes: TOTAL_BYTES,
    ways: {
      scalar: () => inChunks(bytes, scalarKernels.findNewlines),
      wasm: () => inChunks(bytes, wasm.findNewlines),
      'Buffer.indexOf': () => inChunks(bytes, findWithBuffer),
    },
  }
}

/** Rows that begin with `text` and are filled up to `rowBytes`, the newline included. */
function rows(rowBytes: number, text: string): Uint8Array {
  const row = Buffer.from(`${text.padEnd(rowBytes - 1, 'z')}\n`)
  return new Uint8Array(Buffer.alloc(TOTAL_BYTES, row))
}

const out = new Uint32Array(CHUNK_BYTES)

/** @returns the sum of all counts and last offsets */
function inChunks(bytes: Uint8Array, find: (chunk: Uint8Array, out: Uint32Array) => number): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const count = find(bytes.subarray(at, at + CHUNK_BYTES), out)
    sum += count + (count > 0 ? (out[count - 1] ?? 0) : 0)
  }
  return sum
}

function findWithBuffer(chunk: Uint8Array, offsets: Uint32Array): number {
  const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
  let count = 0
  for (let at = buffer.indexOf(NEWLINE); at >= 0; at = buffer.indexOf(NEWLINE, at + 1)) offsets[count++] = at
  return count
}
