import { KeyTable } from './keyTable.ts'

/** What has been seen in a column, as bits that only ever add up, so that rows may be merged in any order. */
export const KIND_BOOL = 1
/** A whole number written without fraction or exponent. */
export const KIND_INT = 2
/** A whole number that no double holds exactly. */
export const KIND_INEXACT = 4
/** A whole number outside int64. */
export const KIND_HUGE = 8
/** A number written with fraction or exponent. */
export const KIND_FLOAT = 16
export const KIND_TEXT = 32
export const KIND_LIST = 64
export const KIND_STRUCT = 128
/** The values are too deep or have too many different keys to be columns: JSON text whatever else was seen. */
export const KIND_OPAQUE = 256

const KIND_NUMBER = KIND_INT | KIND_FLOAT

/**
 * The shape of the values seen at one place: the column itself, the items of its lists, a field of its structs.
 * Plain mutable state of an inference; `fieldOfShape` gives the Arrow type.
 */
export interface TypeShape {
  kinds: number
  /** Values have no common type, or were found opaque. Never goes back to false but by an undo. */
  json: boolean
  /** Row at which `json` became true because of different types; -1 otherwise. */
  conflictRow: number
  /** When each kind was first seen, in order: the bits that were new then. */
  firsts: { kinds: number; row: number }[]
  item: TypeShape | null
  fields: StructShape | null
}

export interface StructShape {
  keys: KeyTable
  shapes: TypeShape[]
  /** Per key, the row it was first in. */
  firstRows: number[]
  /** Per key, the last struct that had it (by `structCount`), for finding keys that appear twice in one. */
  seenIn: number[]
  structCount: number
}

export function emptyShape(): TypeShape {
  return { kinds: 0, json: false, conflictRow: -1, firsts: [], item: null, fields: null }
}

export function emptyStructShape(): StructShape {
  return { keys: new KeyTable(), shapes: [], firstRows: [], seenIn: [], structCount: 0 }
}

/** Whether values of these kinds have no common column type. */
export function kindsConflict(kinds: number): boolean {
  if ((kinds & KIND_OPAQUE) !== 0) return true
  let families = 0
  if ((kinds & KIND_BOOL) !== 0) families++
  if ((kinds & KIND_NUMBER) !== 0) families++
  if ((kinds & KIND_TEXT) !== 0) families++
  if ((kinds & KIND_LIST) !== 0) families++
  if ((kinds & KIND_STRUCT) !== 0) families++
  return families > 1
}
