import { type Data, Type } from 'apache-arrow'
import { resolveCell } from '../table/cells.ts'

/**
 * Calls `use` for every cell that is not null, where its value lives once dictionaries and unions are followed.
 * @returns how many are null
 */
export function eachCell(column: Data, use: (data: Data, row: number) => void): number {
  const { length } = column
  const { typeId } = column.type
  if (typeId === Type.Null) return length
  let nulls = 0
  if (typeId === Type.Dictionary || typeId === Type.Union) {
    for (let row = 0; row < length; row++) {
      const cell = resolveCell(column, row)
      if (cell) use(cell.data, cell.row)
      else nulls++
    }
    return nulls
  }
  const bits = column.nullCount > 0 ? column.nullBitmap : undefined
  const { offset } = column
  for (let row = 0; row < length; row++) {
    const bit = offset + row
    if (bits && bits.length > 0 && (bits[bit >> 3]! & (1 << (bit & 7))) === 0) nulls++
    else use(column, row)
  }
  return nulls
}
