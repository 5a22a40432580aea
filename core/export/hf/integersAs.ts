import type { Data, Int } from 'apache-arrow'

/** Whole numbers in another width; `misfit` is the first position whose value it cannot hold, -1 where there is none. */
export interface Integers {
  values: Int8Array | Int32Array | BigInt64Array
  misfit: number
}

/** Both halves of 64-bit numbers, the lower one first: far faster to look at than a BigInt each. */
function halves(values: BigInt64Array | BigUint64Array, start: number, end: number): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset + start * 8, (end - start) * 2)
}

/**
 * Values `[start, end)` of a column of whole numbers without nulls as int8, int32 or int64.
 *
 * @param to a signed type of 8, 32 or 64 bits
 */
export function integersAs(data: Data, start: number, end: number, to: Int): Integers {
  const from = data.values as Int32Array | BigInt64Array | BigUint64Array
  const isWide = from instanceof BigInt64Array || from instanceof BigUint64Array
  const count = end - start
  const same = to.bitWidth === 64 ? BigInt64Array : to.bitWidth === 32 ? Int32Array : Int8Array
  if (from instanceof same) return { values: (from as Int32Array).subarray(start, end), misfit: -1 }
  if (to.bitWidth === 64) {
    const values = new BigInt64Array(count)
    const out = halves(values, 0, count)
    if (from instanceof BigUint64Array) {
      const parts = halves(from, start, end)
      out.set(parts)
      for (let at = 0; at < count; at++) if ((parts[2 * at + 1] as number) < 0) return { values, misfit: start + at }
    } else if (isWide) out.set(halves(from, start, end))
    else {
      for (let at = 0; at < count; at++) {
        const value = from[start + at] as number
        out[2 * at] = value
        out[2 * at + 1] = value < 0 ? -1 : 0
      }
    }
    return { values, misfit: -1 }
  }
  const values = to.bitWidth === 8 ? new Int8Array(count) : new Int32Array(count)
  if (isWide) {
    const parts = halves(from, start, end)
    const isUnsigned = from instanceof BigUint64Array
    for (let at = 0; at < count; at++) {
      const low = parts[2 * at] as number
      values[at] = low
      const high = parts[2 * at + 1] as number
      if (high !== (isUnsigned ? 0 : low >> 31) || values[at] !== low || (isUnsigned && low < 0)) {
        return { values, misfit: start + at }
      }
    }
  } else {
    for (let at = 0; at < count; at++) {
      const value = from[start + at] as number
      values[at] = value
      if (values[at] !== value) return { values, misfit: start + at }
    }
  }
  return { values, misfit: -1 }
}
