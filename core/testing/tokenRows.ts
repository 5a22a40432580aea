import {
  Field,
  FixedSizeList,
  type Int,
  Int8,
  Int32,
  Int64,
  LargeList,
  List,
  makeData,
  type RecordBatch,
  Schema,
  Uint32,
  Uint64,
} from 'apache-arrow'
import type { Dataset, ScanRequest, Split } from '../dataset/dataset.ts'
import { makeBatch, sliceBatch } from '../table/batches.ts'
import { projectBatch } from '../table/project.ts'
import { projectSchema } from '../table/schemas.ts'

/** Rows of integers, or null for a null row; null items only where the type allows none but the file has them. */
export type IntRows = readonly (readonly (number | bigint | null)[] | null)[]

export type ItemType = 'int8' | 'int32' | 'int64' | 'uint32' | 'uint64'
export type ListType = 'list' | 'large' | 'fixed'

/** Columns of a test dataset, by name. */
export type TokenTable = Readonly<Record<string, { rows: IntRows; item?: ItemType; list?: ListType }>>

const items: Record<ItemType, () => Int> = {
  int8: () => new Int8(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
}

function bitmap(valid: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(valid.length / 8))
  valid.forEach((isValid, i) => {
    if (isValid) bytes[i >> 3] = (bytes[i >> 3] as number) | (1 << (i & 7))
  })
  return bytes
}

function listColumn(rows: IntRows, item: ItemType, list: ListType) {
  const type = items[item]()
  const size = list === 'fixed' ? (rows.find((row) => row !== null)?.length ?? 0) : 0
  const flat = rows.flatMap((row) => row ?? (list === 'fixed' ? new Array<null>(size).fill(null) : []))
  const wide = item === 'int64' || item === 'uint64'
  const values = new (type.ArrayType as unknown as new (length: number) => Int32Array)(flat.length)
  flat.forEach((value, i) => {
    values[i] = (wide ? BigInt(value ?? 0) : Number(value ?? 0)) as number
  })
  const nullItems = flat.filter((value) => value === null).length
  const child = makeData({
    type,
    length: flat.length,
    nullCount: nullItems,
    nullBitmap: nullItems > 0 ? bitmap(flat.map((value) => value !== null)) : undefined,
    data: values,
  } as never)
  const field = new Field('item', type, true)
  const listType =
    list === 'fixed' ? new FixedSizeList(size, field) : list === 'large' ? new LargeList(field) : new List(field)
  let end = 0
  const offsets = [0, ...rows.map((row) => (end += row?.length ?? 0))]
  return makeData({
    type: listType,
    length: rows.length,
    nullCount: rows.filter((row) => row === null).length,
    nullBitmap: bitmap(rows.map((row) => row !== null)),
    ...(list === 'list' && { valueOffsets: Int32Array.from(offsets) }),
    ...(list === 'large' && { valueOffsets: BigInt64Array.from(offsets, BigInt) }),
    child,
  } as never)
}

/** All rows of a table in one batch. */
export function tokenTableBatch(table: TokenTable): RecordBatch {
  const names = Object.keys(table)
  const columns = Object.values(table).map(({ rows, item = 'int32', list = 'list' }) => listColumn(rows, item, list))
  const schema = new Schema(names.map((name, i) => new Field(name, columns[i]!.type, true)))
  return makeBatch(schema, columns, Object.values(table)[0]?.rows.length ?? 0)
}

/** A dataset that keeps the requests of its scans. */
export interface TokenTableDataset extends Dataset {
  /** One of all rows, unless a test says otherwise. */
  splits: readonly Split[]
  requests: ScanRequest[]
  /** Scans under way that were neither read to the end nor ended. */
  open: number
}

/** A table as a dataset whose batches are slices of at most `batchRows`, whatever a scan asks for. */
export function tokenTableDataset(table: TokenTable, batchRows: number): TokenTableDataset {
  const whole = tokenTableBatch(table)
  const dataset: TokenTableDataset = {
    schema: whole.schema,
    extent: { numRows: whole.numRows, exact: true },
    splits: [{ rowStart: 0, rowEnd: whole.numRows }],
    requests: [],
    open: 0,
    async *scan(request) {
      dataset.requests.push(request)
      const { rowStart = 0, rowEnd = whole.numRows, columns } = request
      const schema = projectSchema(whole.schema, columns)
      dataset.open++
      try {
        const last = Math.min(rowEnd, whole.numRows)
        const most = Math.min(batchRows, request.batchRows ?? batchRows)
        for (let at = rowStart; at < last; at += most) {
          yield projectBatch(sliceBatch(whole, at, Math.min(at + most, last)), columns, schema)
        }
      } finally {
        dataset.open--
      }
    },
    buildIndex: async () => {},
  }
  return dataset
}

/** The lists of a column of some batches, as numbers. */
export function listsOf(batches: readonly RecordBatch[], name: string): (number[] | null)[] {
  return batches.flatMap((batch) => {
    const vector = batch.getChild(name)
    if (!vector) throw new Error(`no column ${name}`)
    return Array.from({ length: batch.numRows }, (_, row) => {
      const list = vector.get(row) as Iterable<number | bigint> | null
      return list === null ? null : Array.from(list, Number)
    })
  })
}
