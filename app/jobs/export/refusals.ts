import type { Schema } from 'apache-arrow'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import type { ExportRefusal } from '../../protocol/export.ts'

/** Why these columns cannot be written so; empty where they can. */
export function refusalsOf(schema: Schema, { format, codec, compression, shardSize }: ExportOptions): ExportRefusal[] {
  const refuse = (message: string) => [{ column: null, message }]
  if (schema.fields.length === 0) return refuse('there is no column to write')
  if (format !== 'arrow' && format !== 'arrow-stream') {
    return refuse(`this build writes arrow and arrow-stream, not '${format}'`)
  }
  if (codec !== 'none') return refuse(`this build writes ${format} without compression, not with '${codec}'`)
  if (compression !== null) return refuse(`this build writes no files in ${compression}`)
  if (shardSize !== null) return refuse('this build writes one file, not several')
  return []
}
