import { type Data, type DataType, type Dictionary, type Field, makeData, Type } from 'apache-arrow'
import { isBinaryType, isListType, isTextType } from '../table/cells.ts'
import { timeCellText } from '../table/scalarText.ts'
import { typeName } from '../table/typeName.ts'
import type { Collector, ColumnStats, StatsValue } from './columnStats.ts'
import { DistinctCount } from './distinctCount.ts'
import { eachCell } from './eachCell.ts'
import { DecimalPart } from './parts/decimalPart.ts'
import { FloatPart } from './parts/floatPart.ts'
import { IntegerPart } from './parts/integerPart.ts'
import { BinaryPart, BooleanPart, NestedPart } from './parts/otherParts.ts'
import type { PartFigures, StatsPart } from './parts/part.ts'
import { TextPart } from './parts/textPart.ts'
import type { StatsBudget } from './statsBudget.ts'

/** Statistics of one column, of batches of one schema. */
export class ColumnCollector implements Collector<Data, ColumnStats> {
  readonly #field: Field
  readonly #distinct: DistinctCount
  readonly #part: StatsPart
  readonly #addCell: (data: Data, row: number) => void
  #rows = 0
  #nulls = 0

  constructor(field: Field, budget: StatsBudget) {
    this.#field = field
    this.#distinct = new DistinctCount(budget)
    this.#part = createPart(valueType(field.type), budget, this.#distinct)
    this.#addCell = (data, row) => this.#part.add(data, row)
  }

  add(column: Data): void {
    this.#rows += column.length
    this.#nulls += eachCell(column, this.#addCell)
  }

  merge(other: ColumnCollector): void {
    this.#rows += other.#rows
    this.#nulls += other.#nulls
    this.#distinct.merge(other.#distinct)
    this.#part.merge(other.#part)
  }

  finish(): ColumnStats {
    const nothing: PartFigures = {
      nan: null,
      min: null,
      max: null,
      mean: null,
      quantiles: null,
      lengths: null,
      approximate: [],
    }
    const figures = { ...nothing, ...this.#part.finish() }
    return {
      name: this.#field.name,
      type: typeName(this.#field.type),
      rows: this.#rows,
      nulls: this.#nulls,
      distinct: this.#distinct.count,
      ...figures,
      approximate: this.#distinct.isExact ? figures.approximate : ['distinct', ...figures.approximate],
    }
  }
}

/** The type of the values, those of a dictionary's instead of its keys. */
function valueType(type: DataType): DataType {
  return type.typeId === Type.Dictionary ? valueType((type as Dictionary).dictionary) : type
}

function createPart(type: DataType, budget: StatsBudget, distinct: DistinctCount): StatsPart {
  const { typeId } = type
  if (isTextType(typeId)) return new TextPart(budget, distinct)
  if (isBinaryType(typeId)) return new BinaryPart(budget, distinct)
  if (isListType(typeId)) return new NestedPart(budget, distinct, true)
  switch (typeId) {
    case Type.Bool:
      return new BooleanPart(distinct)
    case Type.Float:
      return new FloatPart(budget, distinct)
    case Type.Decimal:
      return new DecimalPart(budget, distinct, type)
    case Type.Int: {
      const isUnsigned = !(type as DataType & { isSigned: boolean }).isSigned
      return new IntegerPart(budget, distinct, { isUnsigned, hasMean: true, show: showInteger })
    }
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
      return new IntegerPart(budget, distinct, {
        isUnsigned: false,
        hasMean: false,
        show: (value) => showTime(type, value),
      })
    default:
      return new NestedPart(budget, distinct, false)
  }
}

function showInteger(value: bigint): StatsValue {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function showTime(type: DataType, value: bigint): string {
  return timeCellText(makeData({ type, length: 1, nullCount: 0, data: BigInt64Array.of(value) } as never) as Data, 0)
}
