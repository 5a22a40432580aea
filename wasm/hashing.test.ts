import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { scalarRowHasher } from '../core/hashing/rowHasher.ts'
import type { KeyBytes, RowHasher } from '../core/kernels/rowHasher.ts'
import { createWasmRowHasher } from './bindings/loadHashing.ts'

const WINDOW = 256 * 1024
let wasmHasher: RowHasher

beforeAll(async () => {
  const bytes = readFileSync(new URL('../build/wasm/hashing.wasm', import.meta.url))
  wasmHasher = await createWasmRowHasher(await WebAssembly.compile(bytes))
})

/** Rows one after the other behind `skipped` bytes of something else. */
function keysOf(rows: readonly Uint8Array[], skipped = 0): KeyBytes {
  const offsets = new Uint32Array(rows.length + 1)
  offsets[0] = skipped
  for (const [i, row] of rows.entries()) offsets[i + 1] = offsets[i]! + row.length
  const bytes = new Uint8Array(offsets.at(-1)!).fill(0xee)
  for (const [i, row] of rows.entries()) bytes.set(row, offsets[i])
  return { bytes, offsets }
}

function digestsOf(hasher: RowHasher, keys: KeyBytes): string[] {
  const rows = keys.offsets.length - 1
  const out = new Uint8Array(rows * 32)
  hasher.hashRows(keys, out)
  return Array.from({ length: rows }, (_, i) => Buffer.from(out.subarray(i * 32, i * 32 + 32)).toString('hex'))
}

const openSsl = (rows: readonly Uint8Array[]) => rows.map((row) => createHash('sha256').update(row).digest('hex'))

function expectDigests(rows: readonly Uint8Array[], skipped = 0): void {
  const keys = keysOf(rows, skipped)
  const expected = openSsl(rows)
  expect(digestsOf(wasmHasher, keys)).toEqual(expected)
  expect(digestsOf(scalarRowHasher, keys)).toEqual(expected)
}

const filled = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 17) & 0xff)

describe('SHA-256 of many rows, four at a time and one at a time, equals OpenSSL', () => {
  it('for any rows at any place', () => {
    const rows = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 30 })
    fc.assert(
      fc.property(rows, fc.nat(70), (all, skipped) => expectDigests(all, skipped)),
      { numRuns: 150 },
    )
  })

  it('for every length of the first four blocks, neighbours of every other length', () => {
    expectDigests(Array.from({ length: 257 }, (_, length) => filled(length, 1)))
    expectDigests(Array.from({ length: 257 }, (_, i) => filled((i * 101) % 257, i)))
  })

  it('for runs of rows of one length, wherever that ends in a block, between others', () => {
    for (let length = 0; length <= 200; length++) {
      expectDigests(Array.from({ length: 16 + (length % 5) }, (_, i) => filled(length, i)))
    }
    const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 140 }), fc.integer({ min: 1, max: 40 })), { maxLength: 8 })
    const rowsOf = (all: [number, number][]) =>
      all.flatMap(([length, rows], run) => Array.from({ length: rows }, (_, i) => filled(length, i * 7 + run)))
    fc.assert(
      fc.property(runs, fc.nat(70), (all, skipped) => expectDigests(rowsOf(all), skipped)),
      { numRuns: 60 },
    )
  })

  it('for one, two and three rows, and for none', () => {
    for (const rows of [0, 1, 2, 3, 5]) expectDigests(Array.from({ length: rows }, (_, i) => filled(60 + i, i)))
  })

  it.each([WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 63, WINDOW + 64, 2 * WINDOW, 2 * WINDOW + 5])(
    'for a row of %i bytes between short ones',
    (length) => expectDigests([filled(3, 0), filled(length, 1), filled(0, 2), filled(64, 3)]),
  )

  it('for more rows than a window holds', () => {
    expectDigests(Array.from({ length: 8 * 1024 + 3 }, (_, i) => filled(i % 9, i)))
  })
})
