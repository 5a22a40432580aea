import { PhysicalType } from '../../footer/fileMetadata.ts'
import type { LeafType } from '../schema/leafType.ts'
import type { Extremes } from './extremes.ts'

/** Longer texts are cut in statistics: they only have to tell pages apart. */
const BOUND_BYTES = 64
/** Values that cannot be cut are left out above this. */
const MOST_BYTES = 4096

/** Least and greatest as files have them: of long texts, others that are outside of them by a little. */
export interface Bounds {
  min: Uint8Array
  max: Uint8Array
  isMinExact: boolean
  isMaxExact: boolean
}

/** How many of the first `BOUND_BYTES` bytes are whole characters; all where it is no UTF-8. */
function wholeCharacters(bytes: Uint8Array): number {
  let end = BOUND_BYTES
  while (end > BOUND_BYTES - 4 && ((bytes[end] as number) & 0xc0) === 0x80) end--
  return ((bytes[end] as number) & 0xc0) === 0x80 ? BOUND_BYTES : end
}

/** The next text of as many characters or fewer; null where there is none. */
function nextText(bytes: Uint8Array): Uint8Array | null {
  const points = [...new TextDecoder().decode(bytes)]
  while (points.length > 0) {
    const point = (points.pop() as string).codePointAt(0) as number
    if (point === 0x10ffff) continue
    const next = point === 0xd7ff ? 0xe000 : point + 1
    return new TextEncoder().encode(points.join('') + String.fromCodePoint(next))
  }
  return null
}

/** The next bytes of the same length or less; null where all are 255. */
function nextBytes(bytes: Uint8Array): Uint8Array | null {
  const end = bytes.findLastIndex((byte) => byte !== 0xff) + 1
  if (end === 0) return null
  const next = bytes.slice(0, end)
  next[end - 1] = (next[end - 1] as number) + 1
  return next
}

/** Whether bytes are UTF-8: they come back the same. */
function isText(bytes: Uint8Array): boolean {
  const again = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i])
}

/** Statistics of extremes; null where there are none that fit. */
export function boundsOf(extremes: Extremes, { physical, logical }: LeafType): Bounds | null {
  if (!extremes) return null
  const { min, max } = extremes
  const exact = { min, max, isMinExact: true, isMaxExact: true }
  if (min.length <= BOUND_BYTES && max.length <= BOUND_BYTES) return exact
  if (physical !== PhysicalType.byteArray) return min.length <= MOST_BYTES ? exact : null
  const cut = (bytes: Uint8Array) =>
    bytes.subarray(0, logical?.kind === 'string' ? wholeCharacters(bytes) : BOUND_BYTES)
  if (min.length > BOUND_BYTES) {
    exact.min = cut(min)
    exact.isMinExact = false
  }
  if (max.length > BOUND_BYTES) {
    const start = cut(max)
    const next = logical?.kind === 'string' && isText(start) ? nextText(start) : nextBytes(start)
    if (next === null && max.length > MOST_BYTES) return null
    exact.max = next ?? max
    exact.isMaxExact = next === null
  }
  return exact
}
