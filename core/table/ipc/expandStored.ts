import { Data, type DataType } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { gatherColumn } from '../gatherRows.ts'

/** Items overlapping list views may come to: writers make them of lists that share nothing. */
const MAX_LIST_ITEMS = 2 ** 28

function damaged(message: string): EngineError {
  return new EngineError('format/corrupt', `an Arrow batch is damaged: ${message}`)
}

/**
 * Run ends as numbers: rising, the last at least `length`.
 *
 * @throws EngineError `format/corrupt`
 */
export function checkedRunEnds(ends: Data, length: number): Float64Array {
  if (ends.nullCount > 0) throw damaged(`${ends.nullCount} run ends are null`)
  const numbers = new Float64Array(ends.length)
  let previous = 0
  for (let run = 0; run < ends.length; run++) {
    const end = Number(ends.values[run])
    if (end <= previous) throw damaged(`run end ${end} follows ${previous}`)
    numbers[run] = end
    previous = end
  }
  if (previous < length) throw damaged(`runs end at ${previous} of ${length} rows`)
  return numbers
}

/** A value for each of `length` rows, of values that each go on to their run end. */
export function expandRuns(ends: Data, values: Data, length: number): Data {
  const runEnds = checkedRunEnds(ends, length)
  if (values.length < runEnds.length) throw damaged(`${values.length} values for ${runEnds.length} runs`)
  const starts = new Uint32Array(length)
  for (let run = 0, row = 0; row < length; run++) {
    const end = Math.min(runEnds[run] as number, length)
    starts.fill(run, row, end)
    row = end
  }
  const runs = { batches: new Uint32Array(length), starts, counts: new Uint32Array(length).fill(1) }
  return gatherColumn(values.type, [values], runs, length)
}

/**
 * Lists of `type` from where each starts and how long it is.
 *
 * @throws EngineError `format/corrupt` where one leaves its items; `limit/exceeded` where they overlap too much
 */
export function expandListViews(
  type: DataType,
  places: { offsets: ArrayLike<number | bigint>; sizes: ArrayLike<number | bigint>; bitmap: Uint8Array },
  length: number,
  nullCount: number,
  items: Data,
): Data {
  const { offsets, sizes, bitmap } = places
  const starts = new Uint32Array(length)
  const counts = new Uint32Array(length)
  let total = 0
  for (let row = 0; row < length; row++) {
    if (nullCount > 0 && ((bitmap[row >> 3] as number) & (1 << (row & 7))) === 0) continue
    const start = Number(offsets[row])
    const size = Number(sizes[row])
    if (start < 0 || size < 0 || start + size > items.length) {
      throw damaged(`a list at ${start} to ${start + size} of ${items.length} items`)
    }
    starts[row] = start
    counts[row] = size
    total += size
  }
  if (total > MAX_LIST_ITEMS) {
    const message = `lists of a list view column come to ${total} items, ${MAX_LIST_ITEMS} are the most`
    throw new EngineError('limit/exceeded', message, { feature: 'list_view' })
  }
  const Offsets = type.OffsetArrayType as unknown as Int32ArrayConstructor | BigInt64ArrayConstructor
  const ends = new Offsets(length + 1)
  for (let row = 0, end = 0; row < length; row++) {
    end += counts[row] as number
    ends[row + 1] = ends instanceof BigInt64Array ? BigInt(end) : end
  }
  const gathered = gatherColumn(items.type, [items], { batches: new Uint32Array(length), starts, counts }, total)
  return new Data(type, 0, length, nullCount === 0 ? 0 : -1, [ends, undefined, bitmap] as never, [gathered])
}
