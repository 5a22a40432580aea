import { EngineError } from '../../errors.ts'
import { arrowTableFormat } from '../../formats/arrow/write/arrowTableFormat.ts'
import type { ExportFormat } from '../exportOptions.ts'
import { hfTableFormat } from '../hf/hfTableFormat.ts'
import type { TableFormat } from './tableFormat.ts'

const FORMATS: Readonly<Partial<Record<ExportFormat, TableFormat>>> = {
  arrow: arrowTableFormat,
  'arrow-stream': arrowTableFormat,
  feather: arrowTableFormat,
  hf_dataset: hfTableFormat(arrowTableFormat),
}

/** How a format is written. @throws EngineError `format/unsupported` */
export function tableFormatOf(format: ExportFormat): TableFormat {
  const known = FORMATS[format]
  if (known) return known
  const names = Object.keys(FORMATS).join(', ')
  throw new EngineError('format/unsupported', `this build writes ${names}, not '${format}'`, { feature: format })
}
