import {
  Binary,
  type DataType,
  Decimal,
  Float16,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  Uint64,
  Utf8,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CompactReader } from '../../thrift/compactReader.ts'
import { scalarPageEncoder } from '../pages/scalarPageEncoder.ts'
import { type LeafType, leafType } from '../schema/leafType.ts'
import { valuesOf } from '../values/denseValues.ts'
import { boundsOf } from './bounds.ts'
import { encodeColumnIndex, encodeStatistics, type PageStatistics } from './columnIndex.ts'
import { extremesOf } from './extremes.ts'

const typeOf = (type: DataType) => leafType(type) as LeafType

/** Bounds of values of the physical type. */
function boundsOfAll(type: DataType, values: readonly Uint8Array[]) {
  const leaf = typeOf(type)
  const dense = valuesOf(values, leaf.width === 0 ? 'texts' : 'words', leaf.width)
  return boundsOf(extremesOf({ values: dense, from: 0, to: values.length }, leaf.order, scalarPageEncoder), leaf)
}

const bytesOf = (numbers: ArrayBufferView) => new Uint8Array(numbers.buffer as ArrayBuffer)
const text = (value: string) => new TextEncoder().encode(value)
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

describe('least and greatest', () => {
  it('of whole numbers with and without a sign', () => {
    const words = [5n, -1n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 32n].map((value) => bytesOf(BigInt64Array.of(value)))
    const signed = boundsOfAll(new Int64(), words)
    expect([signed?.min, signed?.max]).toEqual([words[2], words[3]])
    const unsigned = boundsOfAll(new Uint64(), words)
    expect([unsigned?.min, unsigned?.max]).toEqual([words[0], words[1]])
  })

  it('of floats leave NaN out, and zeros have the sign that leaves none outside', () => {
    const floats = (values: readonly number[]) => values.map((value) => bytesOf(Float64Array.of(value)))
    const bounds = boundsOfAll(new Float64(), floats([Number.NaN, 0, -0, Number.NaN]))
    expect([bounds?.min, bounds?.max]).toEqual(floats([-0, 0]))
    const other = boundsOfAll(new Float64(), floats([Number.NaN, Infinity, -3, 0]))
    expect([other?.min, other?.max]).toEqual(floats([-3, Infinity]))
    expect(boundsOfAll(new Float64(), floats([Number.NaN]))).toBeNull()
    const single = [1, -1].map((value) => bytesOf(Float32Array.of(value)))
    expect(boundsOfAll(new Float32(), single)?.min).toEqual(single[1])
    const halves = [0x3c00, 0xc000, 0x7e00, 0x7bff].map((bits) => bytesOf(Uint16Array.of(bits)))
    const half = boundsOfAll(new Float16(), halves)
    expect([half?.min, half?.max]).toEqual([halves[1], halves[3]])
  })

  it('of decimals are by their sign, of bytes without', () => {
    const values = [Uint8Array.of(0, 5), Uint8Array.of(255, 0), Uint8Array.of(127, 0)]
    const decimal = boundsOfAll(new Decimal(0, 4, 128), values)
    expect([decimal?.min, decimal?.max]).toEqual([values[1], values[2]])
    const binary = boundsOfAll(new Binary(), values)
    expect([binary?.min, binary?.max]).toEqual([values[0], values[1]])
  })
})

describe('long values', () => {
  it('are cut at characters, the greatest to one that is greater', () => {
    const value = text('é'.repeat(60))
    const bounds = boundsOfAll(new Utf8(), [value])
    expect(textOf(bounds?.min)).toBe('é'.repeat(32))
    expect(textOf(bounds?.max)).toBe(`${'é'.repeat(31)}ê`)
    expect([bounds?.isMinExact, bounds?.isMaxExact]).toEqual([false, false])
  })

  it.each([
    ['the last character of all', `${'a'.repeat(60)}\u{10ffff}${'b'.repeat(9)}`, `${'a'.repeat(59)}b`],
    ['the last before half pairs', `${'a'.repeat(61)}\ud7ff${'b'.repeat(9)}`, `${'a'.repeat(61)}\ue000`],
  ])('end below %s', (_, value, greatest) => {
    const bounds = boundsOfAll(new Utf8(), [text(value)])
    expect(textOf(bounds?.max)).toBe(greatest)
    expect(bounds?.isMaxExact).toBe(false)
  })

  it('that nothing is greater than stay whole, or have no bounds', () => {
    const bytes = new Uint8Array(100).fill(255)
    expect(boundsOfAll(new Binary(), [bytes])).toMatchObject({ max: bytes, isMaxExact: true, isMinExact: false })
    expect(boundsOfAll(new Binary(), [new Uint8Array(5000).fill(255)])).toBeNull()
    expect(boundsOfAll(new Utf8(), [text('\u{10ffff}'.repeat(1200))])).toBeNull()
  })

  it('are between their bounds, which are short', () => {
    const any = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.string({ unit: fc.constantFrom('a', '\u{10ffff}', '\ud7ff', 'é'), minLength: 10, maxLength: 80 }),
    )
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (values) => {
        const all = values.map((value) => text(value))
        const bounds = boundsOfAll(new Utf8(), all)
        for (const value of all) {
          expect(Buffer.compare(bounds?.min as Uint8Array, value)).toBeLessThanOrEqual(0)
          expect(Buffer.compare(bounds?.max as Uint8Array, value)).toBeGreaterThanOrEqual(0)
        }
        textOf(bounds?.min)
        textOf(bounds?.max)
      }),
    )
  })
})

/** A column index as the specification numbers its fields. */
function readIndex(bytes: Uint8Array) {
  const reader = new CompactReader(bytes, 0)
  const index = {
    nullPages: [] as boolean[],
    min: [] as number[][],
    max: [] as number[][],
    order: -1,
    nulls: [] as number[],
  }
  reader.root((id, type) => {
    if (id === 1) reader.list(type, () => index.nullPages.push(readBool(reader)))
    else if (id === 2) reader.list(type, (item) => index.min.push([...reader.binary(item)]))
    else if (id === 3) reader.list(type, (item) => index.max.push([...reader.binary(item)]))
    else if (id === 4) index.order = reader.int(type)
    else if (id === 5) reader.list(type, (item) => index.nulls.push(reader.int(item)))
    else reader.skip(type)
  })
  return index
}

/** A boolean in a list is a byte of 1 or 2. */
const readBool = (reader: CompactReader) => reader.int(3) === 1

const page = (values: number, nulls: number, range?: [number, number]): PageStatistics => ({
  values,
  nulls,
  bounds: range
    ? {
        min: bytesOf(Int32Array.of(range[0])),
        max: bytesOf(Int32Array.of(range[1])),
        isMinExact: true,
        isMaxExact: true,
      }
    : null,
})

describe('column indexes', () => {
  const leaf = typeOf(new Int32())
  const orderOf = (...ranges: ([number, number] | null)[]) => {
    const pages = ranges.map((range) => (range ? page(3, 0, range) : page(0, 3)))
    return readIndex(encodeColumnIndex(pages, leaf) as Uint8Array).order
  }

  it('say which pages are null, and how many nulls there are', () => {
    const index = readIndex(encodeColumnIndex([page(2, 1, [-5, 7]), page(0, 4)], leaf) as Uint8Array)
    expect(index).toEqual({
      nullPages: [false, true],
      min: [[251, 255, 255, 255], []],
      max: [[7, 0, 0, 0], []],
      order: 1,
      nulls: [1, 4],
    })
  })

  it('say in which order pages are', () => {
    expect(orderOf([-1, 5], [5, 5], [6, 300])).toBe(1)
    expect(orderOf([6, 300], null, [5, 5], [-1, 5])).toBe(2)
    expect(orderOf([0, 5], [1, 4])).toBe(0)
    expect(orderOf([0, 5], [-1, 6], [3, 7])).toBe(0)
  })

  it('are left out where a page has values without order, and for types without one', () => {
    expect(encodeColumnIndex([page(1, 0, [0, 1]), page(1, 0)], leaf)).toBeNull()
    expect(encodeColumnIndex([page(0, 1)], { ...leaf, order: null })).toBeNull()
  })
})

it('statistics of a chunk', () => {
  const found = new Map<number, number>()
  const reader = new CompactReader(encodeStatistics(page(5, 2, [1, 2])), 0)
  reader.root((id, type) => {
    if (id === 3) found.set(id, reader.int(type))
    else if (id === 5 || id === 6) found.set(id, reader.binary(type)[0] as number)
    else found.set(id, Number(reader.bool(type)))
  })
  expect([...found]).toEqual([
    [3, 2],
    [5, 2],
    [6, 1],
    [7, 1],
    [8, 1],
  ])
})

it('narrow numbers are compared as numbers', () => {
  const leaf = typeOf(new Int8())
  const values = {
    count: 3,
    form: 'words',
    width: 1,
    widen: 'signed',
    bytes: Uint8Array.of(5, 200, 7),
    offsets: null,
  } as const
  const bounds = boundsOf(extremesOf({ values, from: 0, to: 3 }, leaf.order, scalarPageEncoder), leaf)
  expect(bounds).toMatchObject({ min: bytesOf(Int32Array.of(-56)), max: bytesOf(Int32Array.of(7)) })
})
