import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { shellWord } from '../export/command.ts'
import { DEFAULT_PAD_SETTINGS } from './padSettings.ts'

/**
 * The call of the command line that gives the same numbers, with the options that are not its defaults; null where
 * there is none (samples and views, which the command line cannot name).
 * @param path path or URL of the source; null when only its name is known
 */
export function padCommand(dataset: DatasetInfo, path: string | null, options: PadOptions): string | null {
  if (dataset.kind !== 'source' || dataset.source?.kind === 'sample') return null
  const words = ['packscope pad', shellWord(path ?? `PATH/TO/${dataset.name}`), `--batch-size ${options.batchSize}`]
  if (options.side !== 'right') words.push(`--side ${options.side}`)
  if (options.padToMultipleOf !== null) words.push(`--multiple-of ${options.padToMultipleOf}`)
  if (options.targetLength !== null) words.push(`--target-length ${options.targetLength}`)
  if (options.order !== 'file') words.push(`--order ${options.order}`)
  const usualSeed = options.shuffleSeed === Number(DEFAULT_PAD_SETTINGS.shuffleSeed)
  if (options.order === 'shuffled' && !usualSeed) words.push(`--shuffle-seed ${options.shuffleSeed}`)
  const usualColumn = options.column === null || options.column === dataset.tokenColumn
  if (!usualColumn) words.push(`--column ${shellWord(options.column ?? '')}`)
  return words.join(' ')
}
