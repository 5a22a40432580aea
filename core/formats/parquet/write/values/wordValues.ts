import type { Data, Decimal } from 'apache-arrow'

/** Arrow's bytes of a fixed-width column from its first row on; a slice's buffer starts there already. */
function ownBytes(data: Data): Uint8Array {
  const values = data.values as Uint8Array
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** Words of `width` bytes of some rows, copied; shared with the column where they are its first ones. */
export function wordsOf(data: Data, width: number, picks: Int32Array | null, count: number): Uint8Array {
  const bytes = ownBytes(data)
  if (picks === null) return bytes.subarray(0, count * width)
  const out = new Uint8Array(count * width)
  if (width === 4 && bytes.byteOffset % 4 === 0) {
    const from = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2)
    const to = new Int32Array(out.buffer)
    for (let i = 0; i < count; i++) to[i] = from[picks[i] as number] as number
    return out
  }
  if (width === 8 && bytes.byteOffset % 4 === 0) {
    const from = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2)
    const to = new Int32Array(out.buffer)
    for (let i = 0; i < count; i++) {
      const at = (picks[i] as number) * 2
      to[i * 2] = from[at] as number
      to[i * 2 + 1] = from[at + 1] as number
    }
    return out
  }
  for (let i = 0; i < count; i++) {
    const at = (picks[i] as number) * width
    for (let byte = 0; byte < width; byte++) out[i * width + byte] = bytes[at + byte] as number
  }
  return out
}

/** Booleans of some rows as bytes of 0 and 1. */
export function bitsOf(data: Data, picks: Int32Array | null, count: number): Uint8Array {
  const bits = data.values as Uint8Array
  const out = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const bit = data.offset + (picks === null ? i : (picks[i] as number))
    out[i] = ((bits[bit >> 3] as number) >> (bit & 7)) & 1
  }
  return out
}

/** Refuses value `index` of those that are there. */
export type Refuse = (index: number, reason: string) => never

/** Seconds of a day as milliseconds. Refuses those that do not fit */
export function thousandfold32(words: Uint8Array, refuse: Refuse): Uint8Array {
  const seconds = new Int32Array(words.slice().buffer)
  for (let i = 0; i < seconds.length; i++) {
    const value = (seconds[i] as number) * 1000
    if (value !== (value | 0)) refuse(i, `${seconds[i]} seconds are too many as milliseconds`)
    seconds[i] = value
  }
  return new Uint8Array(seconds.buffer)
}

/** Seconds as milliseconds. Refuses those that do not fit */
export function thousandfold64(words: Uint8Array, refuse: Refuse): Uint8Array {
  const seconds = new BigInt64Array(words.slice().buffer)
  for (let i = 0; i < seconds.length; i++) {
    const value = (seconds[i] as bigint) * 1000n
    if (value !== BigInt.asIntN(64, value)) refuse(i, `${seconds[i]} seconds are too many`)
    seconds[i] = value
  }
  return new Uint8Array(seconds.buffer)
}

const DAY_MILLISECONDS = 86_400_000n

/** Dates in milliseconds as days. Refuses where one is not a whole day */
export function wholeDays(words: Uint8Array, refuse: Refuse): Uint8Array {
  const dates = new BigInt64Array(words.slice().buffer)
  const days = new Int32Array(dates.length)
  for (let i = 0; i < dates.length; i++) {
    const date = dates[i] as bigint
    const day = date / DAY_MILLISECONDS
    if (day * DAY_MILLISECONDS !== date || day !== BigInt.asIntN(32, day)) {
      refuse(i, `the date of ${date} ms is not a whole day`)
    }
    days[i] = Number(day)
  }
  return new Uint8Array(days.buffer)
}

/** Little-endian decimals as big-endian ones of `width` bytes. Refuses where one is longer */
export function decimalWords(words: Uint8Array, type: Decimal, width: number, refuse: Refuse): Uint8Array {
  const from = type.bitWidth / 8
  const count = words.length / from
  const out = new Uint8Array(count * width)
  for (let i = 0; i < count; i++) {
    const at = i * from
    const sign = (((words[at + width - 1] as number) << 24) >> 31) & 0xff
    for (let byte = width; byte < from; byte++) {
      if (words[at + byte] !== sign) refuse(i, `it has more than ${type.precision} digits`)
    }
    for (let byte = 0; byte < width; byte++) out[i * width + width - 1 - byte] = words[at + byte] as number
  }
  return out
}
