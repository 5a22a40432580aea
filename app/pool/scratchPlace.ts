import type { Codecs } from '../../core/compression/codecs.ts'
import { EngineError } from '../../core/errors.ts'
import type { Compression, FormatOptions } from '../../core/formats/format.ts'
import {
  decodeIndex,
  encodeIndex,
  SAVED_INDEX_VERSION,
  type SavedIndex,
} from '../../core/formats/records/savedIndex.ts'
import { Sha256Hasher } from '../../core/hashing/sha256.ts'
import { readFull } from '../../core/io/readFull.ts'
import { checksum } from '../../core/scratch/checksum.ts'
import { keep, recall } from '../../core/scratch/keep.ts'
import type { Scratch } from '../../core/scratch/scratch.ts'
import { scratchStates } from '../../core/scratch/scratchStates.ts'
import type { OpenedSource } from '../platform/platform.ts'
import type { Detected, ScratchPlace } from './tasks.ts'

/** What of a source goes into its key besides its identity: a file replaced within a clock's tick begins differently. */
const HEAD_BYTES = 64 * 1024
/** A smaller source is indexed anew in no time. */
export const WORTH_BYTES = 8 * 1024 ** 2

/** Mean size of files below which a dataset of many keeps nothing of each. */
const CRUMB_BYTES = 64 * 1024

/**
 * From how many bytes on a file of a dataset of many is worth an entry: all of them together would take a while, however
 * small each is; only where they are crumbs would their entries be as dear as they are.
 */
export function shardWorth(shards: readonly { bytes: number | null }[]): number {
  const bytes = shards.reduce((sum, shard) => sum + (shard.bytes ?? 0), 0)
  return bytes >= Math.max(WORTH_BYTES, CRUMB_BYTES * shards.length) ? 0 : WORTH_BYTES
}

/** The source's place in scratch; null when sources cannot be told apart, or it is not worth keeping anything. */
export async function scratchPlaceOf(
  opened: OpenedSource,
  compression: Compression | null,
  signal?: AbortSignal,
  worthBytes = WORTH_BYTES,
): Promise<ScratchPlace | null> {
  const { identity, source } = opened
  if (identity === null || (compression === null && (source.byteLength ?? 0) < worthBytes)) return null
  const hasher = new Sha256Hasher()
  hasher.update(new TextEncoder().encode(identity))
  hasher.update(await readFull(source, 0, HEAD_BYTES, signal))
  return { identity, group: hasher.digest().slice(0, 40) }
}

function indexKey({ scratch, format, options }: Detected, place = scratch as ScratchPlace): string {
  return `${place.group}/index-${SAVED_INDEX_VERSION}-${format}-${optionsKey(options)}`
}

function optionsKey(options: FormatOptions): string {
  const text = JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)))
  return checksum(new TextEncoder().encode(text)).toString(16)
}

/**
 * What an earlier pass over the very same content found; null when nothing (any more) is known, or the decoder does not
 * take the states of then.
 * @param codecs asked for compressed sources
 */
export async function recallIndex(
  scratch: Scratch,
  recipe: Detected,
  codecs: () => Promise<Codecs>,
): Promise<SavedIndex | null> {
  if (recipe.scratch === null) return null
  const bytes = await recall(scratch, indexKey(recipe))
  const index = bytes && decodeIndex(bytes)
  const last = index?.checkpoints.findLast(({ stateBytes }) => stateBytes > 0)
  if (!index || !last || recipe.compression === null) return index
  const state = await scratchStates(scratch, recipe.scratch.group).get(last)
  if (state === null) return null
  try {
    const decoders = await codecs()
    decoders.createDecoder(recipe.compression, state).free()
    return index
  } catch (error) {
    if (error instanceof EngineError) return null // of another version of the decoder
    throw error
  }
}

/** Keeps what a pass found, where finding it again would take a while. */
export async function keepIndex(
  scratch: Scratch,
  recipe: Detected,
  index: SavedIndex,
  worthBytes = WORTH_BYTES,
): Promise<void> {
  if (recipe.scratch === null || index.rows.byteEnd < worthBytes) return
  await keep(scratch, indexKey(recipe), encodeIndex(index))
}
