import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import type { PackOptions, PackSummary, PadOptions } from '../../../app/protocol/packing.ts'
import type { FormatOptions } from '../../../core/formats/format.ts'
import { DEFAULT_PLAN_OPTIONS, TRAINER_EXCESS } from '../../../core/packing/plan/packOptions.ts'
import { type AgainstPlace, dedupFlags } from './dedupFlags.ts'
import { type CommandTarget, exportFlags } from './exportFlags.ts'
import { shellWord } from './shellWord.ts'

/** Stands in a command for a file whose place on the disk the browser does not tell. */
export const UNKNOWN_FOLDER = 'PATH/TO/'

/** What was made of the source: null for the source itself. */
export type Made =
  | { kind: 'packed'; summary: PackSummary; options: PackOptions | null }
  | { kind: 'padded'; options: PadOptions }
  | {
      kind: 'deduplicated'
      spec: DedupSpec
      /** Place of what rows were compared with besides one another. */
      against: AgainstPlace | null
      /** Which rows are meant. */
      rows: 'kept' | 'removed'
    }
  | null

/**
 * The call of the command line that gives the same result; null where there is none: samples and views of chosen rows,
 * which the command line cannot name.
 * @param source what was opened, or what the view was made of
 * @param path path or URL of the source; null when only its name is known
 * @param read how the source is read, where the user said so
 */
export function commandFor(
  source: DatasetInfo,
  path: string | null,
  made: Made,
  target: CommandTarget | null,
  read: FormatOptions = {},
): string | null {
  if (source.kind !== 'source' || source.source?.kind === 'sample') return null
  const split = source.split ? ` --split ${shellWord(source.split)}` : ''
  const input = `${shellWord(path ?? `${UNKNOWN_FOLDER}${source.name}`)}${split}${readFlags(read)}`
  // Its `--columns` are those that are compared.
  const out = target ? exportFlags(target, made?.kind === 'deduplicated' ? '--output-columns' : undefined) : ''
  if (out === null) return null
  if (made?.kind === 'packed') return `packscope pack ${input}${packFlags(made.summary, made.options)}${out}`
  if (made?.kind === 'padded') return `packscope pad ${input}${padFlags(source, made.options)}${out}`
  if (made?.kind === 'deduplicated') {
    const flags = dedupFlags(made.spec, made.against)
    if (flags === null || (made.rows === 'removed' && !target)) return null // what it prints is about all rows
    return `packscope dedup ${input}${flags}${out}${made.rows === 'removed' ? ' --removed' : ''}`
  }
  return `packscope export ${input}${out}`
}

function readFlags({ header, delimiter }: FormatOptions): string {
  const flags = header === undefined ? '' : ` --header ${header ? 'yes' : 'no'}`
  return delimiter === undefined ? flags : `${flags} --delimiter ${delimiter === '\t' ? 'tab' : shellWord(delimiter)}`
}

/** What the command line does without a flag; `excess` depends on the strategy. */
const USUAL = {
  ...DEFAULT_PLAN_OPTIONS,
  collator: 'v2',
  padToMultipleOf: null,
  padTokenId: 0,
  eosTokenId: 2,
  labelPadId: -100,
} as const

const FLAGS: Record<keyof typeof USUAL, string> = {
  excess: '--excess',
  groupSize: '--group-size',
  binSize: '--bin-size',
  microBatchSize: '--micro-batch-size',
  realBatches: '--real-batches',
  dropLast: '--drop-last',
  shuffleSeed: '--shuffle-seed',
  swiftFit: '--swift-fit',
  collator: '--collator',
  padToMultipleOf: '--pad-to-multiple-of',
  padTokenId: '--pad-token-id',
  eosTokenId: '--eos-token-id',
  labelPadId: '--label-pad-id',
}

/** Strategy, length and column always; the rest where it is not the usual. */
function packFlags({ strategy, sequenceLen, column }: PackSummary, options: PackOptions | null): string {
  const flags = [`--strategy ${strategy}`, `--sequence-len ${sequenceLen}`, `--column ${shellWord(column)}`]
  const usual = { ...USUAL, excess: TRAINER_EXCESS[strategy] }
  for (const name of Object.keys(FLAGS) as (keyof typeof FLAGS)[]) {
    const value = options?.[name] ?? usual[name]
    if (value === usual[name] || value === null) continue
    flags.push(value === true ? FLAGS[name] : `${FLAGS[name]} ${value}`)
  }
  return ` ${flags.join(' ')}`
}

/** What `packscope pad` does without a flag. */
const USUAL_SEED = 42

function padFlags(source: DatasetInfo, options: PadOptions): string {
  const { side, padToMultipleOf, targetLength, order, shuffleSeed, column, padTokenId, labelPadId } = options
  const flags = [`--batch-size ${options.batchSize}`]
  if (side !== 'right') flags.push(`--side ${side}`)
  if (padToMultipleOf !== null) flags.push(`--multiple-of ${padToMultipleOf}`)
  if (targetLength !== null) flags.push(`--target-length ${targetLength}`)
  if (order !== 'file') flags.push(`--order ${order}`)
  if (order === 'shuffled' && shuffleSeed !== USUAL_SEED) flags.push(`--shuffle-seed ${shuffleSeed}`)
  if (padTokenId !== USUAL.padTokenId) flags.push(`--pad-token-id ${padTokenId}`)
  if (labelPadId !== USUAL.labelPadId) flags.push(`--label-pad-id ${labelPadId}`)
  if (column !== null && column !== source.tokenColumn) flags.push(`--column ${shellWord(column)}`)
  return ` ${flags.join(' ')}`
}
