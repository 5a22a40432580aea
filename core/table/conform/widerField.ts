import {
  Binary,
  DataType,
  type Dictionary,
  Field,
  FixedSizeList,
  Float,
  Int,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Precision,
  Struct,
  Type,
  Utf8,
} from 'apache-arrow'
import { isJsonField, jsonField, nullableField } from '../jsonField.ts'
import { sameMeaning } from './sameMeaning.ts'

/** What becomes of columns without a type that holds every value of both exactly. */
export interface WideningRules {
  /** `json`: JSON text of each value. `text`: the text itself, for formats whose values are text before anything else. */
  fallback: 'json' | 'text'
  /**
   * The types come from samples of text: whole numbers and fractions together are doubles until every row was read,
   * which tells whether a double holds them all.
   */
  sampled: boolean
}

export const EXACT: WideningRules = { fallback: 'json', sampled: false }

/**
 * The field that holds the values of two columns of one name. It is nullable: the other column may lack a row's value.
 * Types widen only where every value stays exactly what it is; columns without such a type become JSON text.
 */
export function widerField(left: Field, right: Field, rules: WideningRules = EXACT): Field {
  if (isJsonField(left) || isJsonField(right)) return jsonField(left.name)
  const type = widerType(left.type, right.type, rules)
  if (type !== null) return new Field(left.name, type, true, left.metadata)
  return rules.fallback === 'json' ? jsonField(left.name) : nullableField(left.name, new Utf8())
}

/**
 * The narrowest type that holds every value of both exactly: int32 with int64, float32 with float64, whole numbers with
 * a float whose mantissa takes them, text and binary of any layout, lists by their items, structs by their fields,
 * dictionaries by their values, null with anything. Null where there is none (int64 with float64, time units, text
 * with numbers).
 */
export function widerType(left: DataType, right: DataType, rules: WideningRules = EXACT): DataType | null {
  if (sameMeaning(left, right)) return left
  if (DataType.isDictionary(left)) return widerType((left as Dictionary).dictionary, right, rules)
  if (DataType.isDictionary(right)) return widerType(left, (right as Dictionary).dictionary, rules)
  if (DataType.isNull(left)) return right
  if (DataType.isNull(right)) return left
  if (isNumber(left) && isNumber(right)) return widerNumber(left, right, rules)
  if (isText(left) && isText(right)) return isLarge(left) || isLarge(right) ? new LargeUtf8() : new Utf8()
  if (isBytes(left) && isBytes(right)) return isLarge(left) || isLarge(right) ? new LargeBinary() : new Binary()
  if (isList(left) && isList(right)) return widerList(left, right, rules)
  if (DataType.isStruct(left) && DataType.isStruct(right)) return widerStruct(left, right, rules)
  return null
}

type NumberType = Int | Float

const isNumber = (type: DataType): type is NumberType => DataType.isInt(type) || DataType.isFloat(type)
const isText = ({ typeId }: DataType) => typeId === Type.Utf8 || typeId === Type.LargeUtf8 || typeId === Type.Utf8View
const isBytes = ({ typeId }: DataType) =>
  typeId === Type.Binary || typeId === Type.LargeBinary || typeId === Type.BinaryView || typeId === Type.FixedSizeBinary
const isLarge = ({ typeId }: DataType) => typeId === Type.LargeUtf8 || typeId === Type.LargeBinary
const isList = ({ typeId }: DataType) =>
  typeId === Type.List || typeId === Type.LargeList || typeId === Type.FixedSizeList

function widerNumber(left: NumberType, right: NumberType, { sampled }: WideningRules): DataType | null {
  if (DataType.isInt(left) && DataType.isInt(right)) return widerInt(left, right)
  // Precision counts half, single, double as 0, 1, 2.
  const needed = Math.max(floatFor(left), floatFor(right))
  if (needed > Precision.DOUBLE) return sampled ? new Float(Precision.DOUBLE) : null
  return new Float(needed as Precision)
}

/** The least precision that holds every value of a number type; 3 where not even a double does. */
function floatFor(type: NumberType): number {
  if (DataType.isFloat(type)) return type.precision
  if (type.bitWidth === 8) return Precision.HALF // 11 bits
  if (type.bitWidth === 16) return Precision.SINGLE // 24 bits
  return type.bitWidth === 32 ? Precision.DOUBLE : 3
}

function widerInt(left: Int, right: Int): DataType | null {
  if (left.isSigned === right.isSigned) return left.bitWidth >= right.bitWidth ? left : right
  const [signed, unsigned] = left.isSigned ? [left, right] : [right, left]
  const bits = Math.max(signed.bitWidth, unsigned.bitWidth * 2)
  return bits > 64 ? null : new Int(true, bits as 16 | 32 | 64)
}

function widerList(left: DataType, right: DataType, rules: WideningRules): DataType {
  const items = [left, right].map((type) => type.children[0] as Field)
  const item = widerField(items[0] as Field, items[1] as Field, rules)
  if (left.typeId === Type.LargeList || right.typeId === Type.LargeList) return new LargeList(item)
  const sizes = [left, right].map((type) =>
    type.typeId === Type.FixedSizeList ? (type as FixedSizeList).listSize : -1,
  )
  return sizes[0] === sizes[1] && sizes[0] !== -1 ? new FixedSizeList(sizes[0] as number, item) : new List(item)
}

/** Null where a name is there twice, so that it is not clear which is which. */
function widerStruct(left: Struct, right: Struct, rules: WideningRules): Struct | null {
  if ([left, right].some(({ children }) => new Set(children.map(({ name }) => name)).size < children.length))
    return null
  const fields = left.children.map((field) => {
    const other = right.children.find((candidate) => candidate.name === field.name)
    return other ? widerField(field, other, rules) : nullableCopy(field)
  })
  const added = right.children.filter((field) => !left.children.some(({ name }) => name === field.name))
  return new Struct([...fields, ...added.map(nullableCopy)])
}

function nullableCopy(field: Field): Field {
  return isJsonField(field) ? field : nullableField(field.name, field.type)
}
