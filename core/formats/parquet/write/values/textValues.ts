import type { Data } from 'apache-arrow'
import { bytesAt } from '../../../../table/cells.ts'
import type { DenseValues } from './denseValues.ts'
import { checkTextBytes } from './textBytes.ts'

const TEXTS = { form: 'texts', width: 0, widen: null } as const

/** Offsets of a text column from its own first byte, and the bytes from there on. */
function ownTexts(data: Data): { offsets: Int32Array; bytes: Uint8Array } {
  const stored = data.valueOffsets as Int32Array | BigInt64Array
  if (stored.length === 0) return { offsets: new Int32Array(data.length + 1), bytes: new Uint8Array(0) }
  const start = Number(stored[0])
  const end = Number(stored[data.length])
  checkTextBytes(end - start)
  const bytes = (data.values as Uint8Array).subarray(start, end)
  if (start === 0 && stored instanceof Int32Array) return { offsets: stored.subarray(0, data.length + 1), bytes }
  const offsets = new Int32Array(data.length + 1)
  if (stored instanceof Int32Array) for (let i = 0; i < offsets.length; i++) offsets[i] = (stored[i] as number) - start
  else for (let i = 0; i < offsets.length; i++) offsets[i] = Number(stored[i]) - start
  return { offsets, bytes }
}

/** Texts of some rows of a column, copied one behind the other; shared with the column where they are all of it. */
export function textValues(data: Data, picks: Int32Array | null, count: number): DenseValues {
  const { offsets, bytes } = ownTexts(data)
  if (picks === null) {
    const end = offsets[count] as number
    return { ...TEXTS, count, bytes: bytes.subarray(0, end), offsets: offsets.subarray(0, count + 1) }
  }
  const ends = new Int32Array(count + 1)
  let size = 0
  for (let i = 0; i < count; i++) {
    const row = picks[i] as number
    size += (offsets[row + 1] as number) - (offsets[row] as number)
    checkTextBytes(size)
    ends[i + 1] = size
  }
  // Null texts are empty as a rule, so that nothing lies between those that are wanted.
  const first = count === 0 ? 0 : (offsets[picks[0] as number] as number)
  const last = count === 0 ? 0 : (offsets[(picks[count - 1] as number) + 1] as number)
  if (last - first === size && isAscending(picks)) {
    return { ...TEXTS, count, bytes: bytes.subarray(first, last), offsets: ends }
  }
  const out = new Uint8Array(size)
  for (let i = 0; i < count; i++) {
    const row = picks[i] as number
    out.set(bytes.subarray(offsets[row] as number, offsets[row + 1] as number), ends[i] as number)
  }
  return { ...TEXTS, count, bytes: out, offsets: ends }
}

function isAscending(picks: Int32Array): boolean {
  for (let i = 1; i < picks.length; i++) if ((picks[i] as number) <= (picks[i - 1] as number)) return false
  return true
}

/** Texts of a view column, which lie anywhere. */
export function viewValues(data: Data, picks: Int32Array | null, count: number): DenseValues {
  const texts: Uint8Array[] = []
  const offsets = new Int32Array(count + 1)
  let size = 0
  for (let i = 0; i < count; i++) {
    const text = bytesAt(data, picks === null ? i : (picks[i] as number))
    size += text.length
    checkTextBytes(size)
    texts.push(text)
    offsets[i + 1] = size
  }
  const bytes = new Uint8Array(size)
  texts.forEach((text, index) => void bytes.set(text, offsets[index] as number))
  return { ...TEXTS, count, bytes, offsets }
}
