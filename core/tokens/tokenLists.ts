import { type Data, type RecordBatch, Type } from 'apache-arrow'
import { EngineError } from '../errors.ts'
import { tokenSource } from './tokenSource.ts'

/** Rows of integers, flat: the token ids, labels or mask of one batch, read from the column's own buffers. */
export interface TokenLists {
  numRows: number
  /** `numRows + 1` offsets: row `r` is `values[offsets[r]..offsets[r + 1])`. A sliced batch does not start at 0. */
  offsets: Int32Array
  /** Shared with the batch where it holds int32; otherwise a copy. Not defined at `badItems`. */
  values: Int32Array
  /** Whether the row has no list at all. */
  isNull(row: number): boolean
  /** Indexes of `values`, ascending, that are null or do not fit int32; those of null rows mean nothing. */
  badItems: readonly number[]
}

/** List offsets are int32, here as in the files. */
const MAX_ITEMS = 0x7fffffff
/** Beyond so many bad items in one batch, they are noted one per row at most: enough to know the rows. */
const MANY_BAD_ITEMS = 65_536

/**
 * The rows of `column` as lists of int32: the items of an integer list, or the UTF-8 bytes of a text (the byte-level
 * tokenizer: one token is one byte, ids 0..255).
 * @throws EngineError `argument/invalid` when there is no such column or it holds neither; `limit/exceeded` for 2^31
 * items in one batch
 */
export function tokenLists(batch: RecordBatch, column: string): TokenLists {
  const index = batch.schema.fields.findIndex((field) => field.name === column)
  const data = batch.data.children[index] as Data | undefined
  const kind = data ? tokenSource(data.type) : null
  if (!data || kind === null) {
    throw new EngineError('argument/invalid', `column '${column}' holds neither token ids nor text`, {
      feature: column,
    })
  }
  const child = data.children[0] as Data | undefined
  const source = (kind === 'bytes' ? data.values : child?.values) as IntArray
  const { first, offsets } = listOffsets(data, source instanceof Int32Array, column)
  const end = offsets[data.length] as number
  const isNull = data.nullCount === 0 ? () => false : (row: number) => !data.getValid(row)
  const badItems: number[] = []
  const values = narrowed(source, first, end, badItems)
  const lists = { numRows: data.length, offsets, values, isNull, badItems }
  if (child && child.nullCount > 0) addNulls(child, first, lists, badItems)
  return lists
}

/**
 * Offsets of the rows' items behind item `first` of the child: int32, and behind the first one used where values are
 * copied. arrow-js slices `valueOffsets` with the data, and the children of fixed size lists, which have none.
 */
function listOffsets(data: Data, shared: boolean, column: string): { first: number; offsets: Int32Array } {
  const { length } = data
  if (data.typeId === Type.FixedSizeList) {
    const size = (data.type as unknown as { listSize: number }).listSize
    if (length * size > MAX_ITEMS) throw tooManyItems(column)
    return { first: 0, offsets: Int32Array.from({ length: length + 1 }, (_, row) => row * size) }
  }
  if (length === 0) return { first: 0, offsets: new Int32Array(1) }
  const values = data.valueOffsets as unknown as Int32Array | BigInt64Array
  const first = Number(values[0])
  if (values instanceof Int32Array) {
    const own = values.subarray(0, length + 1)
    return first === 0 || shared ? { first: 0, offsets: own } : { first, offsets: own.map((offset) => offset - first) }
  }
  if (Number(values[length]) - first > MAX_ITEMS) throw tooManyItems(column)
  return { first, offsets: Int32Array.from({ length: length + 1 }, (_, row) => Number(values[row]) - first) }
}

function tooManyItems(column: string): EngineError {
  return new EngineError('limit/exceeded', `a batch of column '${column}' holds more than ${MAX_ITEMS} items`, {
    feature: column,
  })
}

type IntArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array

/** Items `[first, first + end)` as int32. */
function narrowed(values: IntArray, first: number, end: number, badItems: number[]): Int32Array {
  if (values instanceof Int32Array) return first === 0 ? values : values.subarray(first, first + end)
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return narrowedFrom64(values, first, end, badItems)
  }
  const out = Int32Array.from(values.subarray(first, first + end))
  if (values instanceof Uint32Array) {
    for (let i = 0; i < out.length; i++) if ((out[i] as number) < 0) badItems.push(i)
  }
  return out
}

/** 64-bit integers through their 32-bit halves: no BigInt is made per item. */
function narrowedFrom64(values: BigInt64Array | BigUint64Array, first: number, end: number, badItems: number[]) {
  const halves = new Int32Array(values.buffer, values.byteOffset + first * 8, end * 2)
  const out = new Int32Array(end)
  const signed = values instanceof BigInt64Array
  let bad = 0
  for (let i = 0; i < end; i++) {
    const low = halves[i * 2] as number
    out[i] = low
    bad |= (halves[i * 2 + 1] as number) ^ (low >> 31)
  }
  if (bad === 0 && signed) return out
  for (let i = 0; i < end; i++) {
    const low = out[i] as number
    if (halves[i * 2 + 1] !== low >> 31 || (low < 0 && !signed)) badItems.push(i)
  }
  return out
}

function addNulls(child: Data, first: number, lists: TokenLists, badItems: number[]): void {
  const { numRows, offsets } = lists
  for (let row = 0; row < numRows; row++) {
    if (lists.isNull(row)) continue
    const end = offsets[row + 1] as number
    for (let item = offsets[row] as number; item < end; item++) {
      if (child.getValid(first + item)) continue
      badItems.push(item)
      if (badItems.length > MANY_BAD_ITEMS) break
    }
  }
  badItems.sort((a, b) => a - b)
}
