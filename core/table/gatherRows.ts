import {
  Data,
  type DataType,
  type Dictionary,
  type Field,
  type RecordBatch,
  Type,
  type Union,
  UnionMode,
} from 'apache-arrow'
import { EngineError } from '../errors.ts'
import { makeBatch } from './batches.ts'

/** Runs of rows to take one after the other: rows `[starts[i], starts[i] + counts[i])` of batch `batches[i]`. */
export interface RowRuns {
  batches: readonly number[] | Uint32Array
  starts: readonly number[] | Uint32Array
  counts: readonly number[] | Uint32Array
}

/**
 * Whether rows of these batches can be put together by copying buffers: every dictionary column (nested ones too) has
 * the same dictionary in all of them.
 */
export function canGather(batches: readonly RecordBatch[]): boolean {
  const [first, ...others] = batches
  if (!first) return true
  return others.every((batch) => batch.data.children.every((data, i) => sameDictionaries(data, first.data.children[i])))
}

function sameDictionaries(data: Data, first: Data | undefined): boolean {
  if (!first || data.dictionary !== first.dictionary) return false
  return data.children.every((child, i) => sameDictionaries(child, first.children[i]))
}

/**
 * The rows of some runs as one batch, copied. Works on the buffers: no value is looked at.
 * @param batches of one schema, for which `canGather` holds
 * @throws EngineError `limit/exceeded` when a column gets 2^31 items or bytes
 */
export function gatherRows(batches: readonly RecordBatch[], runs: RowRuns): RecordBatch {
  const first = batches[0] as RecordBatch
  let numRows = 0
  for (const count of runs.counts) numRows += count
  const columns = first.schema.fields.map((field, column) =>
    gatherColumn(
      field.type,
      batches.map((batch) => batch.data.children[column] as Data),
      runs,
      numRows,
    ),
  )
  return makeBatch(first.schema, columns, numRows)
}

/** The rows of some runs of one column, given as the columns of the batches the runs name. */
export function gatherColumn(type: DataType, parts: readonly Data[], runs: RowRuns, length: number): Data {
  if (type.typeId === Type.Null) return new Data(type, 0, length, length)
  if (type.typeId === Type.Union) return gatherUnion(type as Union, parts, runs, length)
  const { nullCount, bitmap } = gatherValidity(parts, runs, length)
  const make = (buffers: unknown[], children: Data[] = []) =>
    new Data(type, 0, length, nullCount, [buffers[0], buffers[1], bitmap, undefined] as never, children)
  switch (type.typeId) {
    case Type.Bool:
      return make([undefined, gatherBits(parts, runs, length, (data) => data.values as Uint8Array)])
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary: {
      const { offsets, items, itemRuns } = gatherOffsets(type, parts, runs, length)
      return make([offsets, gatherValues(parts, itemRuns, items, 1)])
    }
    case Type.List:
    case Type.LargeList:
    case Type.Map: {
      const { offsets, items, itemRuns } = gatherOffsets(type, parts, runs, length)
      return make([offsets], gatherChildren(type, parts, itemRuns, items))
    }
    case Type.FixedSizeList: {
      const size = (type as DataType & { listSize: number }).listSize
      return make([], gatherChildren(type, parts, scaledRuns(runs, size), length * size))
    }
    case Type.Struct:
      return make([], gatherChildren(type, parts, runs, length))
    case Type.Dictionary: {
      const { indices } = type as Dictionary
      const values = gatherValues(parts, runs, length, new Data(indices, 0, 0).stride)
      return new Data(
        type,
        0,
        length,
        nullCount,
        [undefined, values, bitmap, undefined] as never,
        [],
        parts[0]?.dictionary,
      )
    }
    case Type.BinaryView:
    case Type.Utf8View:
      return gatherViews(type, parts, runs, length, nullCount, bitmap)
    default:
      return make([undefined, gatherValues(parts, runs, length, new Data(type, 0, 0).stride)])
  }
}

function gatherChildren(type: DataType, parts: readonly Data[], runs: RowRuns, length: number): Data[] {
  return (type.children as Field[]).map((field, child) =>
    gatherColumn(
      field.type,
      parts.map((data) => data.children[child] as Data),
      runs,
      length,
    ),
  )
}

/** Calls `visit` for every run, with where its rows go. */
function eachRun(
  parts: readonly Data[],
  runs: RowRuns,
  visit: (data: Data, start: number, count: number, at: number) => void,
): void {
  let at = 0
  for (let i = 0; i < runs.counts.length; i++) {
    const count = runs.counts[i] as number
    visit(parts[runs.batches[i] as number] as Data, runs.starts[i] as number, count, at)
    at += count
  }
}

type Values = Uint8Array | BigInt64Array

/** Fixed-width values; arrow-js slices their buffers with the data. */
function gatherValues(parts: readonly Data[], runs: RowRuns, length: number, stride: number): Values {
  const Values = (parts[0] as Data).values.constructor as Uint8ArrayConstructor
  const out = new Values(length * stride)
  eachRun(parts, runs, (data, start, count, at) => {
    const values = data.values as Uint8Array
    if (count * stride > 8) out.set(values.subarray(start * stride, (start + count) * stride), at * stride)
    else for (let i = 0; i < count * stride; i++) out[at * stride + i] = values[start * stride + i] as number
  })
  return out
}

/** Views keep pointing at the same buffers, which stand behind each other in the result. */
function gatherViews(
  type: DataType,
  parts: readonly Data[],
  runs: RowRuns,
  length: number,
  nullCount: number,
  bitmap: Uint8Array | undefined,
): Data {
  const views = gatherValues(parts, runs, length, 16) as Uint8Array
  const buffers = parts.flatMap((data) => data.variadicBuffers)
  if (parts.length > 1) {
    const cells = new DataView(views.buffer)
    const before: number[] = []
    parts.reduce((sum, data, part) => {
      before[part] = sum
      return sum + data.variadicBuffers.length
    }, 0)
    let run = 0
    eachRun(parts, runs, (_, __, count, at) => {
      const shift = before[runs.batches[run++] as number] as number
      if (shift === 0) return
      for (let row = at; row < at + count; row++) {
        if (cells.getInt32(row * 16, true) <= 12) continue
        cells.setInt32(row * 16 + 8, cells.getInt32(row * 16 + 8, true) + shift, true)
      }
    })
  }
  return new Data(type, 0, length, nullCount, [undefined, views, bitmap] as never, [], undefined, buffers)
}

/** Bits are not sliced: they count from the data's own offset. */
function gatherBits(
  parts: readonly Data[],
  runs: RowRuns,
  length: number,
  bitsOf: (data: Data) => Uint8Array,
): Uint8Array {
  const out = new Uint8Array(Math.ceil(length / 8))
  eachRun(parts, runs, (data, start, count, at) => {
    const bits = bitsOf(data)
    for (let i = 0; i < count; i++) {
      const bit = data.offset + start + i
      if (bits.length > 0 && ((bits[bit >> 3] as number) & (1 << (bit & 7))) === 0) continue
      out[(at + i) >> 3] = (out[(at + i) >> 3] as number) | (1 << ((at + i) & 7))
    }
  })
  return out
}

function gatherValidity(parts: readonly Data[], runs: RowRuns, length: number) {
  if (parts.every((data) => data.nullCount === 0)) return { nullCount: 0, bitmap: undefined }
  const bitmap = gatherBits(parts, runs, length, (data) =>
    data.nullCount === 0 ? new Uint8Array(0) : (data.nullBitmap as Uint8Array),
  )
  let nullCount = 0
  for (let i = 0; i < length; i++) if (((bitmap[i >> 3] as number) & (1 << (i & 7))) === 0) nullCount++
  return { nullCount, bitmap }
}

const MAX_ITEMS = 0x7fffffff

/** Offsets of the gathered rows, and the runs of their items. Offsets are sliced with the data, items are not. */
function gatherOffsets(type: DataType, parts: readonly Data[], runs: RowRuns, length: number) {
  const large = type.OffsetArrayType === BigInt64Array
  const offsets = large ? new BigInt64Array(length + 1) : new Int32Array(length + 1)
  const starts = new Uint32Array(runs.counts.length)
  const counts = new Uint32Array(runs.counts.length)
  let items = 0
  let run = 0
  eachRun(parts, runs, (data, start, count, at) => {
    const source = data.valueOffsets as unknown as Int32Array | BigInt64Array
    const first = count === 0 ? 0 : Number(source[start])
    for (let i = 1; i <= count; i++) {
      const end = items + Number(source[start + i]) - first
      if (offsets instanceof BigInt64Array) offsets[at + i] = BigInt(end)
      else offsets[at + i] = end
    }
    starts[run] = first
    counts[run] = count === 0 ? 0 : Number(source[start + count]) - first
    items += counts[run++] as number
    if (items > MAX_ITEMS) {
      throw new EngineError('limit/exceeded', `chosen rows of a ${type} column take more than ${MAX_ITEMS} items`)
    }
  })
  return { offsets, items, itemRuns: { batches: runs.batches, starts, counts } }
}

function scaledRuns({ batches, starts, counts }: RowRuns, size: number): RowRuns {
  return {
    batches,
    starts: Uint32Array.from(starts, (start) => start * size),
    counts: Uint32Array.from(counts, (count) => count * size),
  }
}

/** Sparse children are sliced with the data, dense ones are not: there each row points at its own item. */
function gatherUnion(type: Union, parts: readonly Data[], runs: RowRuns, length: number): Data {
  const typeIds = new Int8Array(length)
  eachRun(parts, runs, (data, start, count, at) => {
    typeIds.set((data.typeIds as Int8Array).subarray(start, start + count), at)
  })
  if (type.mode === UnionMode.Sparse) {
    const children = gatherChildren(type, parts, runs, length)
    return new Data(type, 0, length, 0, [undefined, undefined, undefined, typeIds] as never, children)
  }
  const offsets = new Int32Array(length)
  const children = (type.children as Field[]).map((field, child) => {
    const items = { batches: [] as number[], starts: [] as number[], counts: [] as number[] }
    let run = 0
    eachRun(parts, runs, (data, start, count, at) => {
      const batch = runs.batches[run++] as number
      for (let i = 0; i < count; i++) {
        if (type.typeIdToChildIndex[typeIds[at + i] as number] !== child) continue
        offsets[at + i] = items.starts.length
        items.batches.push(batch)
        items.starts.push((data.valueOffsets as Int32Array)[start + i] as number)
        items.counts.push(1)
      }
    })
    const own = parts.map((data) => data.children[child] as Data)
    return gatherColumn(field.type, own, items, items.starts.length)
  })
  return new Data(type, 0, length, 0, [offsets, undefined, undefined, typeIds] as never, children)
}
