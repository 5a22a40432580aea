import { EngineError } from '../../core/errors.ts'
import { formatByName } from '../../core/export/exportNames.ts'
import { type ExportOptions, usualExportOptions } from '../../core/export/exportOptions.ts'
import { UsageError } from './usage.ts'

/** What to write: `--format`, or what the suffix of OUT says. @throws UsageError, EngineError `format/unsupported` */
export function exportOptions(out: string, format: string | undefined): ExportOptions {
  const { format: named, suffix } = formatByName(out)
  const wanted = format ?? named ?? suffix
  if (wanted === 'arrow' || wanted === 'arrow-stream') return usualExportOptions(wanted)
  if (wanted === '') throw new UsageError(`what format is '${out}'? Give it a suffix (.arrow, .arrows) or --format`)
  throw new EngineError('format/unsupported', `this build writes arrow and arrow-stream, not '${wanted}'`, {
    feature: wanted,
  })
}
