import { throwIfAborted } from '../../core/abort.ts'
import type { Codecs } from '../../core/compression/codecs.ts'
import { DecodeCursor } from '../../core/compression/decodeCursor.ts'
import { EngineError, isAbortError } from '../../core/errors.ts'
import type { ByteSink } from '../../core/io/byteSink.ts'
import type { ByteSource, SourceDamage } from '../../core/io/byteSource.ts'
import { memorySource } from '../../core/io/memorySource.ts'
import { concatBytes } from '../../core/io/readFull.ts'
import type { Progress } from '../../core/progress.ts'
import { checksum } from '../../core/scratch/checksum.ts'
import { keep, recall } from '../../core/scratch/keep.ts'
import type { Scratch } from '../../core/scratch/scratch.ts'
import type { OpenedSource } from '../platform/platform.ts'
import type { DatasetRecipe } from './tasks.ts'

/** A copy up to this size is kept in memory; a larger one goes to scratch. */
const MEMORY_BYTES = 32 * 1024 ** 2
/** One copy may take this share of scratch. */
const SCRATCH_SHARE = 0.5
const PIECE_BYTES = 1024 ** 2
/** What of a copy's beginning and end is looked at before it is believed. */
const PROOF_BYTES = 64 * 1024

export interface PlainCopy {
  source: ByteSource
  close(): Promise<void>
}

export interface PlainCopyInput {
  opened: OpenedSource
  recipe: DatasetRecipe
  scratch: Scratch
  codecs: Codecs
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/**
 * A compressed file decompressed once, for formats that are read here and there (Parquet, Arrow): in memory while it is
 * small, in scratch where it is not, which the next opening finds again. A damaged file is copied as far as it goes, and
 * the copy says so.
 * @throws EngineError `limit/exceeded` when it is larger than half of scratch, `compression/corrupt` when nothing
 * comes, `sink/*`, what the source throws; `AbortError`
 */
export async function plainCopy(input: PlainCopyInput): Promise<PlainCopy> {
  const key = copyKey(input.recipe)
  const known = key && (await findCopy(input.scratch, key))
  return known || makeCopy(input, key)
}

function copyKey({ scratch, compression }: DatasetRecipe): string | null {
  return scratch && `${scratch.group}/plain-${compression}`
}

/** What a copy was when it was whole. */
interface Proof {
  byteLength: number
  ends: number
  damage: SourceDamage | null
}

async function findCopy(scratch: Scratch, key: string): Promise<PlainCopy | null> {
  const text = await recall(scratch, `${key}.json`)
  if (text === null) return null
  const proof = JSON.parse(new TextDecoder().decode(text)) as Proof
  const copy = await scratch.open(key).catch(() => null)
  if (copy === null) return null
  if (copy.source.byteLength === proof.byteLength && (await endsOf(copy.source).catch(() => -1)) === proof.ends) {
    return withDamage(copy, proof.damage)
  }
  await copy.close()
  return null
}

async function endsOf(source: ByteSource): Promise<number> {
  const length = source.byteLength ?? 0
  const head = await source.read(0, Math.min(PROOF_BYTES, length))
  const tail = await source.read(Math.max(0, length - PROOF_BYTES), length)
  return checksum(concatBytes([head, tail]))
}

function withDamage(copy: PlainCopy, damage: SourceDamage | null): PlainCopy {
  const { source } = copy
  if (damage === null) return copy
  return {
    ...copy,
    source: { byteLength: source.byteLength, damage, read: (start, end, signal) => source.read(start, end, signal) },
  }
}

async function makeCopy(input: PlainCopyInput, key: string | null): Promise<PlainCopy> {
  const { opened, recipe, scratch, codecs, signal, onProgress } = input
  const { source: packed } = opened
  const decoder = codecs.createDecoder(recipe.compression ?? 'gzip')
  const limit = Math.max(MEMORY_BYTES, scratch.isShared ? scratch.maxEntryBytes * SCRATCH_SHARE : 0)
  const parts: Uint8Array<ArrayBuffer>[] = []
  let file: CopyFile | null = null
  try {
    const cursor = new DecodeCursor(packed, decoder, 0, 0)
    while (!cursor.ended) {
      const piece = new Uint8Array(PIECE_BYTES)
      const length = await cursor.fill(piece, signal, () => {})
      if (cursor.plainAt > limit) throw tooLarge(opened, limit)
      if (cursor.plainAt > MEMORY_BYTES && !file) {
        file = await openCopyFile(scratch, key)
        for (const part of parts.splice(0)) await file.sink.write(part)
      }
      if (file) await file.sink.write(piece.subarray(0, length))
      else parts.push(piece.slice(0, length))
      throwIfAborted(signal)
      onProgress?.({ done: cursor.packedAt, total: packed.byteLength, unit: 'bytes' })
    }
    const { damage: error, plainAt, packedAt } = cursor
    if (error && plainAt === 0) throw error
    const damage = error && { byte: plainAt, packedByte: packedAt, code: error.code, message: error.message }
    if (!file) return withDamage({ source: memorySource(concatBytes(parts)), close: async () => {} }, damage)
    const { sink } = file
    const done = file
    file = null
    await sink.close()
    return withDamage(await done.open(damage), damage)
  } catch (error) {
    await file?.sink.abort()
    if (!(error instanceof EngineError) || isAbortError(error) || !error.code.startsWith('sink/')) throw error
    const message = `there is not enough scratch space to decompress ${opened.name} (${error.message})`
    throw new EngineError(error.code, message, { path: opened.path ?? opened.name }, error)
  } finally {
    decoder.free()
  }
}

interface CopyFile {
  sink: ByteSink
  open(damage: SourceDamage | null): Promise<PlainCopy>
}

let unnamed = 0

/** @param key where the copy is found again; null: it goes when it is closed */
async function openCopyFile(scratch: Scratch, key: string | null): Promise<CopyFile> {
  const place = key ?? `once-${Date.now().toString(36)}-${++unnamed}-${Math.random().toString(36).slice(2)}/plain`
  return {
    sink: await scratch.create(place),
    async open(damage) {
      const copy = await scratch.open(place)
      if (!copy) throw new EngineError('source/read', 'the decompressed copy is gone from scratch; open the file again')
      if (key) {
        const proof: Proof = { byteLength: copy.source.byteLength ?? 0, ends: await endsOf(copy.source), damage }
        await keep(scratch, `${key}.json`, new TextEncoder().encode(JSON.stringify(proof)))
        return copy
      }
      return {
        source: copy.source,
        async close() {
          await copy.close()
          await scratch.remove(`${place.slice(0, place.indexOf('/'))}/`).catch(() => {}) // evicted in time
        },
      }
    },
  }
}

function tooLarge({ name, path }: OpenedSource, limit: number): EngineError {
  const message = `decompressed it has more than ${limit} bytes, which is more than is kept; decompress it first: ${name}`
  return new EngineError('limit/exceeded', message, { path: path ?? name })
}
