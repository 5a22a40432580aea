import type { Split } from '../../dataset/dataset.ts'
import { EngineError } from '../../errors.ts'
import { COMPRESSION_SUFFIX, FORMAT_SUFFIX } from '../exportNames.ts'
import { type ExportOptions, makesFolder, type ShardSize } from '../exportOptions.ts'

/** What `save_to_disk` of Hugging Face datasets writes to one file (axolotl-semantics §8.1). */
const HF_SHARD_BYTES = 500e6
/** More files in one folder than anyone loads. */
const MOST_SHARDS = 100_000

/** How many files the rows go to. */
export function shardSizeOf({ format, shardSize }: ExportOptions): ShardSize | null {
  return format === 'hf_dataset' && shardSize === null ? { by: 'bytes', bytes: HF_SHARD_BYTES } : shardSize
}

/** However small files are to be, their chunks are worth encoding. */
const LEAST_CHUNK_BYTES = 64 * 1024

/** Limits of a format's chunks where files end by their bytes: a file ends between chunks, so none is larger than a file. */
export function chunkLimitsIn(
  size: ShardSize | null,
  limits: { rows: number; bytes: number },
): { rows: number; bytes: number } {
  if (size?.by !== 'bytes') return limits
  return { rows: limits.rows, bytes: Math.min(limits.bytes, Math.max(LEAST_CHUNK_BYTES, size.bytes)) }
}

/**
 * The rows of each file, by position; rows that cannot be read are left out of them. One range where files end by their
 * bytes, which are known when they are written. Never empty: no rows make one file.
 *
 * By count, the first `numRows` mod `count` files have one row more than the others, and there are no more files than rows
 * (axolotl-semantics §8.1).
 *
 * @throws EngineError `argument/invalid`, `limit/exceeded` for more than 100,000 files
 */
export function shardRanges(numRows: number, size: ShardSize | null): Split[] {
  if (size === null || size.by === 'bytes') return [{ rowStart: 0, rowEnd: numRows }]
  const wanted = size.by === 'rows' ? size.rows : size.count
  if (!Number.isSafeInteger(wanted) || wanted < 1) {
    throw new EngineError(
      'argument/invalid',
      `a whole number of ${size.by === 'rows' ? 'rows' : 'files'} expected, not ${wanted}`,
    )
  }
  const count = Math.max(1, size.by === 'rows' ? Math.ceil(numRows / wanted) : Math.min(wanted, numRows))
  if (count > MOST_SHARDS) {
    throw new EngineError('limit/exceeded', `${count} files would be written, at most ${MOST_SHARDS} can be`)
  }
  const rows = Math.floor(numRows / count)
  const longer = size.by === 'rows' ? 0 : numRows % count
  let rowStart = 0
  return Array.from({ length: count }, (_, i) => {
    const length = size.by === 'rows' ? wanted : rows + (i < longer ? 1 : 0)
    const range = { rowStart, rowEnd: Math.min(numRows, rowStart + length) }
    rowStart = range.rowEnd
    return range
  })
}

/**
 * What file `index` of `count` is called behind the target's name: nothing for a single file,
 * `/data-00000-of-00003.jsonl.gz` in a folder.
 */
export function shardName(options: ExportOptions, index: number, count: number): string {
  if (!makesFolder(options)) return ''
  const { format, compression } = options
  const suffix = format === 'hf_dataset' ? FORMAT_SUFFIX.arrow : FORMAT_SUFFIX[format]
  const digits = (value: number) => String(value).padStart(5, '0')
  return `/data-${digits(index)}-of-${digits(count)}${suffix}${compression ? COMPRESSION_SUFFIX[compression] : ''}`
}
