import type { Format } from '../../core/formats/format.ts'
import { UsageError } from './usage.ts'

const NAMES: Readonly<Record<string, Format>> = {
  parquet: 'parquet',
  arrow: 'arrow',
  feather: 'feather',
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  json: 'json',
  text: 'text',
  txt: 'text',
  hf_dataset: 'hf_dataset',
}

/** A format name that overrides detection; null when not given. @throws UsageError */
export function inputFormat(text: string | undefined, option: string): Format | null {
  if (text === undefined) return null
  const format = Object.hasOwn(NAMES, text) ? NAMES[text] : undefined
  if (!format) throw new UsageError(`${option} takes one of ${Object.keys(NAMES).join(', ')}, not '${text}'`)
  return format
}
