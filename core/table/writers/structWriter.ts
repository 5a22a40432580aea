import { type Data, type Field, makeData, Struct } from 'apache-arrow'
import type { ColumnWriter } from './columnWriter.ts'
import { Validity } from './validity.ts'
import type { WriteBudget } from './writeBudget.ts'

/** Structs: every child is given one value first, then `endStruct` closes the value. */
export class StructWriter<Child extends ColumnWriter = ColumnWriter> implements ColumnWriter {
  readonly type: Struct
  readonly children: readonly Child[]
  length = 0
  readonly #validity: Validity

  constructor(fields: Field[], children: readonly Child[], budget: WriteBudget) {
    this.type = new Struct(fields)
    this.children = children
    this.#validity = new Validity(budget)
  }

  get byteLength(): number {
    let total = 0
    for (const child of this.children) total += child.byteLength
    return total
  }

  endStruct(): void {
    this.#validity.appendValid(this.length++)
  }

  appendNull(): void {
    for (const child of this.children) child.appendNull()
    this.#validity.appendNull(this.length++)
  }

  /** Also takes back what was appended to children, however deep, without an `endStruct`. */
  truncate(length: number): void {
    this.#validity.truncate(length, this.length)
    for (const child of this.children) child.truncate(length)
    this.length = length
  }

  finish(): Data<Struct> {
    const { length } = this
    const nullCount = this.#validity.nullCount
    const data = makeData({
      type: this.type,
      length,
      nullCount,
      nullBitmap: this.#validity.finish(length),
      children: this.children.map((child) => child.finish()),
    })
    this.length = 0
    return data
  }
}
