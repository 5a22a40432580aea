import { Schema } from 'apache-arrow'
import { encodeBase64 } from '../../../../bytes/base64.ts'
import { withOwnDictionaryIds } from '../../../../table/ipc/dictionaryIds.ts'
import { encodeSchema } from '../../../../table/ipc/encodeMessage.ts'
import { STORED_SCHEMA } from '../../footer/storedTypes.ts'

/**
 * Key-value metadata of a file: the schema's own (Hugging Face's features among it), and the Arrow schema, which says what
 * Parquet's types do not. They stand in that one too, as pyarrow writes them: it reads them nowhere else where there is one, and
 * `load_dataset` finds class labels by them.
 */
export function keyValues(schema: Schema): [key: string, value: string][] {
  const own = [...schema.metadata].filter(([key]) => key !== STORED_SCHEMA)
  const stored = encodeSchema(withOwnDictionaryIds(new Schema(schema.fields, new Map(own))))
  return [...own, [STORED_SCHEMA, encodeBase64(stored)]]
}
