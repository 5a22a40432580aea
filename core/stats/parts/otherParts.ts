import { type Data, Type } from 'apache-arrow'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { addCellJson } from '../../table/cellJson.ts'
import { booleanAt, bytesAt, childSpan } from '../../table/cells.ts'
import { CollectingSink } from '../../table/jsonSink.ts'
import type { DistinctCount } from '../distinctCount.ts'
import { LengthCollector } from '../lengthCollector.ts'
import type { StatsBudget } from '../statsBudget.ts'
import type { PartFigures, StatsPart } from './part.ts'

/** Bytes of its JSON that a nested value is told apart by. */
const TOLD_APART_BYTES = 1024 ** 2

export class BooleanPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #counts = [0, 0]

  constructor(distinct: DistinctCount) {
    this.#distinct = distinct
  }

  add(data: Data, row: number): void {
    const value = booleanAt(data, row) ? 1 : 0
    if (this.#counts[value] === 0) this.#distinct.addFloat(value)
    this.#counts[value]!++
  }

  merge(other: BooleanPart): void {
    other.#counts.forEach((count, value) => {
      this.#counts[value]! += count
    })
  }

  finish(): Partial<PartFigures> {
    const [falses, trues] = this.#counts as [number, number]
    if (falses + trues === 0) return {}
    return { min: falses === 0, max: trues > 0, mean: trues / (falses + trues) }
  }
}

export class BinaryPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #lengths: LengthCollector

  constructor(budget: StatsBudget, distinct: DistinctCount) {
    this.#distinct = distinct
    this.#lengths = new LengthCollector(budget.values)
  }

  add(data: Data, row: number): void {
    const bytes = bytesAt(data, row)
    this.#distinct.addBytes(bytes, 0, bytes.length)
    this.#lengths.add(bytes.length)
  }

  merge(other: BinaryPart): void {
    this.#lengths.merge(other.#lengths)
  }

  finish(): Partial<PartFigures> {
    const bytes = this.#lengths.finish()
    return bytes ? { lengths: { bytes }, approximate: this.#lengths.isExact ? [] : ['lengths'] } : {}
  }
}

/** Lists and maps (with the lengths of them), structs and whatever has no order: told apart by what they hold. */
export class NestedPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #items: LengthCollector | null

  /** @param isList whether the values have lengths */
  constructor(budget: StatsBudget, distinct: DistinctCount, isList: boolean) {
    this.#distinct = distinct
    this.#items = isList ? new LengthCollector(budget.values) : null
  }

  add(data: Data, row: number): void {
    if (this.#items) {
      const { start, end } = childSpan(data, row)
      this.#items.add(end - start)
      const items = plainItems(data)
      if (items) {
        const width = items.BYTES_PER_ELEMENT
        const bytes = new Uint8Array(items.buffer, items.byteOffset, items.byteLength)
        this.#distinct.addBytes(bytes, start * width, end * width)
        return
      }
    }
    const sink = new CollectingSink(TOLD_APART_BYTES)
    addCellJson(sink, data, row, { integers: 'digits', isJson: false })
    const bytes = encodeUtf8(sink.pieces.join(''))
    this.#distinct.addBytes(bytes, 0, bytes.length)
  }

  merge(other: NestedPart): void {
    if (this.#items && other.#items) this.#items.merge(other.#items)
  }

  finish(): Partial<PartFigures> {
    const items = this.#items?.finish()
    return items ? { lengths: { items }, approximate: this.#items!.isExact ? [] : ['lengths'] } : {}
  }
}

/** The items of lists of whole numbers without nulls, such as token ids: their bytes are compared as they are. */
function plainItems(data: Data): Int32Array | null {
  const child = data.children[0]
  if (!child || data.type.typeId === Type.Map || child.type.typeId !== Type.Int || child.nullCount > 0) return null
  return child.values as Int32Array
}
