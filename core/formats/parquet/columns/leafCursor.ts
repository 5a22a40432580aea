import { EngineError } from '../../../errors.ts'
import { ChunkBytes } from '../pages/chunkBytes.ts'
import type { PageDictionary } from '../pages/pageDictionary.ts'
import { DamagedRows, isDamage } from './damagedRows.ts'
import type { LeafChunk, PageContext } from './leafChunk.ts'
import { LeafOutput, moved, RowsTooLarge } from './leafOutput.ts'
import { damagedPage, LoadedPage, loadDictionary } from './loadedPage.ts'
import { findPage, knownRowEnd, noteStart, rowEndOf } from './pageFinder.ts'

/** Levels decoded at a time where the rows they make are not known before. */
const LEVELS = 16 * 1024
/** Most entries of some rows read at once, and of a single one. */
const MOST_ENTRIES = 32 * 1024 ** 2
const MOST_ROW_ENTRIES = 256 * 1024 ** 2
/** Encodings that refer to the dictionary. */
const BY_DICTIONARY: readonly number[] = [2, 8]

/**
 * Reads one leaf of one row group: any number of rows at a time, forward at no more cost than decoding them, elsewhere
 * by a jump within the page in hand or to another page. What was read lies in the kernels' memory until the next call:
 * `entries` levels at `definitions` and `repetitions` (where the leaf has such), values in `out`.
 */
export class LeafCursor {
  readonly chunk: LeafChunk
  readonly bytes: ChunkBytes
  readonly out: LeafOutput
  entries = 0
  definitions = 0
  repetitions = 0
  readonly #context: PageContext
  /** The row that comes next; -1: none in particular. */
  #row = -1
  #page: LoadedPage | null = null
  /** The first row that begins in the page in hand, or in the one being loaded; one past its last where known. */
  #pageRow = 0
  #pageRowEnd: number | null = null
  /** Whether a failure now is that of a whole page, and from which row on. */
  #loadingFrom: number | null = null
  /** Where the page in hand was looked for, and where the next will be. */
  #pageFrom: number
  #nextAt: number
  #dictionary: PageDictionary | null = null
  #dictionaryKnown = false
  /** Levels in memory: those of `entries`, and those behind that belong to rows not read yet. */
  #levels = 0
  #levelRoom = 0
  readonly #place: number

  constructor(context: PageContext, chunk: LeafChunk) {
    this.#context = context
    this.chunk = chunk
    this.bytes = new ChunkBytes(context.source, chunk.byteStart, chunk.byteEnd, context.dataEnd)
    this.out = new LeafOutput(context.pages, chunk.width)
    this.#pageFrom = chunk.byteStart
    this.#nextAt = chunk.byteStart
    this.#place = context.pages.alloc(4)
  }

  /** Gives back all memory it needs only to go on quickly; the next read loads its page again. */
  unload(): void {
    const { pages } = this.#context
    this.#dropPage()
    this.#row = -1
    this.#dictionary?.free()
    this.#dictionary = null
    this.#dictionaryKnown = false
    this.out.free()
    pages.free(this.definitions)
    pages.free(this.repetitions)
    this.definitions = 0
    this.repetitions = 0
    this.#levelRoom = 0
  }

  free(): void {
    this.unload()
    this.#context.pages.free(this.#place)
  }

  /**
   * Reads rows `[row, row + count)` of the row group, all of which there must be.
   *
   * @param mostBytes of values, where there is more than one row
   * @throws RowsTooLarge; DamagedRows where the rows of a page cannot be read; EngineError `format/unsupported`, what
   * the source throws; `AbortError`. The cursor may be used all the same afterwards.
   */
  async read(row: number, count: number, mostBytes: number, signal?: AbortSignal): Promise<void> {
    this.#loadingFrom = null
    try {
      this.out.begin(count, mostBytes)
      if (row !== this.#row) await this.#seek(row, signal)
      this.#row = -1
      this.#dropTaken()
      if (this.chunk.leaf.maxRepetition === 0) await this.#readFlat(row, count, signal)
      else await this.#readNested(row, count, signal)
      this.#row = row + count
    } catch (error) {
      const damaged = error instanceof RowsTooLarge || !isDamage(error) ? null : this.#damagedRows(error, row, count)
      this.#dropPage()
      this.#row = -1
      throw damaged ?? error
    }
  }

  /** The rows that are lost with what just failed; always some of those asked for. */
  #damagedRows(error: EngineError, row: number, count: number): DamagedRows {
    // A row may go on in the page that failed, so that the last one asked for is lost with it.
    const rowStart = Math.min(this.#loadingFrom ?? Math.max(row, this.#pageRow), row + count - 1)
    const rowEnd = Math.max(this.#pageRowEnd ?? this.chunk.numRows, rowStart + 1, row + 1)
    return new DamagedRows(error, rowStart, Math.min(rowEnd, this.chunk.numRows))
  }

  #dropPage(): void {
    this.#page?.free()
    this.#page = null
    this.entries = 0
    this.#levels = 0
  }

  /** Moves levels of rows not read yet to the front. */
  #dropTaken(): void {
    const left = this.#levels - this.entries
    const { bytes } = this.#context.pages
    if (left > 0 && this.entries > 0) {
      bytes.copyWithin(this.definitions, this.definitions + this.entries, this.definitions + this.#levels)
      bytes.copyWithin(this.repetitions, this.repetitions + this.entries, this.repetitions + this.#levels)
    }
    this.#levels = left
    this.entries = 0
  }

  #reserveLevels(count: number): void {
    if (count <= this.#levelRoom) return
    const { pages } = this.#context
    const { maxDefinition, maxRepetition } = this.chunk.leaf
    const room = Math.max(count, Math.min(this.#levelRoom * 2, this.#levelRoom + 4 * 1024 ** 2))
    if (maxDefinition > 0) this.definitions = moved(pages, this.definitions, this.#levels, room)
    if (maxRepetition > 0) this.repetitions = moved(pages, this.repetitions, this.#levels, room)
    this.#levelRoom = room
  }

  /** Decodes the levels of the page's next entries behind those there are. */
  #decodeLevels(page: LoadedPage, count: number): void {
    this.#reserveLevels(this.#levels + count)
    page.readLevels(count, this.repetitions + this.#levels, this.definitions + this.#levels)
    this.#levels += count
  }

  /** Takes entries whose levels are decoded: their values are read into `out`, or passed over. */
  #take(count: number, keep: boolean): void {
    if (count === 0) return
    const { maxDefinition } = this.chunk.leaf
    const at = this.definitions + this.entries
    const present = maxDefinition === 0 ? count : this.#context.pages.countAtLeast(at, count, maxDefinition)
    if (present > 0 && keep) this.#page?.values.read(present, this.out)
    else if (present > 0) this.#page?.values.skip(present)
    this.entries += count
  }

  async #readFlat(row: number, count: number, signal: AbortSignal | undefined): Promise<void> {
    for (let read = 0; read < count; ) {
      const page = await this.#pageWithEntries(row + read, signal)
      const take = Math.min(count - read, page.entriesLeft)
      this.#decodeLevels(page, take)
      this.#take(take, true)
      read += take
    }
  }

  async #readNested(row: number, count: number, signal: AbortSignal | undefined): Promise<void> {
    const most = count > 1 ? MOST_ENTRIES : MOST_ROW_ENTRIES
    for (let begun = 0; ; ) {
      begun += this.#takeUntilRow(count - begun, true)
      if (begun === 0 && this.entries > 0) throw damagedPage(this.#pageFrom, 'begins in the middle of a row')
      if (this.#levels > this.entries) return
      if (this.entries > most) {
        const message = `${count > 1 ? `${count} rows have` : 'a row has'} over ${most} items`
        if (count > 1) throw new RowsTooLarge('limit/exceeded', message)
        throw new EngineError('limit/exceeded', message, { feature: 'row size' })
      }
      if (this.#page && this.#page.entriesLeft > 0) {
        this.#decodeLevels(this.#page, Math.min(LEVELS, this.#page.entriesLeft))
        continue
      }
      const ends = this.#endsRow()
      if (begun === count && (ends || this.#nextAt >= this.chunk.byteEnd)) return
      await this.#nextPage(row + begun, ends || begun === 0 ? row + begun : row + begun - 1, signal)
    }
  }

  /** Takes entries up to the one that begins a row: the `row`-th of those that begin from here. @returns rows begun */
  #takeUntilRow(row: number, keep: boolean): number {
    const left = this.#levels - this.entries
    if (left === 0) return 0
    const { pages } = this.#context
    const entries = pages.findRow(this.repetitions + this.entries, left, row, this.#place)
    const begun = new DataView(pages.bytes.buffer).getUint32(this.#place, true)
    this.#take(entries, keep)
    return begun
  }

  /** Whether a row never goes on in the page behind: so it is where pages count rows. */
  #endsRow(): boolean {
    return this.#page?.place.header.kind === 'data2' || this.chunk.isIndexed
  }

  /** Goes to `row`, by the nearest way. */
  async #seek(row: number, signal: AbortSignal | undefined): Promise<void> {
    const end = this.#pageRowEnd
    this.#levels = 0
    this.entries = 0
    if (this.#page && row >= this.#pageRow && end !== null && row < end) this.#page.restart()
    else {
      this.#dropPage()
      const start = await findPage(
        this.#context,
        this.bytes,
        this.chunk,
        row,
        (page) => {
          this.#loadingFrom = page.row
          this.#pageRowEnd = null
        },
        signal,
      )
      this.#nextAt = start.byteStart
      await this.#nextPage(start.row, start.row, signal)
    }
    if (this.chunk.leaf.maxRepetition === 0) await this.#skipFlat(row, signal)
    else await this.#skipNested(row, signal)
  }

  async #skipFlat(row: number, signal: AbortSignal | undefined): Promise<void> {
    for (let at = this.#pageRow; at < row; ) {
      const page = await this.#pageWithEntries(at, signal)
      const take = Math.min(row - at, page.entriesLeft, LEVELS)
      this.#dropTaken()
      this.#decodeLevels(page, take)
      this.#take(take, false)
      at += take
    }
  }

  /** Passes over the page's rows before `row`, and over what it has of a row that began before it. */
  async #skipNested(row: number, signal: AbortSignal | undefined): Promise<void> {
    for (let at = this.#pageRow; ; ) {
      at += this.#takeUntilRow(row - at, false)
      if (at === 0 && this.entries > 0) throw damagedPage(this.#pageFrom, 'begins in the middle of a row')
      if (this.#levels > this.entries) return
      this.#dropTaken()
      if (this.#page && this.#page.entriesLeft > 0) {
        this.#decodeLevels(this.#page, Math.min(LEVELS, this.#page.entriesLeft))
      } else await this.#nextPage(at, at, signal)
    }
  }

  async #pageWithEntries(row: number, signal: AbortSignal | undefined): Promise<LoadedPage> {
    if (!this.#page || this.#page.entriesLeft === 0) await this.#nextPage(row, row, signal)
    return this.#page as LoadedPage
  }

  /**
   * Loads the next data page that has entries.
   *
   * @param row the first that begins in it
   * @param damagedFrom the first row that is lost when it cannot be loaded
   */
  async #nextPage(row: number, damagedFrom: number, signal: AbortSignal | undefined): Promise<void> {
    const { chunk } = this
    const context = this.#context
    this.#page?.free()
    this.#page = null
    this.#pageRow = row
    this.#loadingFrom = damagedFrom
    this.#pageRowEnd = null
    for (;;) {
      if (this.#nextAt >= chunk.byteEnd) {
        throw damagedPage(chunk.byteStart, `is the first of a column that ends at row ${row} of ${chunk.numRows}`)
      }
      noteStart(chunk, this.#pageFrom, { byteStart: this.#nextAt, row })
      this.#pageFrom = this.#nextAt
      this.#pageRowEnd = knownRowEnd(chunk, this.#nextAt)
      const place = await this.bytes.readHeader(this.#nextAt, signal)
      const { kind, encoding, numValues } = place.header
      this.#nextAt = place.byteEnd
      if ((kind !== 'data' && kind !== 'data2') || numValues === 0) continue
      const isLast = place.byteEnd >= chunk.byteEnd
      this.#pageRowEnd = rowEndOf(chunk, place, row) ?? (isLast ? chunk.numRows : this.#pageRowEnd)
      const dictionary = BY_DICTIONARY.includes(encoding) ? await this.#needDictionary(signal) : null
      this.#page = await LoadedPage.load(context, this.bytes, place, chunk, dictionary, signal)
      this.bytes.dropLarge()
      this.#loadingFrom = null
      return
    }
  }

  /** The chunk's dictionary, which is its first page where there is one. */
  async #needDictionary(signal: AbortSignal | undefined): Promise<PageDictionary | null> {
    if (this.#dictionaryKnown) return this.#dictionary
    const place = await this.bytes.readHeader(this.chunk.byteStart, signal)
    if (place.header.kind === 'dictionary') {
      this.#dictionary = await loadDictionary(this.#context, this.bytes, place, this.chunk, signal)
    }
    this.#dictionaryKnown = true
    return this.#dictionary
  }
}
