import { type Data, type DataType, Type, type Union, UnionMode } from 'apache-arrow'
import { bytesAt, isNullCell } from '../cells.ts'
import type { BufferCodecName, BufferRegion, FieldNode } from './readMessage.ts'

// apache-arrow's own writer takes the offset of sliced view columns twice and writes their data buffers whole
// (VectorAssembler, assembleBinaryViewVector in 21.2), so columns are laid out here.

/** A batch laid out for writing: buffers in order, each padded to eight bytes in the body. */
export interface AssembledBatch {
  numRows: number
  nodes: FieldNode[]
  regions: BufferRegion[]
  buffers: Uint8Array[]
  bodyLength: number
  /** How the buffers are compressed; null where they are plain. */
  codec: BufferCodecName | null
  variadicBufferCounts: number[]
}

const noBytes = new Uint8Array(0)

function asBytes(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

/** Bits `[offset, offset + length)` of a bitmap as one that starts at bit 0, the bits behind it zero. */
export function copyBits(bitmap: Uint8Array, offset: number, length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8))
  const first = offset >> 3
  const shift = offset & 7
  for (let at = 0; at < bits.length; at++) {
    const low = bitmap[first + at] ?? 0
    const high = bitmap[first + at + 1] ?? 0
    bits[at] = shift === 0 ? low : (low >> shift) | (high << (8 - shift))
  }
  if (length & 7 && bits.length > 0) bits[bits.length - 1]! &= (1 << (length & 7)) - 1
  return bits
}

class Assembler {
  readonly batch: AssembledBatch

  constructor(numRows: number) {
    this.batch = { numRows, nodes: [], regions: [], buffers: [], bodyLength: 0, codec: null, variadicBufferCounts: [] }
  }

  private addBuffer(bytes: Uint8Array): void {
    const { batch } = this
    batch.regions.push({ offset: batch.bodyLength, length: bytes.length })
    batch.buffers.push(bytes)
    batch.bodyLength += Math.ceil(bytes.length / 8) * 8
  }

  private addOffsets(data: Data): { start: number; end: number } {
    const { length } = data
    const offsets = data.valueOffsets as Int32Array | BigInt64Array
    if (offsets.length === 0) {
      this.addBuffer(new Uint8Array((data.type.OffsetArrayType as unknown as Int32ArrayConstructor).BYTES_PER_ELEMENT))
      return { start: 0, end: 0 }
    }
    const used = offsets.subarray(0, length + 1)
    const start = Number(offsets[0])
    if (start === 0) this.addBuffer(asBytes(used))
    else if (used instanceof BigInt64Array) this.addBuffer(asBytes(used.map((offset) => offset - BigInt(start))))
    else this.addBuffer(asBytes(used.map((offset) => offset - start)))
    return { start, end: Number(offsets[length]) }
  }

  /** The views of a column with the bytes they point to gathered in one buffer: slices write what they show. */
  private addViews(data: Data): void {
    const views = new Uint8Array(data.length * 16)
    const cells = new DataView(views.buffer)
    const texts: Uint8Array[] = []
    let size = 0
    for (let row = 0; row < data.length; row++) {
      if (isNullCell(data, row)) continue
      const bytes = bytesAt(data, row)
      cells.setInt32(row * 16, bytes.length, true)
      views.set(bytes.subarray(0, bytes.length <= 12 ? 12 : 4), row * 16 + 4)
      if (bytes.length <= 12) continue
      cells.setInt32(row * 16 + 12, size, true)
      texts.push(bytes)
      size += bytes.length
    }
    const gathered = new Uint8Array(size)
    let at = 0
    for (const text of texts) {
      gathered.set(text, at)
      at += text.length
    }
    this.addBuffer(views)
    this.addBuffer(gathered)
    this.batch.variadicBufferCounts.push(1)
  }

  private addUnion(data: Data): void {
    const { mode } = data.type as Union
    this.addBuffer(asBytes((data.typeIds as Int8Array).subarray(0, data.length)))
    if (mode === UnionMode.Dense) this.addBuffer(asBytes((data.valueOffsets as Int32Array).subarray(0, data.length)))
    for (const child of data.children) this.add(mode === UnionMode.Dense ? child : child.slice(0, data.length))
  }

  private addValidity(data: Data): void {
    const nullCount = data.type.typeId === Type.Null ? data.length : data.nullCount
    this.batch.nodes.push({ length: data.length, nullCount })
    if (data.type.typeId === Type.Null) return
    this.addBuffer(nullCount > 0 ? copyBits(data.nullBitmap, data.offset, data.length) : noBytes)
  }

  add(data: Data): void {
    const { type, length } = data
    if (type.typeId === Type.Union) {
      this.batch.nodes.push({ length, nullCount: 0 })
      this.addUnion(data)
      return
    }
    this.addValidity(data)
    switch (type.typeId) {
      case Type.Null:
        return
      case Type.Bool:
        this.addBuffer(copyBits(data.values as Uint8Array, data.offset, length))
        return
      case Type.Utf8:
      case Type.LargeUtf8:
      case Type.Binary:
      case Type.LargeBinary: {
        const { start, end } = this.addOffsets(data)
        this.addBuffer((data.values as Uint8Array).subarray(start, end))
        return
      }
      case Type.Utf8View:
      case Type.BinaryView:
        this.addViews(data)
        return
      case Type.List:
      case Type.LargeList:
      case Type.Map: {
        const { start, end } = this.addOffsets(data)
        this.add((data.children[0] as Data).slice(start, end - start))
        return
      }
      case Type.FixedSizeList:
        this.add((data.children[0] as Data).slice(0, length * (type as DataType & { listSize: number }).listSize))
        return
      case Type.Struct:
        for (const child of data.children) this.add(child.slice(0, length))
        return
      default: // fixed width, and the keys of dictionaries
        this.addBuffer(asBytes((data.values as Uint8Array).subarray(0, length * data.stride)))
    }
  }
}

/**
 * Columns laid out as the body of an IPC message, sharing their buffers where these start where the column does. Of a
 * slice only its own rows are written. Equal columns give equal bytes, whatever they were sliced from.
 */
export function assembleColumns(columns: readonly Data[], numRows: number): AssembledBatch {
  const assembler = new Assembler(numRows)
  for (const column of columns) assembler.add(column)
  return assembler.batch
}
