import { Schema } from 'apache-arrow'
import { EngineError } from '../../../core/errors.ts'
import { tableFormatOf } from '../../../core/export/encoding/tableFormats.ts'
import { CODECS, type ExportOptions } from '../../../core/export/exportOptions.ts'
import type { ExportRefusal } from '../../protocol/export.ts'

/**
 * Whether these columns can be written so.
 *
 * @throws EngineError `format/unsupported`, with the column in `details.feature` where it is about one;
 * `argument/invalid` for options that do not go together
 */
export function checkColumns(schema: Schema, options: ExportOptions): void {
  const { format, codec, compression } = options
  if (schema.fields.length === 0) throw new EngineError('argument/invalid', 'there is no column to write')
  if (!CODECS[format].includes(codec)) {
    const message = `${format} is written with ${CODECS[format].join(', ')}, not with '${codec}'`
    throw new EngineError('argument/invalid', message, { feature: codec })
  }
  if (format === 'hf_dataset' && compression !== null) {
    throw new EngineError('argument/invalid', `a saved dataset is not written in ${compression}`, {
      feature: compression,
    })
  }
  tableFormatOf(format).check(schema, options)
}

/** Why these columns cannot be written so; empty where they can. Each column is looked at by itself. */
export function refusalsOf(schema: Schema, options: ExportOptions): ExportRefusal[] {
  const whole = refusal(schema, options)
  if (!whole) return []
  if (whole.column === null) return [whole]
  // A format stops at the first column it cannot hold; the user wants to know all of them.
  const each = schema.fields.flatMap((field) => {
    const own = refusal(new Schema([field], schema.metadata), options)
    return own?.column ? [own] : []
  })
  return each.length > 0 ? each : [whole]
}

function refusal(schema: Schema, options: ExportOptions): ExportRefusal | null {
  try {
    checkColumns(schema, options)
    return null
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const { feature } = error.details
    const isColumn = schema.fields.some(({ name }) => name === feature)
    return { column: isColumn ? (feature as string) : null, message: error.message }
  }
}
