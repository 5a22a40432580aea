import {
  Binary,
  type Data,
  type DataType,
  Decimal,
  Field,
  Float32,
  Float64,
  Int64,
  List,
  Struct,
  Timestamp,
  TimeUnit,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openArrow } from '../formats/arrow/openArrow.ts'
import { memorySource } from '../io/memorySource.ts'
import { goldenCases, readAll } from '../testing/golden.ts'
import { sliceBatch } from './batches.ts'
import { cellFull } from './cellFull.ts'
import { cellText } from './cellText.ts'

/** Characters of one to four bytes, line breaks, and what JSON escapes. */
const character = fc.constantFrom('a', ' ', 'é', '\n', '\r', '中', '🐎', '"', '\\', '\u0000', '\u2028', '\ufeff')

const column = (values: readonly unknown[], type: DataType): Data =>
  vectorFromArray(values as never, type).data[0] as Data
const shown = (value: unknown, type: DataType, maxBytes = 40) => cellText(column([value], type), 0, maxBytes)
const utf8Bytes = (text: string) => new TextEncoder().encode(text).length

const message = new Struct([new Field('role', new Utf8(), true), new Field('content', new Utf8(), true)])

describe('cellText', () => {
  it.each([
    ['short', 'short', false],
    ['', '', false],
    ['first\nsecond', 'first', true],
    ['first\r\nsecond', 'first', true],
    ['\n\nthird', 'third', true],
    ['\n', '', true],
    ['x'.repeat(41), 'x'.repeat(40), true],
    ['x'.repeat(40), 'x'.repeat(40), false],
    ['é'.repeat(30), 'é'.repeat(20), true],
    [`${'x'.repeat(39)}é`, 'x'.repeat(39), true],
    [`${'x'.repeat(37)}🐎`, 'x'.repeat(37), true],
    ['\ufeffmark', '\ufeffmark', false],
  ])('text %j is %j', (value, text, truncated) => {
    expect(shown(value, new Utf8())).toEqual({ text, truncated, isNull: false })
  })

  it('tells null from empty text and from the word', () => {
    expect(cellText(column([null, '', 'null'], new Utf8()), 0, 9)).toEqual({ text: '', isNull: true, truncated: false })
    expect(cellText(column([null, '', 'null'], new Utf8()), 2, 9)).toMatchObject({ text: 'null', isNull: false })
  })

  it.each([
    [9223372036854775807n, new Int64(), '9223372036854775807'],
    [18446744073709551615n, new Uint64(), '18446744073709551615'],
    [0.1, new Float64(), '0.1'],
    [3, new Float64(), '3.0'],
    [-0, new Float64(), '-0.0'],
    [1e21, new Float64(), '1e+21'],
    [Number.NaN, new Float64(), 'NaN'],
    [0.1, new Float32(), '0.1'],
    [16777216, new Float32(), '16777216.0'],
    [1234567n, new Decimal(2, 10, 128), '12345.67'],
    [-5n, new Decimal(2, 10, 128), '-0.05'],
    [-5n, new Decimal(-2, 10, 128), '-500'],
    [new Uint8Array([1, 0xff, 7]), new Binary(), '<3> 01ff07'],
    [new Uint8Array(0), new Binary(), '<0>'],
  ])('%s of %s is %j', (value, type, text) => {
    const raw = typeof value === 'bigint' && type instanceof Decimal ? decimalWords(value) : value
    expect(shown(raw, type)).toEqual({ text, isNull: false, truncated: false })
  })

  it.each([
    [0n, TimeUnit.SECOND, null, '1970-01-01T00:00:00'],
    [-1n, TimeUnit.MILLISECOND, 'UTC', '1969-12-31T23:59:59.999Z'],
    [951_782_400_000_001n, TimeUnit.MICROSECOND, null, '2000-02-29T00:00:00.000001'],
    [1n, TimeUnit.NANOSECOND, 'Europe/Prague', '1970-01-01T00:00:00.000000001Z'],
    [-(2n ** 63n), TimeUnit.SECOND, null, '-292277022657-01-27T08:29:52'],
    [2n ** 63n - 1n, TimeUnit.SECOND, null, '+292277026596-12-04T15:30:07'],
  ])('timestamp %s of unit %s in zone %s is %s', (value, unit, zone, text) => {
    const type = new Timestamp(unit, zone)
    const data = column([0], type).clone()
    ;(data.values as BigInt64Array)[0] = value
    expect(cellText(data, 0, 10)).toEqual({ text, isNull: false, truncated: false })
  })

  const ids = new List(new Field('item', new Int64(), true))
  const turns = new List(new Field('item', message, true))
  it.each([
    [[1n, 15n, 27n], ids, 40, '[3] 1, 15, 27', false],
    [[], ids, 40, '[0]', false],
    [Array.from({ length: 412 }, (_, n) => BigInt(n * 10)), ids, 20, '[412] 0, 10, 20 …', true],
    [[12345678901234567n], ids, 12, '[1] …', true],
    [[1n, null], ids, 40, '[2] 1, null', false],
    [{ role: 'user', content: 'hi' }, message, 40, '{role: user, content: hi}', false],
    [{ role: 'user', content: null }, message, 40, '{role: user, content: null}', false],
    [{ role: 'user', content: 'a\nb' }, message, 40, '{role: user, content: a…}', false],
    [{ role: 'user', content: 'long '.repeat(20) }, message, 40, '{role: user, content: long long long …', true],
    [[{ role: 'user', content: 'hi' }], turns, 60, '[1] {role: user, content: hi}', false],
  ])('nested value %# within its budget', (value, type, maxBytes, text, truncated) => {
    expect(shown(value, type as DataType, maxBytes as number)).toEqual({ text, isNull: false, truncated })
  })

  it('never exceeds its budget, and shows a beginning of what a larger one shows', () => {
    const content = fc.string({ unit: character, maxLength: 30 })
    const value = fc.array(fc.record({ role: fc.option(content), content: fc.option(content) }), { maxLength: 5 })
    fc.assert(
      fc.property(value, fc.integer({ min: 4, max: 60 }), (turn, maxBytes) => {
        const cut = shown(turn, turns, maxBytes)
        expect(utf8Bytes(cut.text)).toBeLessThanOrEqual(maxBytes)
        const whole = shown(turn, turns, 100_000)
        if (!cut.truncated) expect(cut.text).toBe(whole.text)
        else expect(whole.text.startsWith(cut.text.replace(/ ?…$/, '').trimEnd())).toBe(true)
      }),
    )
  })
})

/** A decimal as the four words apache-arrow's builder takes. */
function decimalWords(value: bigint): Uint32Array {
  return new Uint32Array(BigUint64Array.of(BigInt.asUintN(64, value), BigInt.asUintN(64, value >> 64n)).buffer)
}

describe('cellFull', () => {
  it('gives text as it is and the rest as JSON, with the length of the whole', () => {
    expect(cellFull(column(['a\n"b"'], new Utf8()), 0, 0, 99)).toEqual({
      text: 'a\n"b"',
      isNull: false,
      byteLength: 5,
      truncated: false,
    })
    const full = cellFull(column([{ role: 'é', content: null }], message), 0, 0, 99)
    expect(full).toEqual({ text: '{"role":"é","content":null}', isNull: false, byteLength: 28, truncated: false })
    expect(cellFull(column([null], new Utf8()), 0, 0, 9)).toMatchObject({
      isNull: true,
      byteLength: 0,
      truncated: false,
    })
  })

  it.each([
    [new Utf8(), (text: string) => text],
    [message, (text: string) => ({ role: text, content: text })],
  ] as const)('comes in parts that join to the whole: %s', (type, value) => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 50 }), fc.integer({ min: 4, max: 20 }), (text, maxBytes) => {
        const data = column([value(text)], type)
        const whole = cellFull(data, 0, 0, 1e6)
        let joined = ''
        for (let start = 0; ; ) {
          const part = cellFull(data, 0, start, maxBytes)
          expect(part.byteLength).toBe(whole.byteLength)
          joined += part.text
          start += utf8Bytes(part.text)
          if (!part.truncated) break
        }
        expect(joined).toBe(whole.text)
      }),
    )
  })
})

it.each(goldenCases('arrow'))('$file: cells of slices are those of the whole', async ({ bytes }) => {
  const { batches } = await readAll(await openArrow(memorySource(bytes)))
  for (const batch of batches) {
    for (let row = 0; row < batch.numRows; row++) {
      const slice = sliceBatch(batch, row, batch.numRows)
      slice.data.children.forEach((data, index) => {
        const whole = batch.data.children[index]!
        expect(cellText(data, 0, 50)).toEqual(cellText(whole, row, 50))
        expect(cellFull(data, 0, 0, 500)).toEqual(cellFull(whole, row, 0, 500))
      })
    }
  }
})
