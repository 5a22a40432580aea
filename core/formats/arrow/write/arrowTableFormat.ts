import { type DataType, type Field, Type } from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import type { TableFormat } from '../../../export/encoding/tableFormat.ts'
import { withOwnDictionaryIds } from '../../../table/ipc/dictionaryIds.ts'
import { assembleFile, assembleStream } from './assembleArrow.ts'
import { ArrowEncoder } from './encodeArrow.ts'

/** A record batch: large enough for readers that take one at a time, small enough for those that scroll. */
const BATCH_ROWS = 64 * 1024
const BATCH_BYTES = 16 * 1024 ** 2

/**
 * Arrow IPC: files (`arrow`, and `feather`, which is one by another name) and streams (`arrow-stream`). Every chunk is a record batch. Batches that come with different dictionaries are brought onto one,
 * which grows by deltas: IPC files allow no replacement.
 */
export const arrowTableFormat: TableFormat = {
  check(_schema, { format, codec }) {
    if (codec === 'none') return
    throw new EngineError(
      'format/unsupported',
      `this build writes ${format} without compression, not with '${codec}'`,
      {
        feature: codec,
      },
    )
  },
  chunkLimits: () => ({ rows: BATCH_ROWS, bytes: BATCH_BYTES }),
  isOrdered: (schema) => schema.fields.some(hasDictionary),
  createEncoder: (schema) => new ArrowEncoder(schema),
  createAssembler(schema, { format }) {
    const own = withOwnDictionaryIds(schema)
    return format === 'arrow-stream' ? assembleStream(own) : assembleFile(own)
  },
}

function hasDictionary({ type }: Field): boolean {
  return type.typeId === Type.Dictionary || ((type as DataType).children ?? []).some(hasDictionary)
}
