import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CsvCutter } from '../core/formats/csv/csvCutter.ts'
import { scalarCsvKernels } from '../core/formats/csv/scalarCut.ts'
import type { CsvKernels, CsvState } from '../core/kernels/csvKernels.ts'
import { createCsvKernels } from './bindings/csvKernels.ts'

const COMMA = 0x2c
const BLOCK = 256 * 1024
const STATES: CsvState[] = [0, 1, 2, 3]
let wasm: CsvKernels

beforeAll(async () => {
  wasm = await createCsvKernels(await WebAssembly.compile(readFileSync('build/wasm/csv.wasm')))
})

const utf8 = (text: string) => new TextEncoder().encode(text)

/** Record ends, the one of a CR before an LF left out, which is up to the kernel; and what else is said. */
function cutBy(kernels: CsvKernels, bytes: Uint8Array, state: CsvState) {
  const ends = new Uint32Array(bytes.length + 1)
  const found = kernels.cut(bytes, COMMA, state, ends)
  const all = [...ends.subarray(0, found.count)]
  return { ...found, count: 0, ends: all.filter((end) => bytes[end] !== 0x0d || bytes[end + 1] !== 0x0a) }
}

function expectTwins(bytes: Uint8Array): void {
  for (const state of STATES) expect(cutBy(wasm, bytes, state)).toEqual(cutBy(scalarCsvKernels, bytes, state))
}

/** Texts of what matters, in runs long enough to fill steps of 64 bytes. */
const pieces = fc.constantFrom(
  'a',
  ',',
  '"',
  '""',
  '\n',
  '\r',
  '\r\n',
  'é',
  ',"',
  '",',
  '"\n',
  '\n"',
  'x'.repeat(61),
  'y,'.repeat(40),
)
const texts = fc.array(pieces, { maxLength: 60 }).map((all) => utf8(all.join('')))

describe('the WASM kernel that cuts CSV', () => {
  it.each([0, 1, 63, 64, 65, 128, 191])('equals the scalar one on %i bytes of one kind', (length) => {
    for (const byte of [0x0a, 0x0d, 0x22, COMMA, 0x61, 0xff]) expectTwins(new Uint8Array(length).fill(byte))
  })

  it('with each byte that matters at each place of two steps', () => {
    for (const [fill, byte] of [
      [0x61, 0x22],
      [0x0a, 0x22],
      [COMMA, 0x22],
      [0x22, 0x61],
      [0x0a, 0x0d],
      [0x0d, 0x0a],
      [0x61, 0x0a],
    ]) {
      for (let i = 0; i < 130; i++) {
        const bytes = new Uint8Array(130).fill(fill!)
        bytes[i] = byte!
        expectTwins(bytes)
      }
    }
  })

  it('on any text, from any state', () => {
    fc.assert(fc.property(texts, expectTwins), { numRuns: 1000 })
  })

  it('across blocks', () => {
    const bytes = utf8('1,"a ""quoted""\ntext",5" pipe\r\n'.repeat(9000))
    for (const shift of [0, 17]) expectTwins(bytes.subarray(shift))
    expectTwins(new Uint8Array(BLOCK + 100).fill(0x0a))
    expectTwins(new Uint8Array(2 * BLOCK + 1).fill(0x22))
  })

  it('goes on where its output was full', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (bytes, capacity) => {
        const all = cutBy(wasm, bytes, 0).ends
        const found: number[] = []
        let state: CsvState = 0
        for (let at = 0; at <= bytes.length; ) {
          const ends = new Uint32Array(capacity)
          const part = wasm.cut(bytes.subarray(at), COMMA, state, ends)
          found.push(...[...ends.subarray(0, part.count)].map((end) => end + at))
          if (part.count < capacity) break
          expect(part.state).toBe(0)
          state = part.state
          at = found.at(-1)! + 1
        }
        expect(found.filter((end) => bytes[end] !== 0x0d || bytes[end + 1] !== 0x0a)).toEqual(all)
      }),
      { numRuns: 500 },
    )
  })

  it('makes the same cutter, in any pieces', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 90, max: 400 }),
        (bytes, size, maxQuotedBytes) => {
          const ends = (kernels: CsvKernels) => {
            const cutter = new CsvCutter(kernels, COMMA, { maxQuotedBytes })
            const found: number[] = []
            for (let at = 0; at < bytes.length; at += size) {
              const count = cutter.cut(bytes.subarray(at, at + size))
              for (let i = 0; i < count; i++) found.push(at + cutter.ends[i]!)
            }
            cutter.finish()
            const plain = found.filter((end) => bytes[end] !== 0x0d || bytes[end + 1] !== 0x0a)
            return { plain, at: cutter.unclosed?.at }
          }
          expect(ends(wasm)).toEqual(ends(scalarCsvKernels))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('createCsvKernels', () => {
  it('refuses a module that is not the kernels', async () => {
    const empty = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
    await expect(createCsvKernels(empty)).rejects.toThrow()
  })
})
