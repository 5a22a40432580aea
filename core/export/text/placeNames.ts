import type { DataType, Dictionary, Field } from 'apache-arrow'
import { Type } from 'apache-arrow'
import { NODE_NAME, NODE_NAME_BYTES, type TextKernel } from '../../kernels/textKernel.ts'
import { schemaMembers } from '../../table/json/jsonMembers.ts'

const COMMA = 0x2c
const OPEN_BRACE = 0x7b
/** Bytes behind a name that may be read. */
const SLACK_BYTES = 16

/** Names of fields as they stand in JSON, brace or comma in front, in one stretch of bytes that is placed as a whole. */
export class FieldNames {
  /** All names of the schema. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly root: NamePlaces

  constructor(fields: readonly Field[]) {
    const collected: Uint8Array[] = []
    const length = { bytes: 0 }
    const address = { at: 0 }
    this.root = new NamePlaces(fields, collected, length, address)
    this.bytes = new Uint8Array(length.bytes + SLACK_BYTES)
    let at = 0
    for (const name of collected) {
      this.bytes.set(name, at)
      at += name.length
    }
    this.#address = address
  }

  readonly #address: { at: number }

  /** Puts the names into the kernel's memory, for all tables until it is cleared. */
  place(kernel: TextKernel): void {
    this.#address.at = kernel.place(this.bytes)
  }
}

/** Where the names of one struct's fields are, and those of the structs inside them. */
export class NamePlaces {
  readonly #starts: number[] = []
  readonly #lengths: number[] = []
  readonly #inside: NamePlaces[] = []
  readonly #address: { at: number }

  constructor(fields: readonly Field[], collected: Uint8Array[], length: { bytes: number }, address: { at: number }) {
    this.#address = address
    for (const { index, bytes } of schemaMembers(fields)) {
      const name = new Uint8Array(bytes.length + 1)
      name[0] = index === 0 ? OPEN_BRACE : COMMA
      name.set(bytes, 1)
      this.#starts.push(length.bytes)
      this.#lengths.push(name.length)
      collected.push(name)
      length.bytes += name.length
    }
    for (const { type } of fields) this.#inside.push(new NamePlaces(fieldsOf(type), collected, length, address))
  }

  /** Names of the fields inside the field with number `index`. */
  inside(index: number): NamePlaces {
    return this.#inside[index] as NamePlaces
  }

  setName({ words }: TextKernel, node: number, index: number): void {
    words[(node + NODE_NAME) >> 2] = this.#address.at + (this.#starts[index] as number)
    words[(node + NODE_NAME_BYTES) >> 2] = this.#lengths[index] as number
  }
}

/** Fields of a struct; the item of a list, as a field of its own; those of a dictionary's values. */
function fieldsOf(type: DataType): readonly Field[] {
  return type.typeId === Type.Dictionary
    ? fieldsOf((type as Dictionary).dictionary)
    : ((type.children ?? []) as Field[])
}
