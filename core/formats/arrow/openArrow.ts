import type { RecordBatch, Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import type { Codecs } from '../../compression/codecs.ts'
import { BatchCache } from '../../dataset/batchCache.ts'
import type { Dataset, ScanRequest, Split } from '../../dataset/dataset.ts'
import { type ReadBudget, windowRows } from '../../dataset/readBudget.ts'
import { scanRange } from '../../dataset/scanRange.ts'
import { sliceRows } from '../../dataset/sliceRows.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { ReadMemory, reusingSource } from '../../io/reusingSource.ts'
import { columnIndexes } from '../../table/batches.ts'
import { noCodecs } from '../../table/ipc/plainBuffers.ts'
import { shownSchema } from '../../table/ipc/storedTypes.ts'
import { projectBatch } from '../../table/project.ts'
import { projectSchema } from '../../table/schemas.ts'
import { ArrowDictionaries } from './arrowDictionaries.ts'
import type { ArrowIndex, BatchEntry } from './arrowIndex.ts'
import { FILE_START_BYTES, indexFile } from './indexFile.ts'
import { indexStream } from './indexStream.ts'
import { type BatchLayout, bodyReader, readBatch, readBatchWindow, readLayout, readMessageAt } from './readBatch.ts'

const DEFAULT_BUDGET: ReadBudget = {
  wholeBytes: 8 * 1024 ** 2,
  windowBytes: 16 * 1024 ** 2,
  cacheBytes: 96 * 1024 ** 2,
}

/** Batches up to this size are read whole even when only some of their columns are wanted. */
const PART_READ_BYTES = 1024 ** 2

/** A batch whose body is longer is several splits, so that one batch can be read by several workers. */
const SPLIT_BYTES = 32 * 1024 ** 2

/** Windows of transient scans are smaller by this: what is read stays in the processor's cache until it is used. */
const PASSING_SHARE = 4

/** The first entry that holds rows at or behind `row`; entries lie in row order. */
function firstEntry(entries: readonly BatchEntry[], row: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.rowEnd <= row) low = middle + 1
    else high = middle
  }
  return low
}

/** Reads the rows of an indexed file on demand. */
class ArrowRows {
  private readonly source: ByteSource
  private readonly index: ArrowIndex
  private readonly dictionaries: ArrowDictionaries
  private readonly budget: ReadBudget
  private readonly cache: BatchCache
  private readonly codecs: Codecs | null
  /** Whether the cache holds all batches at once. */
  private readonly fitsCache: boolean
  /** Memory of transient scans that are over. */
  private readonly spare: ReadMemory[] = []
  private layout: { entry: BatchEntry; loading: Promise<BatchLayout> } | null = null
  readonly schema: Schema

  constructor(source: ByteSource, index: ArrowIndex, budget: ReadBudget, codecs: Codecs | null) {
    this.budget = budget
    this.cache = new BatchCache(budget.cacheBytes)
    this.fitsCache = index.batches.reduce((sum, { bodyLength }) => sum + bodyLength, 0) <= budget.cacheBytes
    this.source = source
    this.index = index
    this.schema = shownSchema(index.stored)
    this.codecs = codecs
    this.dictionaries = new ArrowDictionaries(index, (place) => readMessageAt(source, place, codecs))
  }

  /** The layout of a large batch; that of the last one asked for is kept. */
  private layoutOf(entry: BatchEntry): Promise<BatchLayout> {
    if (this.layout?.entry === entry) return this.layout.loading
    const loading = readLayout(this.source, entry, this.index.stored, this.codecs)
    this.layout = { entry, loading }
    loading.catch(() => {
      if (this.layout?.loading === loading) this.layout = null
    })
    return loading
  }

  /** How long a batch is when it is read whole: compressed buffers and runs take more than they do in the file. */
  private async plainBytes(entry: BatchEntry): Promise<number> {
    if (entry.codec === null && this.schema === this.index.stored) return entry.bodyLength
    const { columns } = await this.layoutOf(entry)
    return columns.reduce((sum, { byteLength }) => sum + byteLength, entry.codec ? 0 : entry.bodyLength)
  }

  private async load(entry: BatchEntry, source: ByteSource): Promise<RecordBatch[]> {
    const dictionaries = await this.dictionaries.at(entry.dictionaryCount)
    const schemas = { stored: this.index.stored, schema: this.schema }
    return [await readBatch(source, entry, schemas, dictionaries, this.codecs)]
  }

  /** Memory for a scan whose batches nobody keeps; null: the cache is to be had, or the better way. */
  private takeMemory({ transient }: ScanRequest): ReadMemory | null {
    if (!transient || this.fitsCache || !this.source.readInto) return null
    return this.spare.pop() ?? new ReadMemory()
  }

  /** Rows `[start, end)` of a batch, counted from its own first. */
  private async *windows(
    entry: BatchEntry,
    number: number,
    start: number,
    end: number,
    request: ScanRequest,
    projected: Schema,
    memory: ReadMemory | null,
  ) {
    const { columns, signal, batchRows = Number.POSITIVE_INFINITY } = request
    const { stored } = this.index
    const passing = entry.codec === null ? memory : null
    const known = await this.layoutOf(entry)
    const layout = passing ? { ...known, read: bodyReader(reusingSource(this.source, passing), entry) } : known
    const wanted = columns ? columnIndexes(stored, columns).map((index) => layout.columns[index]!) : layout.columns
    const numRows = entry.rowEnd - entry.rowStart
    const bytes = wanted.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const size = windowRows(numRows, bytes, passing ? this.budget.windowBytes / PASSING_SHARE : this.budget.windowBytes)
    for (let rowStart = Math.floor(start / size) * size; rowStart < end; rowStart += size) {
      const rowEnd = Math.min(rowStart + size, numRows)
      const load = async () => {
        const dictionaries = await this.dictionaries.at(entry.dictionaryCount)
        const window = { stored, projected, columns, rowStart, rowEnd }
        return [await readBatchWindow(layout, dictionaries, window, passing)]
      }
      passing?.reset()
      const key = () => JSON.stringify([number, rowStart, size, columns ?? null])
      const batches = passing ? await load() : await this.cache.get(key(), load, signal)
      yield* sliceRows(batches, Math.max(0, start - rowStart), Math.min(end, rowEnd) - rowStart, batchRows)
    }
  }

  async *scan(request: ScanRequest): AsyncGenerator<RecordBatch, void> {
    const { numRows, batches, issues } = this.index
    const { schema } = this
    const { rowStart, rowEnd, batchRows } = scanRange(request, numRows)
    const projected = projectSchema(schema, request.columns)
    throwIfAborted(request.signal)
    // Some columns of a batch take a read for each of their buffers, which pays from some size on.
    const memory = this.takeMemory(request)
    const passing = memory && reusingSource(this.source, memory)
    const isPart = projected.fields.length < schema.fields.length
    const wholeBytes = Math.min(this.budget.wholeBytes, isPart ? PART_READ_BYTES : Number.POSITIVE_INFINITY)
    for (let number = firstEntry(batches, rowStart); number < batches.length; number++) {
      const entry = batches[number]!
      if (entry.rowStart >= rowEnd) break
      const start = Math.max(rowStart, entry.rowStart) - entry.rowStart
      const end = Math.min(rowEnd, entry.rowEnd) - entry.rowStart
      if (start >= end) continue
      if ((await this.plainBytes(entry)) > wholeBytes) {
        yield* this.windows(entry, number, start, end, { ...request, batchRows }, projected, memory)
        continue
      }
      const load = () => this.load(entry, passing ?? this.source)
      memory?.reset()
      const whole = passing ? await load() : await this.cache.get(String(number), load, request.signal)
      for (const batch of sliceRows(whole, start, end, batchRows)) {
        throwIfAborted(request.signal)
        yield projectBatch(batch, request.columns, projected)
      }
    }
    if (memory) this.spare.push(memory) // that of a scan that ended before its time may still be written to
    // What is wrong with the file's end concerns whoever comes to it.
    if (rowEnd === numRows) for (const issue of issues) request.onIssue?.(issue)
  }
}

/** A batch, or equal parts of a large one: compressed buffers can only be read from their beginning. */
function splitsOf({ rowStart, rowEnd, bodyLength, codec }: BatchEntry, splitBytes: number): Split[] {
  const numRows = rowEnd - rowStart
  const parts = codec === null ? Math.min(numRows, Math.ceil(bodyLength / splitBytes)) : 1
  if (parts <= 1) return [{ rowStart, rowEnd }]
  const edge = (part: number) => rowStart + Math.floor((numRows * part) / parts)
  return Array.from({ length: parts }, (_, part) => ({ rowStart: edge(part), rowEnd: edge(part + 1) }))
}

async function indexSource(source: ByteSource, signal: AbortSignal | undefined): Promise<ArrowIndex> {
  const head = await readFull(source, 0, FILE_START_BYTES, signal)
  if (head.length === 0) throw new EngineError('format/corrupt', 'the Arrow file is empty', { byte: 0 })
  const isFile = String.fromCharCode(...head.subarray(0, 6)) === 'ARROW1'
  return isFile ? indexFile(source, signal) : indexStream(source, 0, signal)
}

export interface OpenArrowOptions {
  /** Decoders, for files whose buffers are compressed. */
  codecs?: (() => Promise<Codecs>) | undefined
  budget?: ReadBudget
  /** See `SPLIT_BYTES`. */
  splitBytes?: number
  signal?: AbortSignal
}

/**
 * Opens an Arrow IPC file (Feather 2) or stream, whichever the content is. Metadata are read at once, so the extent is
 * exact; batches are decoded when asked for, of large ones only the columns and rows wanted.
 *
 * A file or stream that is cut or damaged gives its whole batches, and scans that come to the end of them tell one
 * `error` issue.
 *
 * @throws EngineError `format/corrupt`, `format/unsupported` (big-endian data, unknown types and codecs),
 * `compression/unsupported` (compressed buffers where decoders are missing), what the source throws; `AbortError`
 */
export async function openArrow(source: ByteSource, options: OpenArrowOptions = {}): Promise<Dataset> {
  const index = await indexSource(source, options.signal)
  const packed = [...index.dictionaries, ...index.batches].find(({ codec }) => codec !== null)?.codec
  if (packed && !options.codecs) throw noCodecs(packed)
  const codecs = packed && options.codecs ? await options.codecs() : null
  const rows = new ArrowRows(source, index, options.budget ?? DEFAULT_BUDGET, codecs)
  const filled = index.batches.filter((entry) => entry.rowEnd > entry.rowStart)
  return {
    schema: rows.schema,
    extent: { numRows: index.numRows, exact: true },
    splits: filled.flatMap((entry) => splitsOf(entry, options.splitBytes ?? SPLIT_BYTES)),
    scan: (request) => rows.scan(request),
    async buildIndex({ signal, onIssue }) {
      throwIfAborted(signal)
      for (const issue of index.issues) onIssue?.(issue)
    },
  }
}
