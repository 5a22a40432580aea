import { type Data, type Field, List, makeData } from 'apache-arrow'
import type { ColumnWriter } from './columnWriter.ts'
import { growInt32, INITIAL_CAPACITY } from './growable.ts'
import { Validity } from './validity.ts'
import type { WriteBudget } from './writeBudget.ts'

/** Lists: the items are appended to the child first, then `endList` closes the value. */
export class ListWriter<Child extends ColumnWriter = ColumnWriter> implements ColumnWriter {
  readonly type: List
  readonly child: Child
  length = 0
  #offsets = new Int32Array(INITIAL_CAPACITY)
  readonly #validity: Validity
  readonly #budget: WriteBudget

  constructor(item: Field, child: Child, budget: WriteBudget) {
    this.type = new List(item)
    this.child = child
    this.#validity = new Validity(budget)
    this.#budget = budget
  }

  get byteLength(): number {
    return this.length * 4 + this.child.byteLength
  }

  /** The items appended to `child` since the last value are this value. */
  endList(): void {
    this.#endValue()
    this.#validity.appendValid(this.length++)
  }

  appendNull(): void {
    this.#endValue()
    this.#validity.appendNull(this.length++)
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.length)
    this.length = length
    this.child.truncate(this.#offsets[length]!)
  }

  finish(): Data<List> {
    const { length } = this
    const nullCount = this.#validity.nullCount
    const data = makeData({
      type: this.type,
      length,
      nullCount,
      nullBitmap: this.#validity.finish(length),
      valueOffsets: this.#offsets.subarray(0, length + 1),
      child: this.child.finish(),
    })
    this.#offsets = new Int32Array(Math.max(INITIAL_CAPACITY, length + 1))
    this.length = 0
    return data
  }

  #endValue(): void {
    const at = this.length + 1
    if (at >= this.#offsets.length) this.#offsets = growInt32(this.#offsets, at + 1, this.#budget)
    this.#offsets[at] = this.child.length
  }
}
