import { EngineError } from '../../errors.ts'
import type { TableFormat } from '../encoding/tableFormat.ts'
import type { ExportOptions } from '../exportOptions.ts'
import { savedBatch } from './savedColumns.ts'
import { type HfPreset, savedSchema } from './savedSchema.ts'

/** Rows of a record batch, as `datasets` writes them: `load_from_disk` maps batches into memory and takes rows from them. */
export const SAVED_BATCH_ROWS = 1000

export function hfPreset({ preset }: ExportOptions): HfPreset {
  return preset ?? 'datasets'
}

/**
 * The files of a folder of `save_to_disk`: Arrow streams of the columns as `savedSchema` saves them.
 * @param stream the format of Arrow streams
 */
export function hfTableFormat(stream: TableFormat): TableFormat {
  const asStream = (options: ExportOptions): ExportOptions => ({ ...options, format: 'arrow-stream', preset: null })
  return {
    check(schema, options) {
      if (options.codec !== 'none' || options.compression !== null) {
        const message = 'a folder for load_from_disk is written without compression, as save_to_disk writes it'
        throw new EngineError('format/unsupported', message, { feature: 'compression' })
      }
      stream.check(savedSchema(schema, hfPreset(options)).schema, asStream(options))
    },
    chunkLimits(schema, options) {
      const limits = stream.chunkLimits(schema, asStream(options))
      return { rows: Math.min(SAVED_BATCH_ROWS, limits.rows), bytes: limits.bytes }
    },
    isOrdered: () => false, // dictionaries are written as what they hold
    createEncoder(schema, options, means) {
      const preset = hfPreset(options)
      const saved = savedSchema(schema, preset).schema
      const encoder = stream.createEncoder(saved, asStream(options), means)
      return {
        encode(batches) {
          let rows = 0
          const parts = batches.map((batch) => {
            const part = savedInChunk(rows, () => savedBatch(batch, saved, preset))
            rows += batch.numRows
            return part
          })
          return encoder.encode(parts)
        },
      }
    },
    createAssembler: (schema, options) =>
      stream.createAssembler(savedSchema(schema, hfPreset(options)).schema, asStream(options)),
  }
}

/** Rows of errors are counted from the start of the chunk. */
function savedInChunk<T>(rowStart: number, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof EngineError) || error.details.row === undefined) throw error
    const details = { ...error.details, row: rowStart + error.details.row }
    throw new EngineError(error.code, error.message, details, error)
  }
}
