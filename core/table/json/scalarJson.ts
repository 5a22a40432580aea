import { type Data, type DataType, Type } from 'apache-arrow'
import { booleanAt } from '../cells.ts'
import { JSON_NAMES, pythonFloat } from '../pythonFloat.ts'
import { decimalText, floatAt, integerText, timeCellText } from '../scalarText.ts'

/**
 * A cell that is not null and neither text, binary nor nested, as Python's `json` writes it: integers and decimals with
 * all digits, floats as `repr` writes the double they are, `NaN` and `Infinity` by their names; durations as integers of
 * the column's unit; dates, times and timestamps as ISO 8601 text.
 */
export function scalarJson(data: Data, row: number): string {
  switch (data.type.typeId) {
    case Type.Bool:
      return booleanAt(data, row) ? 'true' : 'false'
    case Type.Int:
    case Type.Duration:
      return integerText(data, row)
    case Type.Float:
      return pythonFloat(floatAt(data, row), JSON_NAMES)
    case Type.Decimal: {
      const words = (data.values as Uint32Array).subarray(row * data.stride, (row + 1) * data.stride)
      return decimalText(words, (data.type as DataType & { scale: number }).scale)
    }
    default:
      return JSON.stringify(timeCellText(data, row))
  }
}
