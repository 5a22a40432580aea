import { sizeWord } from '../../../core/export/byteSize.ts'
import { formatByName } from '../../../core/export/exportNames.ts'
import { CODECS, type ExportOptions } from '../../../core/export/exportOptions.ts'
import { shellWord } from './shellWord.ts'

export interface CommandTarget {
  options: ExportOptions
  /** null: all. */
  columns: readonly string[] | null
  manifest: boolean
  out: string
}

/** `-o OUT` and the flags that make the command line write the same; what is usual is not said. Null where the columns cannot be told. */
export function exportFlags(
  { options, columns, manifest, out }: CommandTarget,
  columnsFlag = '--columns',
): string | null {
  const { format, codec, rowGroupRows, nested, header, preset } = options
  const named = formatByName(out)
  const flags = [`-o ${shellWord(out)}`]
  if (named.format !== format) flags.push(`--format ${format}`)
  if (codec !== CODECS[format][0]) flags.push(`--compression ${codec}`)
  if (options.compression !== named.compression && options.compression)
    flags.push(`--compression ${options.compression}`)
  flags.push(...shardFlags(options))
  if (rowGroupRows !== null) flags.push(`--row-group-rows ${rowGroupRows}`)
  if (nested === 'json') flags.push('--nested json')
  if (!header) flags.push('--no-header')
  if (preset === 'axolotl') flags.push('--preset axolotl')
  if (!manifest) flags.push('--no-manifest')
  const chosen = columns && columnFlags(columns, columnsFlag)
  if (columns && chosen === null) return null
  if (chosen) flags.push(chosen)
  return flags.map((flag) => ` ${flag}`).join('')
}

function shardFlags({ shardSize }: ExportOptions): string[] {
  if (shardSize === null) return []
  if (shardSize.by === 'count') return [`--num-shards ${shardSize.count}`]
  return [`--shard-size ${shardSize.by === 'rows' ? `${shardSize.rows}rows` : sizeWord(shardSize.bytes)}`]
}

/** Names with commas are given one by one, of which there must be two for the command line to tell. */
export function columnFlags(columns: readonly string[], flag = '--columns'): string | null {
  if (columns.includes('')) return null
  if (!columns.some((name) => name.includes(','))) return `${flag} ${shellWord(columns.join(','))}`
  return columns.length > 1 ? columns.map((name) => `${flag} ${shellWord(name)}`).join(' ') : null
}
