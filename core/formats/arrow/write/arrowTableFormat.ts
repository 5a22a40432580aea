import { type DataType, type Field, Type } from 'apache-arrow'
import type { Encoders } from '../../../compression/encoders.ts'
import { EngineError } from '../../../errors.ts'
import type { TableFormat } from '../../../export/encoding/tableFormat.ts'
import type { Codec } from '../../../export/exportOptions.ts'
import { withOwnDictionaryIds } from '../../../table/ipc/dictionaryIds.ts'
import { packBuffers } from '../../../table/ipc/packBuffers.ts'
import { assembleFile, assembleStream } from './assembleArrow.ts'
import { ArrowEncoder, type PackBatch } from './encodeArrow.ts'

/** A record batch: large enough for readers that take one at a time, small enough for those that scroll. */
const BATCH_ROWS = 64 * 1024
const BATCH_BYTES = 16 * 1024 ** 2

/**
 * Arrow IPC: files (`arrow`, and `feather`, which is one by another name) and streams (`arrow-stream`). Every chunk is a record batch. Batches that come with different dictionaries are brought onto one,
 * which grows by deltas: IPC files allow no replacement.
 */
export const arrowTableFormat: TableFormat = {
  check: () => {}, // it holds whatever our batches do
  chunkLimits: () => ({ rows: BATCH_ROWS, bytes: BATCH_BYTES }),
  isOrdered: (schema) => schema.fields.some(hasDictionary),
  createEncoder: (schema, { codec }, { encoders }) => new ArrowEncoder(schema, packing(codec, encoders)),
  createAssembler(schema, { format }) {
    const own = withOwnDictionaryIds(schema)
    return format === 'arrow-stream' ? assembleStream(own) : assembleFile(own)
  },
}

function hasDictionary({ type }: Field): boolean {
  return type.typeId === Type.Dictionary || ((type as DataType).children ?? []).some(hasDictionary)
}

/** How the buffers of a batch are written. @throws EngineError `compression/unsupported` where no compressor runs */
function packing(codec: Codec, encoders: Encoders | null): PackBatch {
  const name = codec === 'lz4' ? 'LZ4' : codec === 'zstd' ? 'ZSTD' : null
  if (name === null) return (batch) => batch
  if (encoders) return (batch) => packBuffers(batch, name, encoders)
  throw new EngineError(
    'compression/unsupported',
    `no compressor runs here, so no Arrow can be written with ${codec}`,
    {
      feature: codec,
    },
  )
}
