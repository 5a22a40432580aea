import { decodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'

function corrupt(message: string): EngineError {
  return new EngineError('format/corrupt', `Arrow metadata is damaged: ${message}`)
}

/** A run of `length` elements starting at byte `start`, known to lie inside the buffer. */
export interface FlatVector {
  start: number
  length: number
}

/**
 * A table of a FlatBuffer (https://flatbuffers.dev/internals/), read with every offset and length checked against the
 * buffer, since both come from files. Slots are the field's position in the schema file (0, 1, 2…).
 *
 * @throws EngineError `format/corrupt` from every method when an offset or length points outside
 */
export class FlatTable {
  readonly view: DataView
  private readonly at: number
  private readonly vtable: number
  private readonly vtableBytes: number

  constructor(view: DataView, at: number) {
    this.view = view
    this.at = at
    this.vtable = at - this.int32At(at)
    this.vtableBytes = this.uint16At(this.vtable)
    if (this.vtableBytes < 4) throw corrupt(`a table's field list is ${this.vtableBytes} bytes long`)
  }

  /** The root table of a buffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 4) throw corrupt(`${bytes.length} bytes are too few`)
    return new FlatTable(view, view.getUint32(0, true))
  }

  private check(at: number, byteLength: number): void {
    if (at < 0 || at + byteLength > this.view.byteLength) {
      throw corrupt(`bytes ${at} to ${at + byteLength} of ${this.view.byteLength} are pointed at`)
    }
  }

  private int32At(at: number): number {
    this.check(at, 4)
    return this.view.getInt32(at, true)
  }

  private uint16At(at: number): number {
    this.check(at, 2)
    return this.view.getUint16(at, true)
  }

  /** Byte position of a field of `byteLength` bytes; null when it is absent. */
  private position(slot: number, byteLength: number): number | null {
    const entry = 4 + slot * 2
    if (entry + 2 > this.vtableBytes) return null
    const offset = this.uint16At(this.vtable + entry)
    if (offset === 0) return null
    this.check(this.at + offset, byteLength)
    return this.at + offset
  }

  uint8(slot: number, absent: number): number {
    const at = this.position(slot, 1)
    return at === null ? absent : this.view.getUint8(at)
  }

  bool(slot: number): boolean {
    return this.uint8(slot, 0) !== 0
  }

  int16(slot: number, absent: number): number {
    const at = this.position(slot, 2)
    return at === null ? absent : this.view.getInt16(at, true)
  }

  int32(slot: number, absent: number): number {
    const at = this.position(slot, 4)
    return at === null ? absent : this.view.getInt32(at, true)
  }

  /** A 64-bit integer that must be a count or offset: from 0 to 2^53. */
  count(slot: number): number {
    const at = this.position(slot, 8)
    return at === null ? 0 : this.countAt(at)
  }

  countAt(at: number): number {
    this.check(at, 8)
    const value = Number(this.view.getBigInt64(at, true))
    if (!Number.isSafeInteger(value) || value < 0) throw corrupt(`${value} stands where a count should`)
    return value
  }

  private target(at: number): number {
    const target = at + this.view.getUint32(at, true)
    this.check(target, 4)
    return target
  }

  table(slot: number): FlatTable | null {
    const at = this.position(slot, 4)
    return at === null ? null : new FlatTable(this.view, this.target(at))
  }

  /** A vector of elements of `elementBytes` each; empty when absent. */
  vector(slot: number, elementBytes: number): FlatVector {
    const at = this.position(slot, 4)
    if (at === null) return { start: 0, length: 0 }
    const start = this.target(at)
    const length = this.view.getUint32(start, true)
    this.check(start + 4, length * elementBytes)
    return { start: start + 4, length }
  }

  string(slot: number): string | null {
    const at = this.position(slot, 4)
    if (at === null) return null
    const { start, length } = this.vector(slot, 1)
    return decodeUtf8(new Uint8Array(this.view.buffer, this.view.byteOffset + start, length))
  }

  tables(slot: number): FlatTable[] {
    const { start, length } = this.vector(slot, 4)
    return Array.from({ length }, (_, index) => new FlatTable(this.view, this.target(start + index * 4)))
  }
}
