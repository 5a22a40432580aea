import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import {
  NODE_BYTES,
  NODE_KIND,
  NODE_KINDS,
  NODE_NAME,
  NODE_NAME_BYTES,
  NODE_OFFSETS,
  NODE_VALUES,
  WRITE_SLACK,
} from '../core/kernels/textKernel.ts'
import { JSON_NAMES, pythonFloat } from '../core/table/pythonFloat.ts'
import { testTextKernel } from '../core/testing/textKernel.ts'

const kernel = testTextKernel()
const OUT_BYTES = 1 << 20

/** The lines of one column of numbers, `{` before each. */
function written(kind: keyof typeof NODE_KINDS, values: Uint8Array, count: number): string[] {
  kernel.clear()
  const node = kernel.reserve(NODE_BYTES)
  kernel.bytes.fill(0, node, node + NODE_BYTES)
  const name = kernel.place(encodeUtf8('{'))
  const at = kernel.place(values)
  const out = kernel.reserve(OUT_BYTES + WRITE_SLACK)
  const { words } = kernel
  words[(node + NODE_KIND) >> 2] = NODE_KINDS[kind]
  words[(node + NODE_NAME) >> 2] = name
  words[(node + NODE_NAME_BYTES) >> 2] = 1
  words[(node + NODE_VALUES) >> 2] = at
  const { row, end } = kernel.writeRows(node, 1, 0, count, out, out + OUT_BYTES, false)
  expect(row).toBe(count)
  const text = new TextDecoder().decode(kernel.bytes.subarray(out, end))
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(1, -1))
}

function doubles(values: readonly number[]): string[] {
  return written('float64', new Uint8Array(Float64Array.from(values).buffer), values.length)
}

const expected = (value: number) => pythonFloat(value, JSON_NAMES)

describe('numbers as text', () => {
  it('have the shortest digits of every power of two and ten, their neighbours, and the ends of all ranges', () => {
    const neighbours = (value: number): number[] => {
      const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!
      return [bits - 1n, bits, bits + 1n].map((near) => new Float64Array(BigUint64Array.of(near).buffer)[0]!)
    }
    const values: number[] = [0, -0, 5e-324, 1e-323, 2.2250738585072014e-308, 2 ** 53, 2 ** 53 - 1, 2 ** 53 + 2]
    for (let power = -1074; power < 1024; power++) values.push(...neighbours(2 ** power))
    for (let power = -323; power < 309; power++) values.push(...neighbours(Number(`1e${power}`)))
    for (let n = 1; n < 1000; n++) values.push(n / 10, n / 1000, n * 1e13, n * 1e-7, 1 / n, n + 0.5)
    const finite = values.filter(Number.isFinite)
    expect(doubles(finite)).toEqual(finite.map(expected))
  })

  it('have the shortest digits of any double, and of any short decimal', () => {
    const bits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const anyDouble = bits.map((all) => new Float64Array(BigUint64Array.of(all).buffer)[0]!).filter(Number.isFinite)
    const short = fc.tuple(fc.integer(), fc.integer({ min: -12, max: 12 })).map(([n, e]) => Number(`${n}e${e}`))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyDouble, short, fc.double({ noNaN: true, noDefaultInfinity: true })), {
          minLength: 50,
          maxLength: 500,
        }),
        (values) => {
          expect(doubles(values)).toEqual(values.map(expected))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('have all digits of integers of every width', () => {
    const edges = [0n, 9n, 10n, 99n, 100n, 999n, 1000n, 9999n, 10_000n, 99_999n, 12_345_678n, 99_999_999n, 100_000_000n]
    const more = [
      2n ** 31n - 1n,
      2n ** 31n,
      2n ** 32n - 1n,
      2n ** 32n,
      10n ** 12n,
      10n ** 16n - 1n,
      10n ** 16n,
      10n ** 18n,
    ]
    const all = [...edges, ...more, 10n ** 19n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n]
    const arrays = {
      int8: Int8Array,
      int16: Int16Array,
      int32: Int32Array,
      uint8: Uint8Array,
      uint16: Uint16Array,
      uint32: Uint32Array,
    }
    const check = (values: readonly bigint[]) => {
      const signed = BigInt64Array.from(values.flatMap((value) => [value, -value]))
      const unsigned = BigUint64Array.from(values)
      expect(written('int64', new Uint8Array(signed.buffer), signed.length)).toEqual([...signed].map(String))
      expect(written('uint64', new Uint8Array(unsigned.buffer), unsigned.length)).toEqual([...unsigned].map(String))
      for (const [kind, ArrayOf] of Object.entries(arrays)) {
        const numbers = new ArrayOf([...signed].map((value) => Number(BigInt.asIntN(32, value))))
        const bytes = new Uint8Array(numbers.buffer)
        expect(written(kind as 'int8', bytes, numbers.length)).toEqual([...numbers].map(String))
      }
    }
    check(all)
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1 }), check))
  })

  it('stop where there is no room, and go on from there', () => {
    kernel.clear()
    const node = kernel.reserve(NODE_BYTES)
    kernel.bytes.fill(0, node, node + NODE_BYTES)
    const texts = Array.from({ length: 40 }, (_, i) => '"'.repeat(i))
    const offsets = Int32Array.from({ length: 41 }, (_, i) => (i * (i - 1)) / 2)
    const name = kernel.place(encodeUtf8('{"t":'))
    const values = kernel.place(encodeUtf8(texts.join('')))
    const offsetsAt = kernel.place(new Uint8Array(offsets.buffer))
    const out = kernel.reserve(1024 + WRITE_SLACK)
    const { words, bytes } = kernel
    words[(node + NODE_KIND) >> 2] = NODE_KINDS.text
    words[(node + NODE_NAME) >> 2] = name
    words[(node + NODE_NAME_BYTES) >> 2] = 5
    words[(node + NODE_VALUES) >> 2] = values
    words[(node + NODE_OFFSETS) >> 2] = offsetsAt
    const expected = texts.map((text) => `${JSON.stringify({ t: text })}\n`).join('')
    for (const room of [400, 401, 450, 1024]) {
      let text = ''
      for (let row = 0; row < 40; ) {
        bytes[out + room + WRITE_SLACK] = 77
        const next = kernel.writeRows(node, 1, row, 40, out, out + room, false)
        expect(bytes[out + room + WRITE_SLACK]).toBe(77)
        expect(next.row).toBeGreaterThan(row)
        text += new TextDecoder().decode(bytes.subarray(out, next.end))
        row = next.row
      }
      expect(text).toBe(expected)
    }
    expect(kernel.writeRows(node, 1, 39, 40, out, out + 60, false)).toEqual({ row: 39, end: out })
  })

  it('are asked whether texts are UTF-8, each by itself', () => {
    const check = (bytes: number[], offsets: number[]) => {
      kernel.clear()
      const values = kernel.place(Uint8Array.from(bytes))
      const at = kernel.place(new Uint8Array(Int32Array.from(offsets).buffer))
      return kernel.areTexts(values, at, offsets.length - 1)
    }
    expect(check([0x61, 0xc3, 0xa9, 0x62], [0, 1, 3, 4])).toBe(true)
    expect(check([0x61, 0xc3, 0xa9, 0x62], [0, 2, 4])).toBe(false)
    expect(check([0x61, 0xff], [0, 2])).toBe(false)
    expect(check([0x61, 0xc3], [0, 2])).toBe(false)
    expect(check([0x61, 0x62], [0, 2, 1, 2])).toBe(false)
    expect(check([], [0, 0, 0])).toBe(true)
  })
})
