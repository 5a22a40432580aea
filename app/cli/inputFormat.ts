import type { Format, FormatOptions } from '../../core/formats/format.ts'
import { oneOf } from './args.ts'
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

/** How to read a CSV, as far as the command line says it; the file decides the rest. @throws UsageError */
export function csvOptions({ header, delimiter }: { header?: string; delimiter?: string }): FormatOptions {
  const options: FormatOptions = {}
  if (header !== undefined) options.header = oneOf(header, '--header', ['yes', 'no'], 'yes') === 'yes'
  if (delimiter !== undefined) {
    const character = delimiter === 'tab' || delimiter === '\\t' ? '\t' : delimiter
    if (!/^[^\n\r"]$/.test(character) || character.charCodeAt(0) > 0x7f) {
      throw new UsageError(`--delimiter takes one ASCII character, or 'tab', not '${delimiter}'`)
    }
    options.delimiter = character
  }
  return options
}
