import { resolve } from 'node:path'
import { EngineError } from '../../../core/errors.ts'
import { bytesOfText } from '../../../core/export/byteSize.ts'
import { formatByName } from '../../../core/export/exportNames.ts'
import {
  CODECS,
  type Codec,
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportOptions,
  type FileCompression,
  makesFolder,
  type ShardSize,
  usualExportOptions,
} from '../../../core/export/exportOptions.ts'
import { oneOf, wholeNumber } from '../args.ts'
import type { CommandContext } from '../context.ts'
import { UsageError } from '../usage.ts'
import { mayOverwrite } from './overwrite.ts'

/** The options of every command that writes rows to OUT. */
export const EXPORT_WORDS = {
  output: { type: 'string', short: 'o' },
  format: { type: 'string' },
  compression: { type: 'string' },
  'shard-size': { type: 'string' },
  'num-shards': { type: 'string' },
  'row-group-rows': { type: 'string' },
  nested: { type: 'string' },
  'no-header': { type: 'boolean' },
  preset: { type: 'string' },
  'no-manifest': { type: 'boolean' },
  overwrite: { type: 'boolean' },
} as const

type Word<T> = T extends { type: 'string' } ? string : boolean
export type ExportWords = { [K in keyof typeof EXPORT_WORDS]?: Word<(typeof EXPORT_WORDS)[K]> }

/** Where a command writes rows, and how. */
export interface ExportTarget {
  /** In full. */
  path: string
  options: ExportOptions
  overwrite: boolean
  manifest: boolean
}

/**
 * What `-o OUT` and the options around it say; null without `-o`. Asks whether something may be replaced, before any
 * work is done for it.
 *
 * @throws UsageError; EngineError `sink/exists`, `argument/invalid`, `format/unsupported`
 */
export async function exportTarget(words: ExportWords, context: CommandContext): Promise<ExportTarget | null> {
  if (words.output === undefined) {
    const [stray] = Object.keys(EXPORT_WORDS).filter((word) => words[word as keyof ExportWords] !== undefined)
    if (stray !== undefined && stray !== 'format')
      throw new UsageError(`--${stray} says how OUT is written: give -o OUT`)
    return null
  }
  const options = exportOptions(words.output, words)
  const given = { overwrite: words.overwrite === true, folder: makesFolder(options) }
  const overwrite = await mayOverwrite(context, words.output, given)
  return { path: resolve(words.output), options, overwrite, manifest: words['no-manifest'] !== true }
}

/** How OUT is written: as `--format` says, or its suffix. @throws UsageError, EngineError `format/unsupported` */
export function exportOptions(out: string, words: Omit<ExportWords, 'output'>): ExportOptions {
  const named = formatByName(out)
  const format = formatOf(out, words)
  const { codec, compression } = compressionOf(format, words.compression, named.compression)
  return {
    ...usualExportOptions(format),
    codec,
    compression,
    rowGroupRows: only(format, ['parquet'], '--row-group-rows', words['row-group-rows'], (word) =>
      wholeNumber(word, '--row-group-rows', { min: 1, fallback: 1 }),
    ),
    shardSize: shardSizeOf(words['shard-size'], words['num-shards']),
    nested:
      only(format, ['csv', 'tsv', 'text'], '--nested', words.nested, (word) =>
        oneOf(word, '--nested', ['refuse', 'json'], 'refuse'),
      ) ?? 'refuse',
    header: only(format, ['csv', 'tsv'], '--no-header', words['no-header'], () => false) ?? true,
    preset:
      only(format, ['hf_dataset'], '--preset', words.preset, (word) =>
        oneOf(word, '--preset', ['datasets', 'axolotl'], 'datasets'),
      ) ?? usualExportOptions(format).preset,
  }
}

function formatOf(out: string, { format, preset }: Omit<ExportWords, 'output'>): ExportFormat {
  const { format: named, suffix } = formatByName(out)
  const wanted = format ?? named ?? (preset === undefined ? suffix : 'hf_dataset')
  const known = EXPORT_FORMATS.find((name) => name === wanted)
  if (known) return known
  const names = EXPORT_FORMATS.join(', ')
  if (wanted === '') throw new UsageError(`what format is '${out}'? Give it a suffix or --format: ${names}`)
  if (format !== undefined) throw new UsageError(`--format takes one of ${names}, not '${format}'`)
  throw new EngineError('format/unsupported', `there is no format '${wanted}' to write; --format takes ${names}`, {
    feature: wanted,
  })
}

/** The value of an option that only some formats have. @throws UsageError */
function only<W, T>(
  format: ExportFormat,
  formats: readonly ExportFormat[],
  name: string,
  word: W | undefined,
  read: (word: W) => T,
): T | null {
  if (word === undefined) return null
  if (formats.includes(format)) return read(word)
  throw new UsageError(`${name} is for ${formats.join(', ')}, not for ${format}`)
}

const COMPRESSIONS = ['none', 'gz', 'gzip', 'zst', 'zstd', 'snappy', 'lz4'] as const
const CODEC_NAMES = {
  none: 'none',
  gz: 'gzip',
  gzip: 'gzip',
  zst: 'zstd',
  zstd: 'zstd',
  snappy: 'snappy',
  lz4: 'lz4',
} as const

/**
 * `--compression` is the codec inside where a format has some, else what the whole file is in; a suffix `.gz` or `.zst` of
 * OUT is always the latter.
 */
function compressionOf(
  format: ExportFormat,
  word: string | undefined,
  bySuffix: FileCompression | null,
): { codec: Codec; compression: FileCompression | null } {
  const codecs = CODECS[format]
  const usual = codecs[0] as Codec
  if (word === undefined) return { codec: usual, compression: bySuffix }
  const chosen: Codec = CODEC_NAMES[oneOf(word, '--compression', COMPRESSIONS, 'none')]
  if (codecs.length > 1) {
    if (codecs.includes(chosen)) return { codec: chosen, compression: bySuffix }
    throw new UsageError(`--compression of ${format} takes one of ${codecs.join(', ')}, not '${word}'`)
  }
  const whole = chosen === 'none' ? null : chosen
  if (whole !== null && whole !== 'gzip' && whole !== 'zstd') {
    throw new UsageError(`--compression of ${format} takes one of none, gzip, zstd, not '${word}'`)
  }
  if (bySuffix !== null && whole !== bySuffix) {
    throw new UsageError(`--compression ${word} and the suffix of OUT do not go together`)
  }
  return { codec: usual, compression: whole }
}

function shardSizeOf(size: string | undefined, count: string | undefined): ShardSize | null {
  if (size !== undefined && count !== undefined)
    throw new UsageError('--shard-size and --num-shards do not go together')
  if (count !== undefined) return { by: 'count', count: wholeNumber(count, '--num-shards', { min: 1, fallback: 1 }) }
  if (size === undefined) return null
  const rows = /^(\d+) ?rows?$/.exec(size)
  if (rows) return { by: 'rows', rows: wholeNumber(rows[1], '--shard-size', { min: 1, fallback: 1 }) }
  const bytes = bytesOfText(size)
  if (bytes === null) {
    throw new UsageError(`--shard-size takes bytes (500MB) or rows (100000rows), not '${size}'`)
  }
  return { by: 'bytes', bytes }
}
