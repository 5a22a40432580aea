import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ByteKernels } from '../core/kernels/kernels.ts'
import { scalarKernels } from '../core/kernels/scalarKernels.ts'
import { createWasmKernels, simdSupported } from './bindings/loadKernels.ts'

const BLOCK = 256 * 1024
let wasmKernels: ByteKernels

beforeAll(async () => {
  const bytes = readFileSync(new URL('../build/wasm/kernels.wasm', import.meta.url))
  wasmKernels = await createWasmKernels(await WebAssembly.compile(bytes))
})

function newlinesOf(kernels: ByteKernels, bytes: Uint8Array, capacity: number): number[] {
  const out = new Uint32Array(capacity)
  return [...out.subarray(0, kernels.findNewlines(bytes, out))]
}

function recordEndsOf(kernels: ByteKernels, bytes: Uint8Array, capacity: number, inQuotes: boolean) {
  const out = new Uint32Array(capacity)
  const result = kernels.findRecordEnds(bytes, out, inQuotes)
  return { ends: [...out.subarray(0, result.count)], inQuotes: result.inQuotes }
}

/** Both kernels of both kinds on the same input, from both quote states. */
function expectTwins(bytes: Uint8Array, capacity = bytes.length): void {
  expect(newlinesOf(wasmKernels, bytes, capacity)).toEqual(newlinesOf(scalarKernels, bytes, capacity))
  for (const inQuotes of [false, true]) {
    expect(recordEndsOf(wasmKernels, bytes, capacity, inQuotes)).toEqual(
      recordEndsOf(scalarKernels, bytes, capacity, inQuotes),
    )
  }
}

const text = (value: string) => new TextEncoder().encode(value)

describe('the scalar oracle', () => {
  it('finds newlines', () => {
    expect(newlinesOf(scalarKernels, text('a\n\nbc\n'), 9)).toEqual([1, 2, 5])
  })
  it('finds record ends outside quotes only', () => {
    const bytes = text('a,"x\ny"\n"q""\n"\nlast "open\n')
    expect(recordEndsOf(scalarKernels, bytes, 99, false)).toEqual({ ends: [7, 14], inQuotes: true })
    expect(recordEndsOf(scalarKernels, bytes, 2, false)).toEqual({ ends: [7, 14], inQuotes: false })
  })
})

describe('the WASM kernels equal their scalar twins', () => {
  it('where SIMD is supported, which Node 20 does', () => {
    expect(simdSupported()).toBe(true)
    expect(wasmKernels.name).toBe('wasm')
  })

  it.each([0, 1, 15, 16, 63, 64, 65, 127, 128, 129, 191, 1000])(
    'on %i bytes of newlines, quotes and text',
    (length) => {
      expectTwins(new Uint8Array(length).fill(0x0a))
      expectTwins(new Uint8Array(length).fill(0x22))
      expectTwins(new Uint8Array(length).fill(0x61))
      expectTwins(Uint8Array.from({ length }, (_, i) => [0x22, 0x0a, 0x61][i % 3]!))
    },
  )

  it('with one newline or one quote at each place of two steps', () => {
    for (let i = 0; i < 130; i++) {
      const newline = new Uint8Array(130).fill(0x61)
      newline[i] = 0x0a
      expectTwins(newline)
      const quote = new Uint8Array(130).fill(0x0a)
      quote[i] = 0x22
      expectTwins(quote)
    }
  })

  it('on bytes that only look like a match', () => {
    expectTwins(Uint8Array.from({ length: 256 }, (_, i) => i))
    expectTwins(new Uint8Array(256).fill(0x8a))
    expectTwins(new Uint8Array(256).fill(0xa2))
  })

  it('when the output is too small, at every size', () => {
    const bytes = text('a\n"\n"b\n\n'.repeat(40))
    for (let capacity = 0; capacity <= 170; capacity++) expectTwins(bytes, capacity)
  })

  it('on unaligned views into a larger buffer', () => {
    const buffer = text('x\n"\n",'.repeat(200)).buffer
    for (let byteStart = 0; byteStart < 20; byteStart++)
      expectTwins(new Uint8Array(buffer, byteStart, 1000 - byteStart * 3))
  })

  it('across block edges, inside and outside quotes', () => {
    const bytes = new Uint8Array(3 * BLOCK + 17).fill(0x61)
    for (const edge of [BLOCK, 2 * BLOCK]) {
      for (const delta of [-2, 1, 65]) bytes[edge + delta] = 0x0a
    }
    expectTwins(bytes)
    bytes[BLOCK - 5] = 0x22
    bytes[BLOCK + 40] = 0x22
    bytes[2 * BLOCK - 1] = 0x22
    expectTwins(bytes)
  })

  it('on more newlines than one call can report', () => {
    expectTwins(new Uint8Array(BLOCK + 100).fill(0x0a))
    expectTwins(new Uint8Array(BLOCK + 100).fill(0x0a), 200_000)
  })

  it('on random input of random density', () => {
    const byte = fc.constantFrom(0x0a, 0x22, 0x61, 0x2c, 0x0d, 0x8a, 0xff)
    const run = fc.tuple(byte, fc.integer({ min: 1, max: 90 }))
    fc.assert(
      fc.property(fc.array(run, { maxLength: 60 }), fc.option(fc.nat(300), { nil: undefined }), (runs, capacity) => {
        const bytes = Uint8Array.from(runs.flatMap(([value, length]) => new Array<number>(length).fill(value)))
        expectTwins(bytes, capacity)
      }),
      { numRuns: 300 },
    )
  })

  it('going on after a full output finds the rest', () => {
    const bytes = text('one\n"two\n"\nthree\n\n'.repeat(30))
    const all = recordEndsOf(scalarKernels, bytes, bytes.length, false).ends
    const found: number[] = []
    let at = 0
    let inQuotes = false
    for (;;) {
      const part = recordEndsOf(wasmKernels, bytes.subarray(at), 7, inQuotes)
      found.push(...part.ends.map((end) => end + at))
      inQuotes = part.inQuotes
      if (part.ends.length < 7) break
      at = found.at(-1)! + 1
    }
    expect(found).toEqual(all)
  })
})

describe('createWasmKernels', () => {
  it('refuses a module that is not the kernels', async () => {
    const empty = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
    await expect(createWasmKernels(empty)).rejects.toThrow()
  })
})
