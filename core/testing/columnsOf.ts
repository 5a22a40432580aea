import {
  Data,
  type DataType,
  type Dictionary,
  type Field,
  type FixedSizeList,
  type RecordBatch,
  Schema,
  Type,
  Vector,
} from 'apache-arrow'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { makeBatch } from '../table/batches.ts'

/**
 * A batch of columns, from values: null; booleans; numbers (bigints for 64 bits, days for dates); texts; bytes; lists as
 * arrays; structs as arrays of their members' values; maps as arrays of `[key, value]`; decimals as bigints without point.
 */
export function tableOf(fields: readonly Field[], values: readonly (readonly unknown[])[]): RecordBatch {
  const columns = fields.map(({ type }, i) => columnOf(type, values[i] ?? []))
  return makeBatch(new Schema([...fields]), columns, values[0]?.length ?? 0)
}

/** One column of `tableOf`. */
export function columnOf(type: DataType, values: readonly unknown[]): Data {
  const { length } = values
  if (type.typeId === Type.Null) return new Data(type, 0, length, length)
  const isNull = values.map((value) => value === null || value === undefined)
  const nullCount = isNull.filter(Boolean).length
  const validity = nullCount > 0 ? bitsOf(isNull.map((is) => !is)) : undefined
  const make = (offsets: unknown, data: unknown, children: Data[] = [], dictionary?: Vector) =>
    new Data(type, 0, length, nullCount, [offsets, data, validity, undefined] as never, children, dictionary)
  const fields = (type.children ?? []) as Field[]
  const item = fields[0]?.type as DataType
  switch (type.typeId) {
    case Type.Bool:
      return make(undefined, bitsOf(values.map((value) => value === true)))
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary: {
      const parts = values.map((value) =>
        typeof value === 'string' ? encodeUtf8(value) : ((value as Uint8Array) ?? []),
      )
      return make(offsetsOf(type, parts), joined(parts))
    }
    case Type.Struct:
      return make(
        undefined,
        undefined,
        fields.map((field, i) =>
          columnOf(
            field.type,
            values.map((value) => (value as unknown[] | null)?.[i] ?? null),
          ),
        ),
      )
    case Type.FixedSizeList: {
      const nulls = Array.from({ length: (type as FixedSizeList).listSize }, () => null)
      return make(undefined, undefined, [
        columnOf(
          item,
          values.flatMap((value) => (value as unknown[]) ?? nulls),
        ),
      ])
    }
    case Type.List:
    case Type.LargeList:
    case Type.Map: {
      const lists = values.map((value) => (value as unknown[]) ?? [])
      return make(offsetsOf(type, lists), undefined, [columnOf(item, lists.flat())])
    }
    case Type.Dictionary: {
      const different: unknown[] = [...new Set(values.filter((value) => value !== null))]
      const dictionary = columnOf((type as Dictionary).dictionary, different)
      const indices = Int32Array.from(values, (value) => Math.max(0, different.indexOf(value)))
      return make(undefined, indices, [], new Vector([dictionary]))
    }
    case Type.Decimal: {
      const words = values.flatMap((value) => {
        const bits = BigInt.asUintN(128, (value as bigint) ?? 0n)
        return [0n, 32n, 64n, 96n].map((shift) => Number((bits >> shift) & 0xffff_ffffn))
      })
      return make(undefined, Uint32Array.from(words))
    }
    default: {
      const array = new type.ArrayType(length)
      const zero = array instanceof BigInt64Array || array instanceof BigUint64Array ? 0n : 0
      for (const [i, value] of values.entries()) array[i] = value ?? zero
      return make(undefined, array)
    }
  }
}

function bitsOf(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8))
  for (const [i, bit] of bits.entries()) if (bit) bytes[i >> 3] = (bytes[i >> 3] as number) | (1 << (i & 7))
  return bytes
}

function offsetsOf({ typeId }: DataType, parts: readonly { length: number }[]): Int32Array | BigInt64Array {
  const offsets = [0]
  for (const { length } of parts) offsets.push((offsets.at(-1) as number) + length)
  const isLarge = typeId === Type.LargeUtf8 || typeId === Type.LargeList
  return isLarge ? BigInt64Array.from(offsets, BigInt) : Int32Array.from(offsets)
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
