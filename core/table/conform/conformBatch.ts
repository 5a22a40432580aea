import type { Data, Field, RecordBatch, Schema } from 'apache-arrow'
import { makeBatch } from '../batches.ts'
import { isJsonField } from '../jsonField.ts'
import { nullColumn } from '../nullBatch.ts'
import { conformColumn } from './conformColumn.ts'
import { sameMeaning } from './sameMeaning.ts'
import { widerField } from './widerField.ts'

/** Where each column of a wider schema comes from in a narrower one: positions; -1 where it has no such column. */
export function columnSources(from: Schema, to: Schema): number[] {
  // Of columns that share a name, the first goes to the first.
  const positions = new Map<string, number[]>()
  for (const [index, { name }] of from.fields.entries()) {
    const known = positions.get(name)
    if (known) known.push(index)
    else positions.set(name, [index])
  }
  return to.fields.map(({ name }) => positions.get(name)?.shift() ?? -1)
}

/** Whether every value of a column of field `from` can stand in a column of field `to`. */
export function fits(from: Field, to: Field): boolean {
  if (isJsonField(to)) return true
  if (isJsonField(from)) return false
  if (sameMeaning(from.type, to.type)) return true
  const wider = widerField(to, from)
  return !isJsonField(wider) && sameMeaning(wider.type, to.type)
}

/**
 * How batches of one schema become batches of another: positions as `columnSources` gives them, with -1 also where a
 * column does not fit. Null where nothing has to be done.
 */
export function conformPlan(from: Schema, to: Schema): number[] | null {
  const sources = columnSources(from, to)
  const isSame = (at: number, index: number) => {
    const [field, wanted] = [from.fields[at], to.fields[index] as Field]
    return (
      at === index &&
      field !== undefined &&
      isJsonField(field) === isJsonField(wanted) &&
      sameMeaning(field.type, wanted.type)
    )
  }
  if (from.fields.length === to.fields.length && sources.every(isSame)) return null
  return sources.map((at, index) => {
    const field = from.fields[at]
    return field && fits(field, to.fields[index] as Field) ? at : -1
  })
}

/**
 * A batch under a wider schema, by a plan for its own: columns in the order of `to` and of its types, nulls where the
 * batch has none that fits.
 *
 * @throws EngineError `limit/exceeded` when JSON text of a column is over the budget of a batch
 */
export function conformBatch(batch: RecordBatch, to: Schema, plan: readonly number[] | null): RecordBatch {
  if (plan === null) return batch.schema === to ? batch : makeBatch(to, batch.data.children, batch.numRows)
  const columns = to.fields.map((field, index) => {
    const at = plan[index] as number
    const data = batch.data.children[at]
    if (!data) return nullColumn(field.type, batch.numRows)
    return conformColumn(data as Data, batch.schema.fields[at] as Field, field)
  })
  return makeBatch(to, columns, batch.numRows)
}
