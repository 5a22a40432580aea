import { CompactOutput } from '../../thrift/compactOutput.ts'
import { BINARY, I64 } from '../../thrift/compactWriter.ts'
import type { LeafType } from '../schema/leafType.ts'
import type { Bounds } from './bounds.ts'
import { widestExtremes } from './extremes.ts'

// Field numbers are those of parquet.thrift (Statistics, ColumnIndex).

/** Items of lists of booleans have this type. */
const BOOL = 2

const UNORDERED = 0
const ASCENDING = 1
const DESCENDING = 2

/** What is known of the values of a page or a chunk. */
export interface PageStatistics {
  nulls: number
  /** Values that are not null. */
  values: number
  bounds: Bounds | null
}

/** One for all: there are as many as leaves. */
const out = new CompactOutput()

/** The statistics of a chunk, as Thrift. */
export function encodeStatistics({ nulls, bounds }: PageStatistics): Uint8Array<ArrayBuffer> {
  out.clear()
  out.i64(3, nulls)
  if (bounds) {
    out.binary(5, bounds.max)
    out.binary(6, bounds.min)
    out.bool(7, bounds.isMaxExact)
    out.bool(8, bounds.isMinExact)
  }
  out.end()
  return out.take()
}

/** Whether values never fall (or never rise) from one to the next. */
function isOrdered(values: readonly Uint8Array[], leaf: LeafType, falling: boolean): boolean {
  for (let i = 1; i < values.length; i++) {
    const pair = [values[i - 1] as Uint8Array, values[i] as Uint8Array]
    if (falling) pair.reverse()
    // Of two that are the same, the first is both.
    const extremes = widestExtremes([{ min: pair[0] as Uint8Array, max: pair[1] as Uint8Array }], leaf)
    if (!extremes || !sameBytes(extremes.max, pair[1] as Uint8Array)) return false
  }
  return true
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i])
}

function boundaryOrder(bounds: readonly Bounds[], leaf: LeafType): number {
  const mins = bounds.map((page) => page.min)
  const maxs = bounds.map((page) => page.max)
  const both = (falling: boolean) => isOrdered(mins, leaf, falling) && isOrdered(maxs, leaf, falling)
  if (both(false)) return ASCENDING
  return both(true) ? DESCENDING : UNORDERED
}

const nothing = new Uint8Array(0)

/**
 * The column index of a chunk, as Thrift; null where a page has values and no bounds (nothing but NaN, texts too long),
 * since every page must have them.
 */
export function encodeColumnIndex(pages: readonly PageStatistics[], leaf: LeafType): Uint8Array<ArrayBuffer> | null {
  if (leaf.order === null || pages.some(({ values, bounds }) => values > 0 && bounds === null)) return null
  const known = pages.map(({ bounds }) => bounds).filter((bounds) => bounds !== null)
  out.clear()
  out.list(1, BOOL, pages.length)
  for (const { values } of pages) out.boolItem(values === 0)
  out.list(2, BINARY, pages.length)
  for (const { bounds } of pages) out.binaryItem(bounds?.min ?? nothing)
  out.list(3, BINARY, pages.length)
  for (const { bounds } of pages) out.binaryItem(bounds?.max ?? nothing)
  out.i32(4, boundaryOrder(known, leaf))
  out.list(5, I64, pages.length)
  for (const { nulls } of pages) out.item(nulls)
  out.end()
  return out.take()
}
