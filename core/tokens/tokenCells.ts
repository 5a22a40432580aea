import { type Data, type DataType, type RecordBatch, Type } from 'apache-arrow'
import { EngineError } from '../errors.ts'
import { ROW_UNUSABLE } from '../packing/packPlan.ts'

/** Token ids of the rows of one batch, read from the column's own buffers. */
export interface TokenCells {
  numRows: number
  /** Tokens of a row; `ROW_UNUSABLE` when the cell is null. */
  length(row: number): number
  /**
   * Copies tokens `[start, start + length)` of `row` to `out` from index `at`.
   * @throws EngineError `argument/invalid` for a null among the ids or an id outside int32
   */
  copy(row: number, start: number, length: number, out: Int32Array, at: number): void
}

/** How a column can be read as token ids; null when it cannot. */
export function tokenSource(type: DataType): 'ids' | 'bytes' | null {
  if (type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8) return 'bytes'
  const isList = type.typeId === Type.List || type.typeId === Type.LargeList || type.typeId === Type.FixedSizeList
  const child = isList ? (type.children[0]?.type as DataType | undefined) : undefined
  return child?.typeId === Type.Int ? 'ids' : null
}

/**
 * The rows of `column` as token ids: the items of an integer list, or the UTF-8 bytes of a text (the byte-level
 * tokenizer: one token is one byte, ids 0..255).
 * @throws EngineError `argument/invalid` when there is no such column or it holds neither
 */
export function tokenCells(batch: RecordBatch, column: string): TokenCells {
  const index = batch.schema.fields.findIndex((field) => field.name === column)
  const data = batch.data.children[index] as Data | undefined
  const kind = data ? tokenSource(data.type) : null
  if (!data || kind === null) {
    throw new EngineError('argument/invalid', `column '${column}' holds neither token ids nor text`, {
      feature: column,
    })
  }
  const offsetOf = offsets(data)
  const values = kind === 'bytes' ? (data.values as Uint8Array) : null
  const items = values ? byteItems(values) : intItems(data.children[0] as Data)
  return {
    numRows: batch.numRows,
    length: (row) => (data.getValid(row) ? offsetOf(row + 1) - offsetOf(row) : ROW_UNUSABLE),
    copy: (row, start, length, out, at) => items(offsetOf(row) + start, length, out, at),
  }
}

/** Item offsets of variable and fixed size lists. arrow-js slices `valueOffsets` together with the data. */
function offsets(data: Data): (row: number) => number {
  if (data.typeId === Type.FixedSizeList) {
    const size = (data.type as unknown as { listSize: number }).listSize
    return (row) => (data.offset + row) * size
  }
  const values = data.valueOffsets as unknown as Int32Array | BigInt64Array
  return values instanceof BigInt64Array ? (row) => Number(values[row]) : (row) => values[row] as number
}

type CopyItems = (from: number, length: number, out: Int32Array, at: number) => void

function byteItems(values: Uint8Array): CopyItems {
  return (from, length, out, at) => out.set(values.subarray(from, from + length), at)
}

function intItems(child: Data): CopyItems {
  const checkNulls = child.nullCount > 0
  const raw = child.values as Int32Array | BigInt64Array | BigUint64Array | Uint32Array
  const copy = raw instanceof BigInt64Array || raw instanceof BigUint64Array ? wideItems(raw) : narrowItems(raw)
  return (from, length, out, at) => {
    if (checkNulls) {
      for (let i = from; i < from + length; i++) {
        if (!child.getValid(i)) throw new EngineError('argument/invalid', 'a token id is null')
      }
    }
    copy(from, length, out, at)
  }
}

function narrowItems(values: Int32Array | Uint32Array): CopyItems {
  if (!(values instanceof Uint32Array)) {
    return (from, length, out, at) => out.set(values.subarray(from, from + length), at)
  }
  return (from, length, out, at) => {
    for (let i = 0; i < length; i++) {
      const id = values[from + i] as number
      if (id > 0x7fffffff) throw outsideInt32(id)
      out[at + i] = id
    }
  }
}

/** 64-bit ids through 32-bit halves: no BigInt is made per token. */
function wideItems(values: BigInt64Array | BigUint64Array): CopyItems {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  return (from, length, out, at) => {
    for (let i = 0; i < length; i++) {
      const low = halves[(from + i) * 2] as number
      const high = halves[(from + i) * 2 + 1] as number
      if (high !== low >> 31) throw outsideInt32(values[from + i] as bigint)
      out[at + i] = low
    }
  }
}

function outsideInt32(id: number | bigint): EngineError {
  return new EngineError('argument/invalid', `token id ${id} does not fit int32`)
}
