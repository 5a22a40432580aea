import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { ExportFormat } from '../../../app/protocol/jobs.ts'
import type { PackOptions, PackSummary } from '../../../app/protocol/packing.ts'

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

/** What the command line does without a flag. */
const USUAL: Omit<PackOptions, 'strategy' | 'sequenceLen' | 'column' | 'swiftFit'> = {
  excess: 'drop',
  groupSize: 100_000,
  binSize: 200,
  microBatchSize: 1,
  realBatches: false,
  dropLast: false,
  shuffleSeed: null,
  collator: 'v2',
  padToMultipleOf: null,
  padTokenId: 0,
  eosTokenId: 2,
  labelPadId: -100,
}

const FLAGS: Record<keyof typeof USUAL, string> = {
  excess: '--excess',
  groupSize: '--group-size',
  binSize: '--bin-size',
  microBatchSize: '--micro-batch-size',
  realBatches: '--real-batches',
  dropLast: '--drop-last',
  shuffleSeed: '--shuffle-seed',
  collator: '--collator',
  padToMultipleOf: '--pad-to-multiple-of',
  padTokenId: '--pad-token-id',
  eosTokenId: '--eos-token-id',
  labelPadId: '--label-pad-id',
}

/** Strategy, length and column always; the rest where it is not the usual. */
function packFlags(summary: PackSummary, options: PackOptions | null): string {
  const flags = [
    `--strategy ${summary.strategy}`,
    `--sequence-len ${summary.sequenceLen}`,
    `--column ${shellWord(summary.column)}`,
  ]
  for (const name of Object.keys(FLAGS) as (keyof typeof FLAGS)[]) {
    const value = options?.[name] ?? USUAL[name]
    if (value === USUAL[name] || value === null) continue
    flags.push(value === true ? FLAGS[name] : `${FLAGS[name]} ${value}`)
  }
  return ` ${flags.join(' ')}`
}
