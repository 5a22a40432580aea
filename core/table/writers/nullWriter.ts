import { type Data, makeData, Null } from 'apache-arrow'
import type { ColumnWriter } from './columnWriter.ts'

/** A column without a single value. */
export class NullWriter implements ColumnWriter {
  readonly type = new Null()
  readonly byteLength = 0
  length = 0

  appendNull(): void {
    this.length++
  }

  /** Appends `count` nulls. */
  appendRun(count: number): void {
    this.length += count
  }

  truncate(length: number): void {
    this.length = length
  }

  finish(): Data<Null> {
    const data = makeData({ type: this.type, length: this.length })
    this.length = 0
    return data
  }
}
