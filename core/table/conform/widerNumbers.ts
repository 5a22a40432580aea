import { type Data, type DataType, type Float, type Int, Precision, Type } from 'apache-arrow'
import { floatAt } from '../scalarText.ts'

/** The values of a column of numbers in the buffer of a wider type that holds each of them exactly. */
export function widerNumbers(data: Data, to: DataType): ArrayBufferView {
  const { length } = data
  const values = data.values as Int32Array | BigInt64Array
  if (to.typeId === Type.Int) {
    const wide = new (to as Int).ArrayType(length) as Int32Array | BigInt64Array
    if (wide instanceof BigInt64Array || wide instanceof BigUint64Array) {
      for (let row = 0; row < length; row++) wide[row] = BigInt(values[row] as number | bigint)
    } else for (let row = 0; row < length; row++) wide[row] = values[row] as number
    return wide
  }
  const { precision } = to as Float
  const isFloat = data.type.typeId === Type.Float
  const numberAt = (row: number) => (isFloat ? floatAt(data, row) : (values[row] as number))
  if (precision === Precision.HALF) return Uint16Array.from({ length }, (_, row) => halfBits(numberAt(row)))
  const wide = precision === Precision.SINGLE ? new Float32Array(length) : new Float64Array(length)
  for (let row = 0; row < length; row++) wide[row] = numberAt(row)
  return wide
}

/** Half-precision bits of a whole number of at most 11 bits. */
function halfBits(value: number): number {
  const magnitude = Math.abs(value)
  if (magnitude === 0) return 0
  const exponent = Math.floor(Math.log2(magnitude))
  const fraction = (magnitude / 2 ** exponent - 1) * 1024
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction
}
