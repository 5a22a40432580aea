import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Map_,
  Null,
  type RecordBatch,
  Struct,
  TimestampMicrosecond,
  Uint64,
  Utf8,
} from 'apache-arrow'
import fc from 'fast-check'
import { tableOf } from './columnsOf.ts'

/** A type and any of its values, as `tableOf` takes them. */
interface TypedValues {
  type: DataType
  value: fc.Arbitrary<unknown>
}

const HOSTILE = [
  ...['', ' ', 'a', ' a', 'a ', '\ta', '"', '""', 'a"b', '\\', '\\"', '\n', '\r', '\r\n', 'a\nb', ',', ';', '|', '\t'],
  ...['\0', '\u001f', '\b\f', '\u007f', '\u2028', '\ufeff', '\ufeffa', 'é', '日本', '\u{1f600}', '#', '#a', 'sep=;'],
  ...['null', 'NaN', 'true', '1', '007', '-0', '1e5', '{"a":1}', '[1', 'x'.repeat(40), `${'y'.repeat(15)}"z`],
  ...[`${'exactly sixteen.'}\n`, `é${'w'.repeat(30)}\u0001`],
]

/** Texts that are hard on writers and readers. */
export const hostileText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 40 }))

const NAMES = ['a', 'b', 'text', '__proto__', 'constructor', 'a"b', 'a,b', 'line\nbreak', 'é', ' ', '#c', 'x;y', '\\']

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, -1, 0.1, 1e15, 1e16, 1e21, 123456789, 1e-4, 1e-5, 5e-324, 2 ** 53, Number.MAX_VALUE),
  fc.integer(),
)
const anyFloat = fc.oneof(
  { weight: 8, arbitrary: finite },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
)

const of = (type: DataType, value: fc.Arbitrary<unknown>): TypedValues => ({ type, value })

/** Types that JSON tells apart: what is written in them comes back in them. */
const jsonScalars: TypedValues[] = [
  of(new Bool(), fc.boolean()),
  of(new Int64(), fc.oneof(int64, fc.integer().map(BigInt))),
  of(new Float64(), finite),
  of(new Utf8(), hostileText),
]

/** Scalars of all kinds. */
const anyScalars: TypedValues[] = [
  ...jsonScalars,
  of(new Null(), fc.constant(null)),
  of(new Int8(), fc.integer({ min: -128, max: 127 })),
  of(new Int32(), fc.integer()),
  of(new Uint64(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  of(new Float32(), anyFloat.map(Math.fround)),
  of(new Float64(), anyFloat),
  of(new LargeUtf8(), hostileText),
  of(new Binary(), fc.uint8Array({ maxLength: 9 })),
  of(new DateDay(), fc.integer({ min: -10_000, max: 80_000 })),
  of(new TimestampMicrosecond('UTC'), fc.bigInt({ min: -(10n ** 15n), max: 10n ** 16n })),
  of(new Decimal(2, 20, 128), fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n })),
  of(new Dictionary(new Utf8(), new Int32()), fc.constantFrom('a', 'b', 'c"', '')),
]

const nullable = (value: fc.Arbitrary<unknown>) => fc.option(value, { nil: null, freq: 5 })

function nested(scalars: readonly TypedValues[], depth: number, withMaps: boolean): fc.Arbitrary<TypedValues> {
  const scalar = fc.constantFrom(...scalars)
  if (depth === 0) return scalar
  const inner = nested(scalars, depth - 1, withMaps)
  const list = inner.map(({ type, value }) =>
    of(new List(new Field('item', type, true)), fc.array(nullable(value), { maxLength: 4 })),
  )
  const struct = fc
    .tuple(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }), fc.array(inner, { minLength: 3 }))
    .map(([names, types]) => {
      const fields = names.map((name, i) => new Field(name, (types[i] as TypedValues).type, true))
      const value = fc.tuple(...names.map((_, i) => nullable((types[i] as TypedValues).value)))
      return of(new Struct(fields), value)
    })
  const map = inner.map(({ type, value }) => {
    const entries = new Struct([new Field('key', new Utf8(), false), new Field('value', type, true)])
    const pairs = fc.array(fc.tuple(hostileText, nullable(value)), { maxLength: 3 })
    return of(new Map_(new Field('entries', entries as never, false)), pairs)
  })
  const fixed = inner.map(({ type, value }) =>
    of(new FixedSizeList(2, new Field('item', type, true)), fc.tuple(nullable(value), nullable(value))),
  )
  return fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: list },
    { weight: 2, arbitrary: struct },
    ...(withMaps
      ? [
          { weight: 1, arbitrary: map },
          { weight: 1, arbitrary: fixed },
        ]
      : []),
  )
}

/** A table as a batch, with the values it was made of, column by column. */
export interface AnyTable {
  batch: RecordBatch
  values: readonly (readonly unknown[])[]
}

function tablesOf(types: fc.Arbitrary<TypedValues>): fc.Arbitrary<AnyTable> {
  return fc
    .record({
      names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
      types: fc.array(types, { minLength: 4, maxLength: 4 }),
      rows: fc.integer({ min: 1, max: 12 }),
    })
    .chain(({ names, types: all, rows }) => {
      const columns = names.map((_, i) =>
        fc.array(nullable((all[i] as TypedValues).value), { minLength: rows, maxLength: rows }),
      )
      return fc.tuple(...columns).map((values) => ({
        batch: tableOf(
          names.map((name, i) => new Field(name, (all[i] as TypedValues).type, true)),
          values,
        ),
        values,
      }))
    })
}

/** Tables whose types JSON tells apart, two deep. */
export const jsonTables = tablesOf(nested(jsonScalars, 2, false))
/** Tables of all kinds of types, two deep. */
export const anyTables = tablesOf(nested(anyScalars, 2, true))
/** Tables of what CSV tells apart once the types are known. */
export const flatTables = tablesOf(fc.constantFrom(...jsonScalars))
/** Tables of all kinds of scalars. */
export const anyFlatTables = tablesOf(fc.constantFrom(...anyScalars))
