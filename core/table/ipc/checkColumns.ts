import type { Data, Dictionary, Union } from 'apache-arrow'
import { EngineError } from '../../errors.ts'

// What files say about positions inside their own buffers, checked once per batch, so that reading a cell needs no
// checks and no loop over a cell can run past its buffer.

function damaged(message: string): EngineError {
  return new EngineError('format/corrupt', `an Arrow batch is damaged: ${message}`)
}

/** Checks that `length + 1` offsets rise from at least 0 to at most `limit`. */
export function checkOffsets(offsets: ArrayBufferView, length: number, limit: number): void {
  if (offsets instanceof BigInt64Array) checkWideOffsets(offsets, length, limit)
  else checkNarrowOffsets(offsets as Int32Array, length, limit)
}

function checkNarrowOffsets(offsets: Int32Array, length: number, limit: number): void {
  let previous = 0
  for (let index = 0; index <= length; index++) {
    const offset = offsets[index]!
    if (offset < previous) throw damaged(`offset ${offset} follows ${previous}`)
    previous = offset
  }
  if (previous > limit) throw damaged(`offset ${previous} in a buffer of ${limit}`)
}

function checkWideOffsets(offsets: BigInt64Array, length: number, limit: number): void {
  // Halves instead of BigInts: an offset within the limit has few high bits.
  const halves = new Int32Array(offsets.buffer, offsets.byteOffset, offsets.length * 2)
  let previous = 0
  for (let index = 0; index <= length; index++) {
    const offset = halves[index * 2 + 1]! * 2 ** 32 + (halves[index * 2]! >>> 0)
    if (offset < previous) throw damaged(`offset ${offset} follows ${previous}`)
    previous = offset
  }
  if (previous > limit) throw damaged(`offset ${previous} in a buffer of ${limit}`)
}

/** Checks that every view that is not null lies in its buffer. */
export function checkViews(
  views: Uint8Array,
  length: number,
  buffers: readonly Uint8Array[],
  bitmap: Uint8Array,
): void {
  const cells = new DataView(views.buffer, views.byteOffset, views.byteLength)
  for (let index = 0; index < length; index++) {
    if (bitmap.length > 0 && (bitmap[index >> 3]! & (1 << (index & 7))) === 0) continue
    const size = cells.getInt32(index * 16, true)
    if (size < 0) throw damaged(`a text of ${size} bytes`)
    if (size <= 12) continue
    const buffer = buffers[cells.getInt32(index * 16 + 8, true)]
    const start = cells.getInt32(index * 16 + 12, true)
    if (!buffer || start < 0 || start + size > buffer.length) {
      throw damaged(`a text at ${start} to ${start + size} of a buffer of ${buffer?.length ?? 0} bytes`)
    }
  }
}

/** Checks that every key that is not null names a value of the dictionary. */
export function checkKeys(data: Data, numValues: number): void {
  const { values, nullBitmap } = data
  const hasNulls = nullBitmap && nullBitmap.length > 0
  for (let row = 0; row < data.length; row++) {
    const key = Number(values[row])
    if (key >= 0 && key < numValues) continue
    if (hasNulls && (nullBitmap[row >> 3]! & (1 << (row & 7))) === 0) continue
    throw damaged(`key ${key} in dictionary ${(data.type as Dictionary).id} of ${numValues} values`)
  }
}

/** Checks that every type id is one of the union's. */
export function checkTypeIds(typeIds: Int8Array, length: number, type: Union): void {
  for (let row = 0; row < length; row++) {
    if (type.typeIdToChildIndex[typeIds[row]!] === undefined) throw damaged(`union type ${typeIds[row]}`)
  }
}

/** Checks that every offset of a dense union lies in its child. */
export function checkDense(
  typeIds: Int8Array,
  offsets: Int32Array,
  length: number,
  type: Union,
  children: readonly Data[],
): void {
  for (let row = 0; row < length; row++) {
    const child = children[type.typeIdToChildIndex[typeIds[row]!]!]
    const offset = offsets[row]!
    if (offset < 0 || offset >= (child?.length ?? 0)) throw damaged(`offset ${offset} in a union of ${child?.length}`)
  }
}
