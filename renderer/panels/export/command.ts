import type { DatasetInfo, PackSummary } from '../../../app/protocol/datasets.ts'
import type { ExportFormat, PackOptions } from '../../../app/protocol/jobs.ts'

/** Stands in a command for a file whose place on the disk the browser does not tell. */
const UNKNOWN_FOLDER = 'PATH/TO/'

/** A word for a POSIX shell: quoted only when it must be. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

export interface CommandTarget {
  format: ExportFormat
  /** null: all. */
  columns: readonly string[] | null
  out: string
}

/**
 * The call of the command line that gives the same result; null where there is none (samples, which the command line
 * cannot name).
 * @param path path or URL of the source; null when only its name is known
 */
export function commandFor(
  source: DatasetInfo,
  path: string | null,
  packing: { summary: PackSummary; options: PackOptions | null } | null,
  target: CommandTarget | null,
): string | null {
  if (source.source?.kind === 'sample') return null
  const input = shellWord(path ?? `${UNKNOWN_FOLDER}${source.name}`)
  const out = target ? ` -o ${shellWord(target.out)}${formatFlag(target)}` : ''
  if (packing) return `packscope pack ${input}${packFlags(packing.summary, packing.options)}${out}`
  const columns = target?.columns ? ` --columns ${shellWord(target.columns.join(','))}` : ''
  return `packscope export ${input}${out}${columns}`
}

/** The suffix decides, unless the user chose another one. */
function formatFlag({ format, out }: CommandTarget): string {
  const bySuffix = /\.(arrow|ipc)$/i.test(out) ? 'arrow' : /\.arrows$/i.test(out) ? 'arrow-stream' : null
  return bySuffix === format ? '' : ` --format ${format}`
}

function packFlags(summary: PackSummary, options: PackOptions | null): string {
  const flags = [`--sequence-len ${summary.sequenceLen}`, '--strategy greedy', `--column ${shellWord(summary.column)}`]
  if (options) {
    flags.push(`--excess ${options.excess}`)
    flags.push(`--pad-token-id ${options.padTokenId}`, `--eos-token-id ${options.eosTokenId}`)
  }
  return ` ${flags.join(' ')}`
}
