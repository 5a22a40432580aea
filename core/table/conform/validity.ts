import { type Data, Type } from 'apache-arrow'

/** Which values of a column are there: bit `row` of `bitmap` is 0 where it is null; no bitmap where none is. */
export interface Validity {
  nullCount: number
  bitmap: Uint8Array | undefined
}

/** The validity of a column that may be a slice, counted from its first row. */
export function validityOf(data: Data): Validity {
  const { length, nullCount, offset } = data
  if (nullCount === 0 || data.type.typeId === Type.Union) return { nullCount: 0, bitmap: undefined }
  const bits = data.nullBitmap
  if (!bits || bits.length === 0) return { nullCount: 0, bitmap: undefined }
  if (offset === 0) return { nullCount, bitmap: bits.subarray(0, (length + 7) >> 3) }
  const bitmap = new Uint8Array((length + 7) >> 3)
  for (let row = 0; row < length; row++) {
    const bit = offset + row
    if (((bits[bit >> 3] as number) & (1 << (bit & 7))) !== 0)
      bitmap[row >> 3] = (bitmap[row >> 3] as number) | (1 << (row & 7))
  }
  return { nullCount, bitmap }
}
