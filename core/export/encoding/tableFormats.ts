import { arrowTableFormat } from '../../formats/arrow/write/arrowTableFormat.ts'
import { csvTableFormat } from '../../formats/csv/write/csvTableFormat.ts'
import { jsonlTableFormat } from '../../formats/jsonl/write/jsonlTableFormat.ts'
import { parquetTableFormat } from '../../formats/parquet/write/parquetTableFormat.ts'
import { textTableFormat } from '../../formats/text/write/textTableFormat.ts'
import type { ExportFormat } from '../exportOptions.ts'
import { hfTableFormat } from '../hf/hfTableFormat.ts'
import type { TableFormat } from './tableFormat.ts'

const FORMATS: Readonly<Record<ExportFormat, TableFormat>> = {
  arrow: arrowTableFormat,
  'arrow-stream': arrowTableFormat,
  feather: arrowTableFormat,
  parquet: parquetTableFormat,
  jsonl: jsonlTableFormat,
  csv: csvTableFormat,
  tsv: csvTableFormat,
  text: textTableFormat,
  hf_dataset: hfTableFormat(arrowTableFormat),
}

/** How a format is written. */
export function tableFormatOf(format: ExportFormat): TableFormat {
  return FORMATS[format]
}
