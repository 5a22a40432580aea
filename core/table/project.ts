import type { Data, RecordBatch, Schema } from 'apache-arrow'
import { columnIndexes, makeBatch } from './batches.ts'
import { projectSchema } from './schemas.ts'

/**
 * The named columns of a batch, in that order, sharing its buffers; the batch itself when `columns` is undefined.
 *
 * @param schema the projected schema, where the caller has it already: every batch of a scan then carries the same one
 * @throws EngineError `argument/invalid` for a name the batch does not have
 */
export function projectBatch(
  batch: RecordBatch,
  columns: readonly string[] | undefined,
  schema: Schema = projectSchema(batch.schema, columns),
): RecordBatch {
  if (!columns) return batch
  const data = columnIndexes(batch.schema, columns).map((index) => batch.data.children[index] as Data)
  return makeBatch(schema, data, batch.numRows)
}
