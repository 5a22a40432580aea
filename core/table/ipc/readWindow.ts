import { type DataType, Type, type Union, UnionMode } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { ReadMemory } from '../../io/reusingSource.ts'
import { copyBits } from './assembleColumns.ts'
import type { ColumnLayout } from './columnLayout.ts'
import type { BatchHeader, BufferRegion, FieldNode } from './readMessage.ts'
import { ListView, RunEndEncoded } from './storedTypes.ts'

/** Bytes `[start, end)` of a batch's body. */
export type ReadBody = (start: number, end: number) => Promise<Uint8Array>

/** Metadata and buffers of some rows of one column, nested ones behind it, in the order of an IPC message. */
interface Part {
  nodes: FieldNode[]
  buffers: Uint8Array[]
  variadicCounts: number[]
}

const noBytes = new Uint8Array(0)

function damaged(message: string): EngineError {
  return new EngineError('format/corrupt', `an Arrow batch is damaged: ${message}`)
}

function joinParts(own: Part, children: readonly Part[]): Part {
  return {
    nodes: [...own.nodes, ...children.flatMap((child) => child.nodes)],
    buffers: [...own.buffers, ...children.flatMap((child) => child.buffers)],
    variadicCounts: [...own.variadicCounts, ...children.flatMap((child) => child.variadicCounts)],
  }
}

function countUnset(bits: Uint8Array, length: number): number {
  let set = 0
  for (let byte of bits) for (; byte; byte &= byte - 1) set++
  return length - set
}

/** Reads rows `[start, end)` of columns, and only what these need. */
class WindowReader {
  private readonly read: ReadBody
  private readonly hasUnionBitmaps: boolean

  constructor(read: ReadBody, hasUnionBitmaps: boolean) {
    this.read = read
    this.hasUnionBitmaps = hasUnionBitmaps
  }

  private async bytes(region: BufferRegion | undefined, start: number, end: number): Promise<Uint8Array> {
    if (start >= end) return noBytes
    if (!region || end > region.length) throw damaged(`a buffer of ${region?.length} bytes, ${end} are needed`)
    return this.read(region.offset + start, region.offset + end)
  }

  private async bits(region: BufferRegion | undefined, start: number, end: number): Promise<Uint8Array> {
    const bytes = await this.bytes(region, start >> 3, (end + 7) >> 3)
    return copyBits(bytes, start & 7, end - start)
  }

  /** Offsets of the rows, counted from the first of them, and what they span. */
  private async offsets(
    layout: ColumnLayout,
    region: BufferRegion | undefined,
    start: number,
    end: number,
    limit: number,
  ) {
    const wide = layout.type.OffsetArrayType === (BigInt64Array as unknown)
    const width = wide ? 8 : 4
    if (region?.length === 0 && layout.node.length === 0) return { bytes: noBytes, start: 0, end: 0 }
    const bytes = (await this.bytes(region, start * width, (end + 1) * width)).slice()
    const offsets = wide ? new BigInt64Array(bytes.buffer) : new Int32Array(bytes.buffer)
    const first = Number(offsets[0])
    const last = Number(offsets[end - start])
    if (first < 0 || last < first || last > limit) throw damaged(`offsets ${first} to ${last} of ${limit}`)
    const rebased =
      offsets instanceof BigInt64Array
        ? offsets.map((offset) => offset - BigInt(first))
        : offsets.map((offset) => offset - first)
    return { bytes: new Uint8Array(rebased.buffer), start: first, end: last }
  }

  private async validity(
    layout: ColumnLayout,
    start: number,
    end: number,
  ): Promise<{ node: FieldNode; bitmap: Uint8Array }> {
    const length = end - start
    if (layout.type.typeId === Type.Null) return { node: { length, nullCount: length }, bitmap: noBytes }
    if (layout.node.nullCount === 0) return { node: { length, nullCount: 0 }, bitmap: noBytes }
    const bitmap = await this.bits(layout.buffers[0], start, end)
    return { node: { length, nullCount: countUnset(bitmap, length) }, bitmap }
  }

  private children(layout: ColumnLayout, start: number, end: number): Promise<Part[]> {
    return Promise.all(layout.children.map((child) => this.window(child, start, end)))
  }

  private async views(layout: ColumnLayout, start: number, end: number, bitmap: Uint8Array): Promise<Uint8Array[]> {
    const views = (await this.bytes(layout.buffers[1], start * 16, end * 16)).slice()
    const cells = new DataView(views.buffer)
    const spans = layout.buffers.slice(2).map(() => ({ start: Number.POSITIVE_INFINITY, end: 0 }))
    const long: { at: number; span: { start: number; end: number } }[] = []
    for (let row = 0; row < end - start; row++) {
      const size = cells.getInt32(row * 16, true)
      if (bitmap.length > 0 && (bitmap[row >> 3]! & (1 << (row & 7))) === 0) continue
      if (size <= 12) continue
      const span = spans[cells.getInt32(row * 16 + 8, true)]
      const offset = cells.getInt32(row * 16 + 12, true)
      if (!span || offset < 0) throw damaged(`a text at ${offset} of buffer ${cells.getInt32(row * 16 + 8, true)}`)
      span.start = Math.min(span.start, offset)
      span.end = Math.max(span.end, offset + size)
      long.push({ at: row * 16 + 12, span })
    }
    for (const { at, span } of long) cells.setInt32(at, cells.getInt32(at, true) - span.start, true)
    const data = await Promise.all(
      spans.map((span, index) => this.bytes(layout.buffers[2 + index], span.start, span.end)),
    )
    return [views, ...data]
  }

  private async denseUnion(
    layout: ColumnLayout,
    start: number,
    end: number,
  ): Promise<{ buffers: Uint8Array[]; children: Part[] }> {
    const [idRegion, offsetRegion] = layout.buffers.slice(this.hasUnionBitmaps ? 1 : 0)
    const ids = new Int8Array((await this.bytes(idRegion, start, end)).slice().buffer)
    const offsets = new Int32Array((await this.bytes(offsetRegion, start * 4, end * 4)).slice().buffer)
    const { typeIdToChildIndex } = layout.type as Union
    const spans = layout.children.map(() => ({ start: Number.POSITIVE_INFINITY, end: 0 }))
    const spanOf = (row: number) => spans[typeIdToChildIndex[ids[row]!]!]
    offsets.forEach((offset, row) => {
      const span = spanOf(row)
      if (!span || offset < 0) throw damaged(`union type ${ids[row]} at ${offset}`)
      span.start = Math.min(span.start, offset)
      span.end = Math.max(span.end, offset + 1)
    })
    const rebased = offsets.map((offset, row) => offset - spanOf(row)!.start)
    const children = await Promise.all(
      layout.children.map((child, index) => {
        const { start, end } = spans[index]!
        return start < end ? this.window(child, start, end) : this.window(child, 0, 0)
      }),
    )
    return { buffers: [new Uint8Array(ids.buffer), new Uint8Array(rebased.buffer)], children }
  }

  private async union(layout: ColumnLayout, start: number, end: number): Promise<Part> {
    const nodes = [{ length: end - start, nullCount: 0 }]
    const bitmaps = this.hasUnionBitmaps ? [noBytes] : []
    if ((layout.type as Union).mode === UnionMode.Dense) {
      const { buffers, children } = await this.denseUnion(layout, start, end)
      return joinParts({ nodes, buffers: [...bitmaps, ...buffers], variadicCounts: [] }, children)
    }
    const ids = await this.bytes(layout.buffers.at(-1), start, end)
    return joinParts({ nodes, buffers: [...bitmaps, ids], variadicCounts: [] }, await this.children(layout, start, end))
  }

  /** The runs that rows belong to, their ends counted from the first row. */
  private async runEnds(layout: ColumnLayout, start: number, end: number): Promise<Part> {
    const [ends, values] = layout.children as [ColumnLayout, ColumnLayout]
    const width = valueWidth(ends.type)
    const bytes = (await this.bytes(ends.buffers[1], 0, ends.node.length * width)).slice()
    const numbers = wideNumbers(bytes, width)
    let first = 0
    while (first < numbers.length && Number(numbers[first]) <= start) first++
    let last = first
    while (last < numbers.length && Number(numbers[last]) < end) last++
    if (start < end && last === numbers.length) throw damaged(`runs end before row ${end}`)
    const count = start < end ? last + 1 - first : 0
    const rebased = wideNumbers(new Uint8Array(count * width), width)
    for (let run = 0; run < count; run++) {
      const own = Math.min(Number(numbers[first + run]), end) - start
      rebased[run] = rebased instanceof BigInt64Array ? BigInt(own) : own
    }
    const endsPart: Part = {
      nodes: [{ length: count, nullCount: 0 }],
      buffers: [noBytes, new Uint8Array(rebased.buffer)],
      variadicCounts: [],
    }
    const valuesPart = await this.window(values, first, first + count)
    return joinParts({ nodes: [{ length: end - start, nullCount: 0 }], buffers: [], variadicCounts: [] }, [
      endsPart,
      valuesPart,
    ])
  }

  private async listView(layout: ColumnLayout, type: ListView, start: number, end: number): Promise<Part> {
    const { node, bitmap } = await this.validity(layout, start, end)
    const width = type.isLarge ? 8 : 4
    const [offsets, sizes] = await Promise.all([
      this.bytes(layout.buffers[1], start * width, end * width),
      this.bytes(layout.buffers[2], start * width, end * width),
    ])
    const starts = wideNumbers(offsets.slice(), width)
    const counts = wideNumbers(sizes.slice(), width)
    let low = Number.POSITIVE_INFINITY
    let high = 0
    for (let row = 0; row < end - start; row++) {
      const size = Number(counts[row])
      if (size <= 0 || (bitmap.length > 0 && (bitmap[row >> 3]! & (1 << (row & 7))) === 0)) continue
      low = Math.min(low, Number(starts[row]))
      high = Math.max(high, Number(starts[row]) + size)
    }
    const span = low < high ? { start: low, end: high } : { start: 0, end: 0 }
    if (span.start < 0) throw damaged(`a list at ${span.start}`)
    for (let row = 0; row < end - start; row++) {
      const isUsed = Number(counts[row]) > 0
      const own = isUsed ? Number(starts[row]) - span.start : 0
      starts[row] = starts instanceof BigInt64Array ? BigInt(own) : own
    }
    const items = await this.window(layout.children[0] as ColumnLayout, span.start, span.end)
    const own = [bitmap, new Uint8Array(starts.buffer), new Uint8Array(counts.buffer)]
    return joinParts({ nodes: [node], buffers: own, variadicCounts: [] }, [items])
  }

  async window(layout: ColumnLayout, start: number, end: number): Promise<Part> {
    const { type, buffers } = layout
    if (end > layout.node.length) throw damaged(`${layout.node.length} values, ${end} are needed`)
    if (type instanceof RunEndEncoded) return this.runEnds(layout, start, end)
    if (type instanceof ListView) return this.listView(layout, type, start, end)
    if (type.typeId === Type.Union) return this.union(layout, start, end)
    const { node, bitmap } = await this.validity(layout, start, end)
    const part = (own: Uint8Array[], children: Part[] = [], variadicCounts: number[] = []) =>
      joinParts({ nodes: [node], buffers: [bitmap, ...own], variadicCounts }, children)
    switch (type.typeId) {
      case Type.Null:
        return { nodes: [node], buffers: [], variadicCounts: [] }
      case Type.Bool:
        return part([await this.bits(buffers[1], start, end)])
      case Type.Utf8:
      case Type.LargeUtf8:
      case Type.Binary:
      case Type.LargeBinary: {
        const offsets = await this.offsets(layout, buffers[1], start, end, buffers[2]?.length ?? 0)
        return part([offsets.bytes, await this.bytes(buffers[2], offsets.start, offsets.end)])
      }
      case Type.Utf8View:
      case Type.BinaryView: {
        const own = await this.views(layout, start, end, bitmap)
        return part(own, [], [own.length - 1])
      }
      case Type.List:
      case Type.LargeList:
      case Type.Map: {
        const offsets = await this.offsets(layout, buffers[1], start, end, layout.children[0]?.node.length ?? 0)
        return part([offsets.bytes], await this.children(layout, offsets.start, offsets.end))
      }
      case Type.FixedSizeList: {
        const { listSize } = type as DataType & { listSize: number }
        return part([], await this.children(layout, start * listSize, end * listSize))
      }
      case Type.Struct:
        return part([], await this.children(layout, start, end))
      default: {
        const width = valueWidth(type)
        return part([await this.bytes(buffers[1], start * width, end * width)])
      }
    }
  }
}

/** Little-endian integers of 2, 4 or 8 bytes. */
function wideNumbers(bytes: Uint8Array, width: number): Int16Array | Int32Array | BigInt64Array {
  const length = Math.floor(bytes.length / width)
  if (width === 8) return new BigInt64Array(bytes.buffer, bytes.byteOffset, length)
  if (width === 4) return new Int32Array(bytes.buffer, bytes.byteOffset, length)
  return new Int16Array(bytes.buffer, bytes.byteOffset, length)
}

/** Bytes of one value of a fixed-width type, or of one key of a dictionary. */
function valueWidth(type: DataType): number {
  const { bitWidth, byteWidth, indices, unit, typeId } = type as DataType & {
    bitWidth?: number
    byteWidth?: number
    indices?: DataType & { bitWidth: number }
    unit?: number
  }
  if (indices) return indices.bitWidth / 8
  if (byteWidth !== undefined) return byteWidth
  if (typeId === Type.Interval) return [4, 8, 16][unit ?? 0] ?? 4
  if (typeId === Type.Date) return unit === 0 ? 4 : 8
  if (bitWidth !== undefined) return bitWidth / 8
  return (type.ArrayType as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT
}

/**
 * Rows `[rowStart, rowEnd)` of some columns of a batch as a batch of their own, reading only the bytes these rows
 * take: for batches too large to hold. Feed the result to `loadColumns`, which checks it.
 *
 * @param memory what the result is made in; null: its own
 *
 * @throws EngineError `format/corrupt`, what `read` throws
 */
export async function readWindow(
  layouts: readonly ColumnLayout[],
  rowStart: number,
  rowEnd: number,
  read: ReadBody,
  hasUnionBitmaps: boolean,
  memory: ReadMemory | null = null,
): Promise<{ header: BatchHeader; body: Uint8Array }> {
  const reader = new WindowReader(read, hasUnionBitmaps)
  const parts = await Promise.all(layouts.map((layout) => reader.window(layout, rowStart, rowEnd)))
  const { nodes, buffers, variadicCounts } = joinParts({ nodes: [], buffers: [], variadicCounts: [] }, parts)
  const bodyLength = buffers.reduce((size, { length }) => size + Math.ceil(length / 8) * 8, 0)
  const body = memory?.take(bodyLength) ?? new Uint8Array(bodyLength)
  let offset = 0
  const regions = buffers.map((bytes) => {
    const region = { offset, length: bytes.length }
    body.set(bytes, offset)
    offset += Math.ceil(bytes.length / 8) * 8
    return region
  })
  const numRows = rowEnd - rowStart
  return { header: { numRows, nodes, buffers: regions, codec: null, variadicBufferCounts: variadicCounts }, body }
}
