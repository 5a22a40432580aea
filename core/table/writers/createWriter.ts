import { DataType, type Field } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { BoolWriter } from './boolWriter.ts'
import type { ColumnWriter } from './columnWriter.ts'
import { Float64Writer } from './float64Writer.ts'
import { Int64Writer } from './int64Writer.ts'
import { ListWriter } from './listWriter.ts'
import { NullWriter } from './nullWriter.ts'
import { StructWriter } from './structWriter.ts'
import { Utf8Writer } from './utf8Writer.ts'
import type { WriteBudget } from './writeBudget.ts'

/**
 * The writer of a field's type, children included.
 * @throws EngineError `format/unsupported` for types that inference never gives
 */
export function createWriter(field: Field, budget: WriteBudget): ColumnWriter {
  const { type } = field
  if (DataType.isNull(type)) return new NullWriter()
  if (DataType.isBool(type)) return new BoolWriter(budget)
  if (DataType.isInt(type) && type.bitWidth === 64 && type.isSigned) return new Int64Writer(budget)
  if (DataType.isFloat(type) && type.precision === 2) return new Float64Writer(budget)
  if (DataType.isUtf8(type)) return new Utf8Writer(budget)
  if (DataType.isList(type)) {
    const item = type.children[0]!
    return new ListWriter(item, createWriter(item, budget), budget)
  }
  if (DataType.isStruct(type)) {
    const children = type.children.map((child) => createWriter(child, budget))
    return new StructWriter(type.children, children, budget)
  }
  throw new EngineError('format/unsupported', `no column of type ${type} can be written (column ${field.name})`, {
    feature: String(type),
  })
}
