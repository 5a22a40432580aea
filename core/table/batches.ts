import { type Data, makeData, RecordBatch, Schema, Struct } from 'apache-arrow'
import { EngineError } from '../errors.ts'

const NO_COLUMNS = new Schema([])
const NO_FIELDS = new Struct([])

/**
 * A batch of columns under exactly this schema object. apache-arrow's constructor rebuilds the schema by field name,
 * which merges columns of the same name and takes the square of their number in time: it is given none, and they are put
 * in their place afterwards.
 *
 * @param columns one per field, each `numRows` long
 */
export function makeBatch(schema: Schema, columns: readonly Data[], numRows: number): RecordBatch {
  const data = makeData({
    type: new Struct(schema.fields),
    length: numRows,
    nullCount: 0,
    children: columns as Data[],
  })
  const batch = new RecordBatch(NO_COLUMNS, makeData({ type: NO_FIELDS, length: numRows, nullCount: 0, children: [] }))
  return Object.assign(batch, { schema, data })
}

/** Rows `[rowStart, rowEnd)` of a batch, sharing its buffers; the batch itself when that is all of it. */
export function sliceBatch(batch: RecordBatch, rowStart: number, rowEnd: number): RecordBatch {
  if (rowStart === 0 && rowEnd === batch.numRows) return batch
  const numRows = rowEnd - rowStart
  const columns = batch.data.children.map((column) => column.slice(rowStart, numRows))
  return makeBatch(batch.schema, columns, numRows)
}

/** So many are looked for one by one sooner than a table of all is made. */
const FEW_COLUMNS = 8

/** Where each name comes first. */
export function firstPlaces(names: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const [place, name] of names.entries()) if (!places.has(name)) places.set(name, place)
  return places
}

/**
 * Positions of the named top-level columns, in the order named. Of columns that share a name, the first counts.
 *
 * @throws EngineError `argument/invalid` for a name the schema does not have
 */
export function columnIndexes({ fields }: Schema, columns: readonly string[]): number[] {
  const places = columns.length > FEW_COLUMNS ? firstPlaces(fields.map(({ name }) => name)) : null
  return columns.map((name) => {
    const index = places ? (places.get(name) ?? -1) : fields.findIndex((field) => field.name === name)
    if (index >= 0) return index
    throw new EngineError('argument/invalid', `there is no column named ${JSON.stringify(name)}`, { feature: name })
  })
}

/** The bytes a batch's buffers span. Buffers shared with other batches count in full. */
export function batchBytes(batch: RecordBatch): number {
  return batch.data.byteLength
}
