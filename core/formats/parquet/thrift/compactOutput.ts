import { BINARY, I32, I64, LIST, STRUCT } from './compactWriter.ts'

const TRUE = 1
const FALSE = 2
const BYTE = 3
const I16 = 4
const FIRST_BYTES = 256
/** Shorter bytes are copied one by one: a view of them would cost more. */
const LONG = 48

const utf8 = new TextEncoder()

/**
 * Thrift's compact protocol written into bytes that grow: for footers of many columns. Fields of a struct are written in
 * the order of their ids.
 */
export class CompactOutput {
  #bytes = new Uint8Array(FIRST_BYTES)
  #length = 0
  #lastId = 0
  readonly #outer: number[] = []

  get length(): number {
    return this.#length
  }

  /** What was written so far, in a buffer of its own. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  /** Writing starts anew, whatever was begun. */
  clear(): void {
    this.#length = 0
    this.#lastId = 0
    this.#outer.length = 0
  }

  #room(bytes: number): void {
    const wanted = this.#length + bytes
    if (wanted <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }

  #byte(byte: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = byte
  }

  /** @param value from 0 to 2^53 */
  #varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) + 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.#byte(rest)
  }

  #field(id: number, type: number): void {
    const step = id - this.#lastId
    if (step > 0 && step < 16) this.#byte((step << 4) | type)
    else {
      this.#byte(type)
      this.item(id)
    }
    this.#lastId = id
  }

  /** A whole number as an item of a list: any whose magnitude is below 2^52. */
  item(value: number): void {
    this.#varint(value < 0 ? -value * 2 - 1 : value * 2)
  }

  i16(id: number, value: number): void {
    this.#field(id, I16)
    this.item(value)
  }

  i32(id: number, value: number): void {
    this.#field(id, I32)
    this.item(value)
  }

  i64(id: number, value: number): void {
    this.#field(id, I64)
    this.item(value)
  }

  /** @param value from -128 to 127 */
  byte(id: number, value: number): void {
    this.#field(id, BYTE)
    this.#byte(value & 0xff)
  }

  bool(id: number, value: boolean): void {
    this.#field(id, value ? TRUE : FALSE)
  }

  boolItem(value: boolean): void {
    this.#byte(value ? TRUE : FALSE)
  }

  text(id: number, value: string): void {
    this.binary(id, utf8.encode(value))
  }

  binary(id: number, value: Uint8Array): void {
    this.#field(id, BINARY)
    this.binaryItem(value)
  }

  textItem(value: string): void {
    this.binaryItem(utf8.encode(value))
  }

  binaryItem(value: Uint8Array): void {
    this.#varint(value.length)
    this.raw(value)
  }

  /** Bytes that are Thrift already: `[start, end)` of some. */
  raw(bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.#room(end - start)
    if (end - start > LONG) this.#bytes.set(bytes.subarray(start, end), this.#length)
    else for (let i = start; i < end; i++) this.#bytes[this.#length + i - start] = bytes[i] as number
    this.#length += end - start
  }

  /** Starts a list; `size` items of `type` must follow. */
  list(id: number, type: number, size: number): void {
    this.#field(id, LIST)
    if (size < 15) this.#byte((size << 4) | type)
    else {
      this.#byte(0xf0 | type)
      this.#varint(size)
    }
  }

  /** A struct that is a field's value: its fields follow, then `end`. */
  struct(id: number): void {
    this.#field(id, STRUCT)
    this.begin()
  }

  /** A struct that is an item of a list. */
  begin(): void {
    this.#outer.push(this.#lastId)
    this.#lastId = 0
  }

  /** Ends the struct begun last; with none begun, the whole. */
  end(): void {
    this.#byte(0)
    this.#lastId = this.#outer.pop() ?? 0
  }

  /** A field whose value is a struct that was written elsewhere. */
  rawStruct(id: number, bytes: Uint8Array, start: number, end: number): void {
    this.#field(id, STRUCT)
    this.raw(bytes, start, end)
  }
}
