import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Arena } from './bindings/arena.ts'
import { createPageKernels } from './bindings/loadPages.ts'

const pages = await createPageKernels(new WebAssembly.Module(readFileSync('build/wasm/pages.wasm')))

function put(bytes: Iterable<number>): number {
  const all = Uint8Array.from(bytes)
  const at = pages.alloc(all.length)
  pages.bytes.set(all, at)
  return at
}

const words = (at: number, count: number) => [...new Uint32Array(pages.bytes.slice(at, at + count * 4).buffer)]
const bit = (bits: Uint8Array, at: number) => ((bits[at >> 3] as number) >> (at & 7)) & 1

/** Values in the hybrid encoding: runs of one value, and packed groups of eight. */
function hybrid(runs: readonly (readonly number[])[], width: number): { bytes: number[]; values: number[] } {
  const bytes: number[] = []
  const values: number[] = []
  const varint = (value: number) => {
    for (let rest = value; ; rest >>>= 7) {
      bytes.push(rest < 128 ? rest : (rest & 127) | 128)
      if (rest < 128) return
    }
  }
  for (const run of runs) {
    if (run.every((value) => value === run[0])) {
      varint(run.length << 1)
      for (let byte = 0; byte < Math.ceil(width / 8); byte++) bytes.push(((run[0] as number) >>> (byte * 8)) & 255)
      values.push(...run)
      continue
    }
    const padded = [...run, ...Array.from({ length: -run.length & 7 }, () => 0)]
    varint(((padded.length / 8) << 1) | 1)
    let held = 0n
    padded.forEach((value, index) => {
      held |= BigInt(value) << BigInt(index * width)
    })
    for (let byte = 0; byte < (padded.length * width) / 8; byte++) bytes.push(Number((held >> BigInt(byte * 8)) & 255n))
    values.push(...padded)
  }
  return { bytes, values }
}

const widths = fc.integer({ min: 1, max: 32 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    runs: fc.array(
      fc.array(fc.integer({ min: 0, max: Math.min(2 ** width - 1, 2 ** 31 - 1) }), { minLength: 1, maxLength: 70 }),
      { maxLength: 6 },
    ),
    steps: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
  }),
)

describe('the page kernels', () => {
  it('decode the hybrid encoding in any steps, and stop where it ends', () => {
    fc.assert(
      fc.property(widths, ({ width, runs, steps }) => {
        const { bytes, values } = hybrid(runs, width)
        const from = put(bytes)
        const [state, out] = [pages.alloc(24), pages.alloc(4 * (values.length + 40))]
        pages.hybridInit(state, from, from + bytes.length, width)
        const found: number[] = []
        for (let step = 0; ; step++) {
          const wanted = steps[step % steps.length] as number
          const count = pages.hybridWords(state, out, wanted)
          found.push(...words(out, count))
          if (count < wanted) break
        }
        expect(found).toEqual(values)
        if (width <= 8) {
          pages.hybridInit(state, from, from + bytes.length, width)
          expect(pages.hybridBytes(state, out, values.length + 7)).toBe(values.length)
          expect([...pages.bytes.slice(out, out + values.length)]).toEqual(values)
        }
        for (const at of [from, state, out]) pages.free(at)
      }),
    )
  })

  it('make offsets and validity of levels as plain loops do', () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }))
    // Runs of the same entry are what is gone over sixteen at a time.
    const entries = fc.array(fc.tuple(entry, fc.integer({ min: 1, max: 50 })), { maxLength: 12 })
    fc.assert(
      fc.property(entries, fc.nat(1), fc.nat(2), fc.nat(4), (runs, repetition, present, item) => {
        const all = runs.flatMap(([entry, times]) => Array.from({ length: times }, () => entry))
        const definitions = put(all.map(([definition]) => definition))
        const repetitions = put(all.map(([, repeated]) => repeated))
        const [out, nulls] = [pages.alloc(4 * (all.length + 1)), pages.alloc(4)]
        const isSlot = ([definition, repeated]: readonly [number, number]) =>
          repeated <= repetition && definition >= present
        const isItem = ([definition, repeated]: readonly [number, number]) =>
          definition >= item && repeated <= repetition + 1
        const offsets = all.flatMap((entry, index) =>
          isSlot(entry) ? [all.slice(0, index).filter(isItem).length] : [],
        )
        const args = [definitions, repetitions, all.length, repetition, present] as const
        expect(pages.listOffsets(...args, item, repetition + 1, out)).toBe(offsets.length)
        expect(words(out, offsets.length + 1)).toEqual([...offsets, all.filter(isItem).length])
        const valid = all.filter(isSlot).map(([definition]) => (definition >= item ? 1 : 0))
        expect(pages.slotValidity(...args, item, out, nulls)).toBe(valid.length)
        const bits = pages.bytes.slice(out, out + (valid.length >> 3) + 1)
        expect(valid.map((_, at) => bit(bits, at))).toEqual(valid)
        expect(words(nulls, 1)).toEqual([valid.filter((one) => one === 0).length])
        expect(pages.countAtLeast(definitions, all.length, item)).toBe(all.filter(([d]) => d >= item).length)
        const row = all.filter(([, repeated]) => repeated === 0).length >> 1
        const found = pages.findRow(repetitions, all.length, row, nulls)
        expect(all.slice(0, found).filter(([, repeated]) => repeated === 0)).toHaveLength(words(nulls, 1)[0] as number)
        if (found < all.length) expect([words(nulls, 1)[0], all[found]?.[1]]).toEqual([row, 0])
        for (const at of [definitions, repetitions, out, nulls]) pages.free(at)
      }),
    )
  })

  it('decode snappy: literals and copies of every distance, and nothing that reaches out of its bounds', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 64 })), { maxLength: 20 }),
        (literal, copies) => {
          const plain = [...literal]
          const stored =
            literal.length <= 60 ? [(literal.length - 1) << 2, ...literal] : [60 << 2, literal.length - 1, ...literal]
          for (const [distance, size] of copies) {
            const back = Math.min(distance, plain.length)
            stored.push(((size - 1) << 2) | 2, back & 255, back >> 8)
            for (let i = 0; i < size; i++) plain.push(plain[plain.length - back] as number)
          }
          const head = plain.length < 128 ? [plain.length] : [(plain.length & 127) | 128, plain.length >> 7]
          const from = put([...head, ...stored])
          const length = head.length + stored.length
          const to = pages.alloc(plain.length)
          expect(pages.snappyDecode(from, length, to, plain.length, plain.length)).toBe(plain.length)
          expect([...pages.bytes.slice(to, to + plain.length)]).toEqual(plain)
          expect(pages.snappyDecode(from, length - 1, to, plain.length, plain.length)).toBe(-1)
          expect(pages.snappyDecode(from, length, to, plain.length + 1, plain.length + 1)).toBe(-1)
          pages.free(from)
          pages.free(to)
        },
      ),
    )
  })

  it('reckon the CRC-32 everybody knows', () => {
    const text = new TextEncoder().encode('123456789')
    const at = put(text)
    expect(pages.crc32(0, at, text.length) >>> 0).toBe(0xcbf43926)
    expect(pages.crc32(pages.crc32(0, at, 4), at + 4, 5) >>> 0).toBe(0xcbf43926)
    pages.free(at)
  })

  it('give a coded error where there is no more memory, and go on', () => {
    const used = pages.usedBytes
    expect(() => pages.alloc(2 ** 32)).toThrowError(expect.objectContaining({ code: 'limit/exceeded' }))
    expect(pages.usedBytes).toBe(used)
    pages.free(pages.alloc(1000))
  })
})

it('the arena never gives the same place twice, and joins what comes back', () => {
  const step = fc.record({ size: fc.integer({ min: 0, max: 500 }), free: fc.nat(10) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const arena = new Arena(1000)
      const taken: { at: number; size: number }[] = []
      for (const { size, free } of steps) {
        const at = arena.take(size)
        expect(at % 16).toBe(0)
        for (const other of taken) expect(at >= other.at + other.size || at + size <= other.at).toBe(true)
        expect(arena.end).toBeGreaterThanOrEqual(at + size)
        taken.push({ at, size })
        if (free < taken.length) arena.give(taken.splice(free, 1)[0]!.at)
      }
      for (const { at } of taken) arena.give(at)
      expect([arena.usedBytes, arena.end]).toEqual([0, 1008])
    }),
  )
})
