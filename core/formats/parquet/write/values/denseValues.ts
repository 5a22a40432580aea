import type { LeafMemory } from '../levels/reused.ts'
import { checkTextBytes } from './textBytes.ts'

/** How values lie in memory: a byte each for booleans, words of one width, texts behind each other. */
export type ValueForm = 'bits' | 'words' | 'texts'

/** Values of a leaf one after the other, nulls left out. */
export interface DenseValues {
  count: number
  form: ValueForm
  /** Bytes of a value; 0 for texts, whose ends `offsets` tells. */
  width: number
  /** Whole numbers of 1 and 2 bytes are kept as they are, and written as 4: how; null for all other values. */
  widen: 'signed' | 'unsigned' | null
  /** As the physical type has them, but for booleans and narrow numbers; texts without anything between them. */
  bytes: Uint8Array
  /** Texts: one more than there are, from 0 on. Null for other values. */
  offsets: Int32Array | null
}

/** Bytes of values `[from, to)` as a PLAIN page has them. */
export function plainSize({ form, offsets, width, widen }: DenseValues, from: number, to: number): number {
  if (offsets !== null) return (offsets[to] as number) - (offsets[from] as number) + (to - from) * 4
  return form === 'bits' ? (to - from) / 8 : (to - from) * (widen ? 4 : width)
}

/** Values of several parts as one, in `memory`; a single part as it is. */
export function joinValues(parts: readonly DenseValues[], memory: LeafMemory): DenseValues {
  const first = parts[0] as DenseValues
  if (parts.length === 1) return first
  let count = 0
  let size = 0
  for (const part of parts) {
    count += part.count
    size += part.bytes.length
  }
  const bytes = memory.values.bytes(size)
  const offsets = first.offsets && memory.offsets.numbers(count + 1).fill(0, 0, 1)
  let at = 0
  let value = 0
  for (const part of parts) {
    bytes.set(part.bytes, at)
    if (offsets && part.offsets) appendOffsets(offsets, value, part.offsets, at)
    at += part.bytes.length
    value += part.count
  }
  return { ...first, count, bytes, offsets }
}

function appendOffsets(offsets: Int32Array, at: number, more: Int32Array, base: number): void {
  for (let i = 1; i < more.length; i++) offsets[at + i] = (more[i] as number) + base
}

/** Values of the physical type as they would stand in a column. @param width 0 for texts */
export function valuesOf(values: readonly Uint8Array[], form: ValueForm, width: number): DenseValues {
  const offsets = new Int32Array(values.length + 1)
  values.forEach((value, i) => {
    offsets[i + 1] = (offsets[i] as number) + value.length
  })
  const bytes = new Uint8Array(offsets[values.length] as number)
  values.forEach((value, i) => void bytes.set(value, offsets[i] as number))
  return { count: values.length, form, width, widen: null, bytes, offsets: form === 'texts' ? offsets : null }
}

/** The values at some places, in a buffer of their own. */
export function pickValues(values: DenseValues, places: Uint32Array | Int32Array): DenseValues {
  const { width, bytes, offsets } = values
  const count = places.length
  if (offsets === null) {
    const out = new Uint8Array(count * width)
    for (let i = 0; i < count; i++) {
      const at = (places[i] as number) * width
      for (let byte = 0; byte < width; byte++) out[i * width + byte] = bytes[at + byte] as number
    }
    return { ...values, count, bytes: out }
  }
  const ends = new Int32Array(count + 1)
  let size = 0
  for (let i = 0; i < count; i++) {
    const place = places[i] as number
    size += (offsets[place + 1] as number) - (offsets[place] as number)
    ends[i + 1] = size
  }
  checkTextBytes(size)
  const out = new Uint8Array(ends[count] as number)
  for (let i = 0; i < count; i++) {
    const place = places[i] as number
    out.set(bytes.subarray(offsets[place] as number, offsets[place + 1] as number), ends[i] as number)
  }
  return { ...values, count, bytes: out, offsets: ends }
}
