import { Bool, type DataType, Float64, Int64, Null, Schema, Utf8 } from 'apache-arrow'
import { nullableField } from '../../table/jsonField.ts'
import { numberColumn } from '../../table/numberKinds.ts'
import { KIND_BOOL, KIND_FLOAT, KIND_INT, KIND_TEXT } from '../../table/typeShape.ts'
import { KIND_NOT_FINITE } from './csvNumber.ts'

/** The schema of CSV columns in which values of these kinds were seen. */
export function csvSchema(names: readonly string[], kinds: ArrayLike<number>): Schema {
  return new Schema(names.map((name, i) => nullableField(name, typeOfKinds(kinds[i]!))))
}

/** Values without a common type make a text column, which shows all of them as they are. */
function typeOfKinds(kinds: number): DataType {
  if (kinds === 0) return new Null()
  if (kinds === KIND_BOOL) return new Bool()
  if ((kinds & (KIND_TEXT | KIND_BOOL)) !== 0 || (kinds & (KIND_INT | KIND_FLOAT)) === 0) return new Utf8()
  const column = numberColumn((kinds & KIND_NOT_FINITE) === 0 ? kinds : kinds | KIND_FLOAT)
  if (column === 'as-written') return new Utf8()
  return column === 'int64' ? new Int64() : new Float64()
}
