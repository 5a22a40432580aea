import type { PageEncoder } from '../../../../kernels/pageEncoder.ts'
import type { ValueRange } from '../levels/valueRanges.ts'
import type { LeafType, ValueOrder } from '../schema/leafType.ts'
import { type DenseValues, valuesOf } from '../values/denseValues.ts'
import { narrowNumbers } from '../values/narrowNumbers.ts'
import { wordExtremes } from './wordExtremes.ts'

/** Least and greatest of some values as a PLAIN page has them, booleans as a byte; null where no value has an order. */
export type Extremes = { min: Uint8Array; max: Uint8Array } | null

/** Words at any address. */
function aligned<T>(bytes: Uint8Array, width: number, make: (buffer: ArrayBufferLike, at: number) => T): T {
  const own = bytes.byteOffset % width === 0 ? bytes : bytes.slice()
  return make(own.buffer, own.byteOffset)
}

type Numbers =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

function numbersOf(order: ValueOrder, bytes: Uint8Array): Numbers {
  if (order === 'float') return aligned(bytes, 4, (buffer, at) => new Float32Array(buffer, at, bytes.length / 4))
  if (order === 'double') return aligned(bytes, 8, (buffer, at) => new Float64Array(buffer, at, bytes.length / 8))
  return order === 'half' ? halfFloats(bytes) : bytes
}

/** Places of the extremes among numbers: NaN has no order. -1 where there are none. */
function numberPlaces(numbers: Numbers): [min: number, max: number] {
  let min = -1
  let max = -1
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number
    if (Number.isNaN(value)) continue
    if (min < 0 || value < (numbers[min] as number)) min = i
    if (max < 0 || value > (numbers[max] as number)) max = i
  }
  return [min, max]
}

function halfFloats(bytes: Uint8Array): Float64Array {
  const out = new Float64Array(bytes.length / 2)
  for (let i = 0; i < out.length; i++) {
    const bits = (bytes[i * 2] as number) | ((bytes[i * 2 + 1] as number) << 8)
    const exponent = (bits >> 10) & 31
    const fraction = bits & 1023
    const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25)
    const value = exponent < 31 ? size : fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN
    out[i] = bits & 0x8000 ? -value : value
  }
  return out
}

/** Bytes compared one by one; the first as a signed number where `flip` is 0x80. Below 0: `left` comes first. */
function compareBytes(
  bytes: Uint8Array,
  left: number,
  leftLength: number,
  right: number,
  rightLength: number,
  flip: number,
): number {
  const length = Math.min(leftLength, rightLength)
  if (length === 0) return leftLength - rightLength
  const first = ((bytes[left] as number) ^ flip) - ((bytes[right] as number) ^ flip)
  if (first !== 0) return first
  for (let i = 1; i < length; i++) {
    const difference = (bytes[left + i] as number) - (bytes[right + i] as number)
    if (difference !== 0) return difference
  }
  return leftLength - rightLength
}

function bytePlaces(values: DenseValues, from: number, to: number, isSigned: boolean): [min: number, max: number] {
  const { bytes, offsets, width } = values
  const flip = isSigned ? 0x80 : 0
  const startOf = (i: number) => (offsets === null ? i * width : (offsets[i] as number))
  let min = from
  let max = from
  let least = startOf(from)
  let leastLength = startOf(from + 1) - least
  let greatest = least
  let greatestLength = leastLength
  let start = least
  for (let i = from; i < to; i++) {
    const end = startOf(i + 1)
    const length = end - start
    if (compareBytes(bytes, start, length, least, leastLength, flip) < 0) {
      min = i
      least = start
      leastLength = length
    } else if (compareBytes(bytes, start, length, greatest, greatestLength, flip) > 0) {
      max = i
      greatest = start
      greatestLength = length
    }
    start = end
  }
  return [min, max]
}

/** Zeros of floats have the sign that leaves no zero outside: -0 as the least, +0 as the greatest. */
function signedZero(value: Uint8Array, isLeast: boolean): Uint8Array {
  const top = value.length - 1
  if (value.some((byte, i) => (i === top ? byte & 0x7f : byte) !== 0)) return value
  value[top] = isLeast ? 0x80 : 0
  return value
}

/** Least and greatest of some values in the order of the specification's column orders. */
export function extremesOf(
  { values, from, to }: ValueRange,
  order: ValueOrder,
  encoder: Pick<PageEncoder, 'wordExtremes'>,
): Extremes {
  if (from === to || order === null) return null
  const { width, widen, bytes } = values
  const own = bytes.subarray(from * width, to * width)
  const at = ([min, max]: [number, number]) =>
    min < 0 ? null : { min: valueAt(values, from + min), max: valueAt(values, from + max) }
  if (widen) return at(numberPlaces(narrowNumbers(own, width, widen)))
  switch (order) {
    case 'bytes':
    case 'signedBytes': {
      const [min, max] = bytePlaces(values, from, to, order === 'signedBytes')
      return { min: valueAt(values, min), max: valueAt(values, max) }
    }
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
      return encoder.wordExtremes(own, width as 4 | 8, order === 'int32' || order === 'int64')
    case 'half':
    case 'float':
    case 'double': {
      const found = at(numberPlaces(numbersOf(order, own)))
      return found && { min: signedZero(found.min, true), max: signedZero(found.max, false) }
    }
    default:
      return at(numberPlaces(numbersOf(order, own)))
  }
}

/** A value as the physical type has it, booleans as a byte. */
function valueAt({ width, widen, bytes, offsets }: DenseValues, i: number): Uint8Array {
  if (offsets) return bytes.subarray(offsets[i] as number, offsets[i + 1] as number)
  const own = bytes.slice(i * width, (i + 1) * width)
  return widen ? new Uint8Array(Int32Array.from(narrowNumbers(own, width, widen)).buffer) : own
}

/** The extremes of several: those of the pages of a chunk. */
export function widestExtremes(parts: readonly NonNullable<Extremes>[], { width, order }: LeafType): Extremes {
  const all = parts.flatMap(({ min, max }) => [min, max])
  const values = valuesOf(all, width === 0 ? 'texts' : 'words', width)
  return extremesOf({ values, from: 0, to: all.length }, order, { wordExtremes })
}
