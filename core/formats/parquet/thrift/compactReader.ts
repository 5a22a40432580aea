import { EngineError } from '../../../errors.ts'

/** Structures inside structures: real footers have about eight. */
const MAX_DEPTH = 32

const TRUE = 1
const FALSE = 2
const BYTE = 3
const I64 = 6
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const SET = 10
const MAP = 11
const STRUCT = 12

const utf8 = new TextDecoder()

/** Thrown inside the reader where the bytes end in the middle of a value: more of them may help. */
export class ThriftCut extends EngineError {}

/**
 * Thrift's compact protocol over bytes in memory, the part Parquet uses. Every read is checked against the end; sizes
 * of lists against the bytes that are left, so that a lie cannot make it allocate or loop.
 *
 * All methods throw `EngineError` `format/corrupt` where a value has not the type wanted, and `ThriftCut` at the end.
 */
export class CompactReader {
  readonly #bytes: Uint8Array
  readonly #base: number
  #at = 0
  #depth = 0

  /** @param base offset of the bytes in the file, for messages */
  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = bytes
    this.#base = base
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at
  }

  #corrupt(what: string): EngineError {
    const byte = this.#base + this.#at
    return new EngineError('format/corrupt', `the Parquet metadata at byte ${byte} ${what}`, { byte })
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) {
      const end = this.#base + this.#bytes.length
      throw new ThriftCut('format/corrupt', `the Parquet metadata end in the middle of a value, at byte ${end}`, {
        byte: end,
      })
    }
    this.#at++
    return byte
  }

  /** An unsigned number of at most 64 bits; beyond 2^53 it is no longer exact, which no honest field is. */
  #varint(): number {
    let value = 0
    let scale = 1
    for (let length = 0; length < 10; length++) {
      const byte = this.#byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
    throw this.#corrupt('has a number of more than ten bytes')
  }

  /** A whole number of any width. */
  int(type: number): number {
    if (type === BYTE) return (this.#byte() << 24) >> 24
    if (type < BYTE || type > I64) throw this.#corrupt(`has a value of type ${type}, expected a whole number`)
    const value = this.#varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** A field's boolean is its type. */
  bool(type: number): boolean {
    if (type === TRUE || type === FALSE) return type === TRUE
    throw this.#corrupt(`has a value of type ${type}, expected a boolean`)
  }

  /** Shares the reader's bytes. */
  binary(type: number): Uint8Array {
    if (type !== BINARY) throw this.#corrupt(`has a value of type ${type}, expected text or bytes`)
    const length = this.#varint()
    this.#need(length)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  text(type: number): string {
    return utf8.decode(this.binary(type))
  }

  #need(bytes: number): void {
    if (bytes <= this.#bytes.length - this.#at) return
    const message = `the Parquet metadata at byte ${this.#base + this.#at} name ${bytes} bytes, fewer are left`
    throw new ThriftCut('format/corrupt', message, { byte: this.#base + this.#at })
  }

  /** Calls `item` with the items' type as often as the list is long. */
  list(type: number, item: (itemType: number) => void): void {
    if (type !== LIST && type !== SET) throw this.#corrupt(`has a value of type ${type}, expected a list`)
    const head = this.#byte()
    const size = head >> 4 === 15 ? this.#varint() : head >> 4
    this.#need(size) // every item takes a byte at least
    this.#deeper(() => {
      for (let i = 0; i < size; i++) item(head & 15)
    })
  }

  #deeper(read: () => void): void {
    if (this.#depth >= MAX_DEPTH) throw this.#corrupt(`is nested more than ${MAX_DEPTH} levels deep`)
    this.#depth++
    read()
    this.#depth--
  }

  /** A struct that is the value of a field or an item. Calls `field` for each of its fields; it must read the value. */
  struct(type: number, field: (id: number, type: number) => void): void {
    if (type !== STRUCT) throw this.#corrupt(`has a value of type ${type}, expected a struct`)
    this.#deeper(() => this.#fields(field))
  }

  /** The struct the bytes start with. */
  root(field: (id: number, type: number) => void): void {
    this.struct(STRUCT, field)
  }

  #fields(field: (id: number, type: number) => void): void {
    let id = 0
    for (;;) {
      const head = this.#byte()
      const type = head & 15
      if (type === 0) return
      const step = head >> 4
      id = step === 0 ? this.int(4) : id + step
      field(id, type)
    }
  }

  /** Passes over a value. */
  skip(type: number): void {
    switch (type) {
      case TRUE:
      case FALSE:
        return
      case BYTE:
        this.#byte()
        return
      case BINARY:
        this.binary(type)
        return
      case DOUBLE:
        this.#need(8)
        this.#at += 8
        return
      case LIST:
      case SET:
        this.list(type, (itemType) => this.#skipItem(itemType))
        return
      case MAP:
        this.#skipMap()
        return
      case STRUCT:
        this.struct(type, (_, fieldType) => this.skip(fieldType))
        return
      default:
        if (type < BYTE || type > I64) throw this.#corrupt(`has a value of the unknown type ${type}`)
        this.#varint()
    }
  }

  /** Booleans take a byte where they are items. */
  #skipItem(type: number): void {
    if (type === TRUE || type === FALSE) this.#byte()
    else this.skip(type)
  }

  #skipMap(): void {
    const size = this.#varint()
    if (size === 0) return
    const types = this.#byte()
    this.#need(size * 2)
    this.#deeper(() => {
      for (let i = 0; i < size; i++) {
        this.#skipItem(types >> 4)
        this.#skipItem(types & 15)
      }
    })
  }
}
