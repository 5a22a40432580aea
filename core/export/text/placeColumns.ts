import {
  type Data,
  type DataType,
  DateUnit,
  type Field,
  type FixedSizeList,
  Precision,
  type Timestamp,
  Type,
} from 'apache-arrow'
import {
  NODE_BITS,
  NODE_BYTES,
  NODE_CHILD,
  NODE_COUNT,
  NODE_KIND,
  NODE_KINDS,
  NODE_OFFSETS,
  NODE_VALIDITY,
  NODE_VALUES,
  type TextKernel,
} from '../../kernels/textKernel.ts'
import { isJsonField } from '../../table/jsonField.ts'
import type { NamePlaces } from './placeNames.ts'

/** Values of a dictionary that are placed for the sake of one batch. */
const MAX_DICTIONARY = 64 * 1024

/** In the `NODE_COUNT` of a timestamp: it has a zone. */
const INSTANT = 4

type NodeKind = keyof typeof NODE_KINDS

/**
 * Writes the values of a nested place that the kernel has no spelling for, one after the other, as they are to stand.
 * @returns null where one of them cannot be written as it is: the whole column is to be written without the kernel
 */
export type RenderRows = (data: Data, from: number, to: number, isJson: boolean) => RenderedRows | null

export interface RenderedRows {
  bytes: Uint8Array
  /** Where each value begins, and the last one ends. */
  offsets: Int32Array<ArrayBuffer>
}

/** Lays out columns in the memory of a kernel. */
export class ColumnPlacer {
  readonly #kernel: TextKernel
  readonly #render: RenderRows

  constructor(kernel: TextKernel, render: RenderRows) {
    this.#kernel = kernel
    this.#render = render
  }

  /** Room for the nodes of so many columns or fields, all zero; the address of the first. */
  reserveNodes(count: number): number {
    const at = this.#kernel.reserve(count * NODE_BYTES)
    this.#kernel.bytes.fill(0, at, at + count * NODE_BYTES)
    return at
  }

  /**
   * Lays out rows `[from, to)` of a column.
   * @param node address of its node
   * @param names those of the fields inside it
   * @returns whether the kernel writes all of its values; otherwise the node is as good as empty
   */
  place(node: number, field: Field, data: Data, from: number, to: number, names: NamePlaces): boolean {
    if (isJsonField(field)) return this.#placeRendered(node, data, from, to, true)
    return this.placeData(node, data, from, to, names)
  }

  /** Lays out values that were written already. @param from the row of the first */
  placeRaw(node: number, { bytes, offsets }: RenderedRows, from: number): void {
    this.#set(node, NODE_KIND, NODE_KINDS.raw)
    this.#set(node, NODE_VALUES, this.#kernel.place(bytes))
    this.#set(node, NODE_OFFSETS, this.#kernel.place(new Uint8Array(offsets.buffer)) - from * 4)
  }

  /** `place` for values that are no JSON, whatever the field says. */
  placeData(node: number, data: Data, from: number, to: number, names: NamePlaces): boolean {
    const { type } = data
    switch (type.typeId) {
      case Type.Null:
        return true // the kind of an empty node
      case Type.Bool:
        this.#placeBits(node, NODE_VALUES, NODE_COUNT, data.values as Uint8Array, data.offset, from, to)
        return this.#placed(node, 'bool', data, from, to)
      case Type.Int:
        this.#placeNumbers(node, data, from, to)
        return this.#placed(node, integerKind(type), data, from, to)
      case Type.Float: {
        const { precision } = type as DataType & { precision: Precision }
        if (precision === Precision.HALF) return this.#placeRendered(node, data, from, to, false)
        this.#placeNumbers(node, data, from, to)
        return this.#placed(node, precision === Precision.DOUBLE ? 'float64' : 'float32', data, from, to)
      }
      case Type.Date: {
        const isDays = (type as DataType & { unit: DateUnit }).unit === DateUnit.DAY
        this.#placeNumbers(node, data, from, to)
        return this.#placed(node, isDays ? 'dateDays' : 'dateMilliseconds', data, from, to)
      }
      case Type.Timestamp: {
        const { unit, timezone } = type as Timestamp
        this.#placeNumbers(node, data, from, to)
        this.#set(node, NODE_COUNT, unit | (timezone ? INSTANT : 0))
        return this.#placed(node, 'timestamp', data, from, to)
      }
      case Type.Utf8:
      case Type.LargeUtf8:
        return this.#placeTexts(node, data, from, to)
      case Type.List:
      case Type.LargeList:
      case Type.Map:
        return this.#placeList(node, data, from, to, names)
      case Type.FixedSizeList: {
        const { listSize } = type as FixedSizeList
        this.#set(node, NODE_COUNT, listSize)
        return (
          this.#placeItems(node, data, from * listSize, to * listSize, names) &&
          this.#placed(node, 'fixedList', data, from, to)
        )
      }
      case Type.Struct:
        return this.#placeStruct(node, data, from, to, names)
      case Type.Dictionary:
        return this.#placeDictionary(node, data, from, to, names)
      default:
        return this.#placeRendered(node, data, from, to, false)
    }
  }

  #placed(node: number, kind: NodeKind, data: Data, from: number, to: number): boolean {
    this.#set(node, NODE_KIND, NODE_KINDS[kind])
    const { nullBitmap, nullCount, offset } = data
    if (nullCount > 0 && nullBitmap && nullBitmap.length > 0) {
      this.#placeBits(node, NODE_VALIDITY, NODE_BITS, nullBitmap, offset, from, to)
    }
    return true
  }

  /** Bits of rows `[from, to)`; the member `base` gets the bit of row 0, which may be before the first one placed. */
  #placeBits(
    node: number,
    member: number,
    base: number,
    bits: Uint8Array,
    offset: number,
    from: number,
    to: number,
  ): void {
    const firstByte = (offset + from) >> 3
    this.#set(node, member, this.#kernel.place(bits.subarray(firstByte, (offset + to + 7) >> 3)))
    this.#set(node, base, offset - firstByte * 8)
  }

  #placeNumbers(node: number, data: Data, from: number, to: number): void {
    const values = data.values as { BYTES_PER_ELEMENT: number } & Uint8Array
    const width = values.BYTES_PER_ELEMENT
    const at = this.#kernel.place(bytesOf(values.subarray(from, to)))
    this.#set(node, NODE_VALUES, at - from * width)
  }

  #placeTexts(node: number, data: Data, from: number, to: number): boolean {
    const offsets = relativeOffsets(data, from, to)
    const start = Number(data.valueOffsets[from])
    const length = offsets[to - from] as number
    const values = this.#kernel.place((data.values as Uint8Array).subarray(start, start + length))
    const at = this.#kernel.place(new Uint8Array(offsets.buffer))
    if (!this.#kernel.areTexts(values, at, to - from)) return false
    this.#set(node, NODE_VALUES, values)
    this.#set(node, NODE_OFFSETS, at - from * 4)
    return this.#placed(node, 'text', data, from, to)
  }

  #placeList(node: number, data: Data, from: number, to: number, names: NamePlaces): boolean {
    const offsets = relativeOffsets(data, from, to)
    const start = Number(data.valueOffsets[from])
    const end = start + (offsets[to - from] as number)
    for (let i = 0; i <= to - from; i++) offsets[i] = (offsets[i] as number) + start
    this.#set(node, NODE_OFFSETS, this.#kernel.place(new Uint8Array(offsets.buffer)) - from * 4)
    return this.#placeItems(node, data, start, end, names) && this.#placed(node, 'list', data, from, to)
  }

  #placeItems(node: number, data: Data, start: number, end: number, names: NamePlaces): boolean {
    const items = this.reserveNodes(1)
    this.#set(node, NODE_CHILD, items)
    const [item] = data.type.children as Field[]
    return this.place(items, item as Field, data.children[0] as Data, start, end, names.inside(0))
  }

  #placeStruct(node: number, data: Data, from: number, to: number, names: NamePlaces): boolean {
    const fields = data.type.children as Field[]
    if (fields.length === 0) return this.#placeRendered(node, data, from, to, false)
    const nodes = this.reserveNodes(fields.length)
    this.#set(node, NODE_CHILD, nodes)
    this.#set(node, NODE_COUNT, fields.length)
    for (const [i, field] of fields.entries()) {
      const at = nodes + i * NODE_BYTES
      names.setName(this.#kernel, at, i)
      if (!this.place(at, field, data.children[i] as Data, from, to, names.inside(i))) return false
    }
    return this.#placed(node, 'struct', data, from, to)
  }

  #placeDictionary(node: number, data: Data, from: number, to: number, names: NamePlaces): boolean {
    const chunks = data.dictionary?.data ?? []
    const [values] = chunks
    const keys = (data.values as Int32Array).subarray(from, to)
    const isUsual = values && chunks.length === 1 && values.length <= MAX_DICTIONARY && keys.BYTES_PER_ELEMENT <= 4
    if (!isUsual || keys.some((key) => key < 0 || key >= values.length)) {
      return this.#placeRendered(node, data, from, to, false)
    }
    const child = this.reserveNodes(1)
    this.#set(node, NODE_CHILD, child)
    this.#placeNumbers(node, data, from, to)
    const { indices } = data.type as DataType & { indices: DataType }
    this.#set(node, NODE_COUNT, NODE_KINDS[integerKind(indices)])
    return this.placeData(child, values, 0, values.length, names) && this.#placed(node, 'dictionary', data, from, to)
  }

  #placeRendered(node: number, data: Data, from: number, to: number, isJson: boolean): boolean {
    const rendered = this.#render(data, from, to, isJson)
    if (rendered) this.placeRaw(node, rendered, from)
    return rendered !== null
  }

  #set(node: number, member: number, value: number): void {
    this.#kernel.words[(node + member) >> 2] = value
  }
}

function integerKind(type: DataType): NodeKind {
  const { isSigned, bitWidth } = type as DataType & { isSigned: boolean; bitWidth: 8 | 16 | 32 | 64 }
  return `${isSigned ? 'int' : 'uint'}${bitWidth}`
}

/** The offsets of rows `[from, to)` and the end, less the first of them. */
function relativeOffsets(data: Data, from: number, to: number): Int32Array<ArrayBuffer> {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array
  const relative = new Int32Array(to - from + 1)
  if (offsets instanceof Int32Array) {
    const start = offsets[from] as number
    for (let i = 0; i <= to - from; i++) relative[i] = (offsets[from + i] as number) - start
  } else {
    const start = offsets[from] as bigint
    for (let i = 0; i <= to - from; i++) relative[i] = Number((offsets[from + i] as bigint) - start)
  }
  return relative
}

function bytesOf(array: Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
