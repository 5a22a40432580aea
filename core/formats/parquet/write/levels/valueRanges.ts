import { type DenseValues, pickValues, plainSize } from '../values/denseValues.ts'
import type { LeafColumn } from './leafColumn.ts'

type Values = Pick<LeafColumn, 'count' | 'values' | 'keys'>

/** Values `[from, to)` of some. */
export interface ValueRange {
  values: DenseValues
  from: number
  to: number
}

/** Values `[from, to)` of a leaf in order: those behind keys are put together. */
export function valueRange({ values, keys }: Values, from: number, to: number): ValueRange {
  if (keys === null) return { values, from, to }
  return { values: pickValues(values, keys.subarray(from, to)), from: 0, to: to - from }
}

/** The different values among `[from, to)` of a leaf, and maybe more than once: what is looked at for extremes. */
export function distinctRange({ values, keys }: Values, from: number, to: number): ValueRange {
  if (keys === null) return { values, from, to }
  const different = Int32Array.from(new Set(keys.subarray(from, to)))
  return { values: pickValues(values, different), from: 0, to: different.length }
}

/** How many bytes values `[from, to)` take in a plain page. */
export function plainSizes({ values, keys, count }: Values): (from: number, to: number) => number {
  if (keys === null) return (from, to) => plainSize(values, from, to)
  const ends = new Float64Array(count + 1)
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number
    ends[i + 1] = (ends[i] as number) + plainSize(values, key, key + 1)
  }
  return (from, to) => (ends[to] as number) - (ends[from] as number)
}
