import { EngineError } from '../../../errors.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'
import type { ChunkBytes, PagePlace } from '../pages/chunkBytes.ts'
import { checkPlainSize, decompressInto } from '../pages/decompress.ts'
import { type PageDictionary, pageDictionary } from '../pages/pageDictionary.ts'
import { pageValues } from '../pages/pageValues.ts'
import type { PageValues } from '../pages/valueReader.ts'
import type { LeafChunk, PageContext } from './leafChunk.ts'

const RUN_LENGTH = 3
const STATE_BYTES = 24
/** First-version levels have their length before them. */
const LENGTH_BYTES = 4

function oldLevels(byte: number, encoding: number): EngineError {
  const message = `the Parquet page at byte ${byte} has levels in the deprecated encoding ${encoding}`
  return new EngineError('format/unsupported', message, { byte, feature: `levels ${encoding}` })
}

export function damagedPage(byte: number, what: string): EngineError {
  return new EngineError('format/corrupt', `the Parquet page at byte ${byte} ${what}`, { byte })
}

/**
 * Reads, checks and decompresses a page's body.
 *
 * @param prefixBytes only what comes with a length of so many bytes before it is needed
 * @returns where it lies in the kernels' memory; the caller's to free
 */
async function loadBody(
  context: PageContext,
  bytes: ChunkBytes,
  place: PagePlace,
  codec: number,
  signal?: AbortSignal,
  prefixBytes?: number,
): Promise<number> {
  const { pages, decompress } = context
  const { header, bodyStart, byteStart } = place
  const plainStart = header.kind === 'data2' ? header.definitionBytes + header.repetitionBytes : 0
  const own = header.isCompressed ? codec : 0
  checkPlainSize(own, header.storedSize, header.plainSize, byteStart)
  const stored = await bytes.read(bodyStart, header.storedSize, signal)
  const body = pages.alloc(header.plainSize)
  try {
    if (header.crc !== null) checkCrc(pages, stored, header.crc, byteStart)
    pages.bytes.set(stored.subarray(0, plainStart), body)
    const size = header.plainSize - plainStart
    const rest = stored.subarray(plainStart)
    // The second version leaves values out altogether where all are null, whatever the codec.
    if (!(size === 0 && rest.length === 0)) {
      await decompressInto(pages, decompress, own, rest, body + plainStart, size, byteStart, prefixBytes)
    }
    return body
  } catch (error) {
    pages.free(body)
    throw error
  }
}

function checkCrc(pages: PageKernels, stored: Uint8Array, expected: number, byte: number): void {
  const at = pages.alloc(stored.length)
  pages.bytes.set(stored, at)
  const actual = pages.crc32(0, at, stored.length) >>> 0
  pages.free(at)
  if (actual !== expected) throw damagedPage(byte, `has the checksum ${actual}, its header says ${expected}`)
}

/**
 * Repetition levels of a first-version page, for which not more of it is decompressed than they take where the codec
 * lets stop early.
 *
 * @returns the page's memory, which is the caller's to free, and a decoder's state in it
 * @throws EngineError `format/*`, `compression/*`, `limit/exceeded`; what the source throws; `AbortError`
 */
export async function loadRepetitions(
  context: PageContext,
  bytes: ChunkBytes,
  place: PagePlace,
  { chunk, leaf }: LeafChunk,
  signal?: AbortSignal,
): Promise<{ owned: number[]; state: number }> {
  const { pages } = context
  const body = await loadBody(context, bytes, place, chunk.codec, signal, LENGTH_BYTES)
  const state = pages.alloc(STATE_BYTES)
  const owned = [body, state]
  try {
    const { header, byteStart } = place
    if (header.repetitionEncoding !== RUN_LENGTH) throw oldLevels(byteStart, header.repetitionEncoding)
    const end = body + header.plainSize
    const size = body + LENGTH_BYTES <= end ? new DataView(pages.bytes.buffer).getUint32(body, true) : -1
    if (size < 0 || size > end - body - LENGTH_BYTES) throw damagedPage(byteStart, `has levels of ${size} bytes`)
    pages.hybridInit(state, body + LENGTH_BYTES, body + LENGTH_BYTES + size, bitsFor(leaf.maxRepetition))
    return { owned, state }
  } catch (error) {
    for (const address of owned) pages.free(address)
    throw error
  }
}

/** Loads the dictionary of a chunk. @throws EngineError `format/*`, `compression/*`, `limit/exceeded`; `AbortError` */
export async function loadDictionary(
  context: PageContext,
  bytes: ChunkBytes,
  place: PagePlace,
  chunk: LeafChunk,
  signal?: AbortSignal,
): Promise<PageDictionary> {
  const body = await loadBody(context, bytes, place, chunk.chunk.codec, signal)
  const { numValues, plainSize } = place.header
  const damaged = (what: string) => damagedPage(place.byteStart, what)
  try {
    return pageDictionary(context.pages, { at: body, size: plainSize }, chunk.width, numValues, damaged)
  } catch (error) {
    context.pages.free(body)
    throw error
  }
}

/** Levels in the hybrid encoding. */
interface LevelBytes {
  from: number
  end: number
  width: number
}

/** A data page in the kernels' memory, read from its first entry on; `restart` goes back there. */
export class LoadedPage {
  readonly place: PagePlace
  readonly #pages: PageKernels
  readonly #body: number
  readonly #states: number
  readonly #repetitions: LevelBytes | null
  readonly #definitions: LevelBytes | null
  readonly #beginValues: () => PageValues
  #values: PageValues | null = null
  /** Entries whose levels were not asked for yet. */
  entriesLeft: number

  private constructor(
    pages: PageKernels,
    place: PagePlace,
    body: number,
    levels: { repetitions: LevelBytes | null; definitions: LevelBytes | null },
    beginValues: () => PageValues,
  ) {
    this.place = place
    this.#pages = pages
    this.#body = body
    this.#repetitions = levels.repetitions
    this.#definitions = levels.definitions
    this.#beginValues = beginValues
    this.#states = pages.alloc(2 * STATE_BYTES)
    this.entriesLeft = 0
    this.#beginLevels()
  }

  /**
   * @param dictionary the chunk's; null where the values will not be asked for or do not refer to it
   * @throws EngineError `format/*`, `compression/*`, `limit/exceeded`; what the source throws; `AbortError`
   */
  static async load(
    context: PageContext,
    bytes: ChunkBytes,
    place: PagePlace,
    chunk: LeafChunk,
    dictionary: PageDictionary | null,
    signal?: AbortSignal,
  ): Promise<LoadedPage> {
    const { pages } = context
    const body = await loadBody(context, bytes, place, chunk.chunk.codec, signal)
    const damaged = (what: string) => damagedPage(place.byteStart, what)
    try {
      const { repetitions, definitions, from } = levelPlaces(pages, place, body, chunk)
      const { width, leaf } = chunk
      const end = body + place.header.plainSize
      const { encoding, numValues } = place.header
      const { physical } = leaf
      const begin = () => pageValues(encoding, { pages, from, end, numValues, physical, width, dictionary, damaged })
      return new LoadedPage(pages, place, body, { repetitions, definitions }, begin)
    } catch (error) {
      pages.free(body)
      throw error
    }
  }

  #beginLevels(): void {
    const [repetitions, definitions] = [this.#repetitions, this.#definitions]
    if (repetitions) this.#pages.hybridInit(this.#states, repetitions.from, repetitions.end, repetitions.width)
    if (definitions) {
      this.#pages.hybridInit(this.#states + STATE_BYTES, definitions.from, definitions.end, definitions.width)
    }
    this.entriesLeft = this.place.header.numValues
  }

  /** Its values from the first on, those of entries taken before passed. @throws EngineError `format/*` */
  get values(): PageValues {
    this.#values ??= this.#beginValues()
    return this.#values
  }

  restart(): void {
    this.#values?.free()
    this.#values = null
    this.#beginLevels()
  }

  /**
   * Levels of the next `count` entries, a byte each, where the column has levels. @throws EngineError `format/corrupt`
   */
  readLevels(count: number, repetitions: number, definitions: number): void {
    const pages = this.#pages
    const short =
      (this.#repetitions && pages.hybridBytes(this.#states, repetitions, count) !== count) ||
      (this.#definitions && pages.hybridBytes(this.#states + STATE_BYTES, definitions, count) !== count)
    if (short) throw damagedPage(this.place.byteStart, 'ends in the middle of its levels')
    this.entriesLeft -= count
  }

  free(): void {
    this.#values?.free()
    this.#pages.free(this.#states)
    this.#pages.free(this.#body)
  }
}

/** Where levels and values lie in a page's body. */
function levelPlaces(pages: PageKernels, { header, byteStart }: PagePlace, body: number, { leaf }: LeafChunk) {
  const end = body + header.plainSize
  let from = body
  const isSecond = header.kind === 'data2'
  const level = (most: number, encoding: number, length: number): LevelBytes | null => {
    if (isSecond) {
      const start = from
      from += length
      return most > 0 ? { from: start, end: from, width: bitsFor(most) } : null
    }
    if (most === 0) return null
    if (encoding !== RUN_LENGTH) throw oldLevels(byteStart, encoding)
    const size = from + 4 <= end ? new DataView(pages.bytes.buffer).getUint32(from, true) : -1
    if (size < 0 || size > end - from - 4) throw damagedPage(byteStart, `has levels of ${size} bytes`)
    const start = from + 4
    from = start + size
    return { from: start, end: from, width: bitsFor(most) }
  }
  const repetitions = level(leaf.maxRepetition, header.repetitionEncoding, header.repetitionBytes)
  const definitions = level(leaf.maxDefinition, header.definitionEncoding, header.definitionBytes)
  return { repetitions, definitions, from }
}

function bitsFor(most: number): number {
  return 32 - Math.clz32(most)
}
