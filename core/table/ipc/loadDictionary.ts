import { Field, MetadataVersion, type Schema, Vector } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { loadColumns } from './loadColumns.ts'
import type { BatchHeader } from './readMessage.ts'

/**
 * Takes in a dictionary message: a delta goes behind the values so far, anything else replaces them. Batches loaded
 * before keep the values they were loaded with.
 *
 * @param schema as columns are stored
 * @throws EngineError `format/corrupt` for an id the schema does not have, and as `loadColumns` does
 */
export function addDictionary(
  dictionaries: Map<number, Vector>,
  schema: Schema,
  header: { id: number; isDelta: boolean; batch: BatchHeader },
  body: Uint8Array,
  version: MetadataVersion,
): void {
  const { id, isDelta, batch } = header
  const type = schema.dictionaries.get(id)
  if (!type) throw new EngineError('format/corrupt', `an Arrow dictionary has the id ${id}, which no column uses`)
  const [values] = loadColumns([new Field('', type, true)], batch, body, dictionaries, version < MetadataVersion.V5)
  if (!values) return
  const previous = dictionaries.get(id)
  dictionaries.set(id, new Vector(isDelta && previous ? [...previous.data, values] : [values]))
}
