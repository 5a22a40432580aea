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

/** Both kernels on the same input. */
function expectTwins(bytes: Uint8Array, capacity = bytes.length): void {
  expect(newlinesOf(wasmKernels, bytes, capacity)).toEqual(newlinesOf(scalarKernels, bytes, capacity))
}

const text = (value: string) => new TextEncoder().encode(value)

describe('the scalar oracle', () => {
  it('finds newlines', () => {
    expect(newlinesOf(scalarKernels, text('a\n\nbc\n'), 9)).toEqual([1, 2, 5])
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

  it('with one newline at each place of two steps', () => {
    for (let i = 0; i < 130; i++) {
      const newline = new Uint8Array(130).fill(0x61)
      newline[i] = 0x0a
      expectTwins(newline)
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

  it('across block edges', () => {
    const bytes = new Uint8Array(3 * BLOCK + 17).fill(0x61)
    for (const edge of [BLOCK, 2 * BLOCK]) {
      for (const delta of [-2, 1, 65]) bytes[edge + delta] = 0x0a
    }
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
})

describe('createWasmKernels', () => {
  it('refuses a module that is not the kernels', async () => {
    const empty = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
    await expect(createWasmKernels(empty)).rejects.toThrow()
  })
})
