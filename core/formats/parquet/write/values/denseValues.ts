/** Values of a leaf one after the other, nulls left out, as the physical type has them. */
export interface DenseValues {
  count: number
  /** Bytes of a value; 0 for texts, whose ends `offsets` tells. Booleans are bytes of 0 and 1. */
  width: number
  /** Little-endian words; decimals as Parquet stores them; texts without anything between them. */
  bytes: Uint8Array
  /** Texts: one more than there are, from 0 on. Null for other values. */
  offsets: Int32Array | null
}

/** Plain bytes of values `[from, to)`, as a PLAIN page has them, booleans as bytes. */
export function plainSize(values: DenseValues, from: number, to: number): number {
  const { offsets, width } = values
  if (offsets === null) return (to - from) * width
  return (offsets[to] as number) - (offsets[from] as number) + (to - from) * 4
}

/** Values of several parts as one; a single part as it is. */
export function joinValues(parts: readonly DenseValues[], width: number): DenseValues {
  if (parts.length === 1) return parts[0] as DenseValues
  let count = 0
  let size = 0
  for (const part of parts) {
    count += part.count
    size += part.bytes.length
  }
  const bytes = new Uint8Array(size)
  const offsets = width === 0 ? new Int32Array(count + 1) : null
  let at = 0
  let value = 0
  for (const part of parts) {
    bytes.set(part.bytes, at)
    if (offsets) for (let i = 1; i <= part.count; i++) offsets[value + i] = (part.offsets?.[i] as number) + at
    at += part.bytes.length
    value += part.count
  }
  return { count, width, bytes, offsets }
}

/** Some values as they would stand in a column. */
export function valuesOf(values: readonly Uint8Array[], width: number): DenseValues {
  const offsets = new Int32Array(values.length + 1)
  values.forEach((value, i) => {
    offsets[i + 1] = (offsets[i] as number) + value.length
  })
  const bytes = new Uint8Array(offsets[values.length] as number)
  values.forEach((value, i) => void bytes.set(value, offsets[i] as number))
  return { count: values.length, width, bytes, offsets: width === 0 ? offsets : null }
}
