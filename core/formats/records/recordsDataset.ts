import type { RecordBatch, Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import type { Dataset, Extent, IndexOptions, ScanRequest, Split } from '../../dataset/dataset.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { ColumnDrift } from '../../table/columnDrift.ts'
import { projectSchema } from '../../table/schemas.ts'
import { indexRecords } from './indexRecords.ts'
import { MAX_RECORD_BYTES } from './limits.ts'
import { type ReadRecordOptions, type RecordText, readRecordText } from './readRecordText.ts'
import type { RecordFormat } from './recordFormat.ts'
import { type RecordEntry, RecordIndex, type RecordIndexDelta } from './recordIndex.ts'
import { recordSplits, recordSplitsAt } from './recordSplits.ts'
import { scanRecords } from './scanRecords.ts'
import { surveyRecords } from './surveyRecords.ts'
import { damageIssue } from './unreadableRecord.ts'

/** A dataset over records of text. Usable at once; index and final schema may come from elsewhere, or `buildIndex`. */
export interface RecordsDataset extends Dataset {
  readonly source: ByteSource
  /** For `indexRecords` and `surveyRecords` over the same source. */
  readonly recordFormat: RecordFormat
  /** Takes in what an indexing pass found; passes may overlap. */
  addRows(delta: RecordIndexDelta): void
  /** The rows found so far, divided behind these ascending byte offsets: where a compressed source can be entered. */
  splitsAt(bytes: readonly number[]): Split[]
  /** Where rows `[rowStart, rowEnd)` are, as far as they were found; null when `rowStart` was not. */
  placeOf(rowStart: number, rowEnd: number): RecordPlace | null
  /** As `scan`, of rows at or behind `place.row`, without any index. */
  scanAt(place: RecordPlace, request: ScanRequest): AsyncIterable<RecordBatch>
  /** Puts another schema in force for the scans to come; those under way keep theirs. */
  setSchema(schema: Schema): void
  /** Where rows disagree about columns, once a pass has read all of them. */
  readonly drift: readonly ColumnDrift[]
  /**
   * A record as it stands in the file, at most `maxBytes` of it, malformed UTF-8 as U+FFFD.
   * @throws EngineError `argument/invalid` when there is no such row
   */
  readRecordText(row: number, maxBytes: number, signal?: AbortSignal): Promise<RecordText>
}

/** Where rows `[row, …)` are: what a reader without an index has to know. */
export interface RecordPlace {
  /** A row, and where it starts. */
  row: number
  byteStart: number
  /** Where a record behind the rows wanted starts; null: the source's end. */
  byteEnd: number | null
}

export interface RecordsInput {
  source: ByteSource
  format: RecordFormat
  kernels: Kernels
  schema: Schema
  /** Default `MAX_RECORD_BYTES`. */
  maxRecordBytes?: number
}

export function recordsDataset(input: RecordsInput): RecordsDataset {
  return new IndexedRecords(input)
}

class IndexedRecords implements RecordsDataset {
  readonly source: ByteSource
  readonly recordFormat: RecordFormat
  drift: readonly ColumnDrift[] = []
  #schema: Schema
  readonly #index = new RecordIndex()
  readonly #kernels: Kernels
  readonly #maxRecordBytes: number
  #splits: { atEntries: number; list: readonly Split[] } = { atEntries: -1, list: [] }

  constructor({ source, format, kernels, schema, maxRecordBytes = MAX_RECORD_BYTES }: RecordsInput) {
    this.source = source
    this.recordFormat = format
    this.#schema = schema
    this.#kernels = kernels
    this.#maxRecordBytes = maxRecordBytes
  }

  get schema(): Schema {
    return this.#schema
  }

  get extent(): Extent {
    return { numRows: this.#index.numRows, exact: this.#index.complete }
  }

  get splits(): readonly Split[] {
    const { numEntries, numRows } = this.#index
    const key = numEntries + numRows
    if (this.#splits.atEntries !== key) this.#splits = { atEntries: key, list: recordSplits(this.#index) }
    return this.#splits.list
  }

  addRows(delta: RecordIndexDelta): void {
    this.#index.absorb(delta)
  }

  setSchema(schema: Schema): void {
    this.#schema = schema
  }

  async *scan(request: ScanRequest): AsyncGenerator<RecordBatch, void, void> {
    const { rowStart = 0, rowEnd = Number.POSITIVE_INFINITY, signal } = request
    checkRows(rowStart, rowEnd)
    const schema = this.#schema
    const wanted = projectSchema(schema, request.columns)
    throwIfAborted(signal)
    if (rowStart >= rowEnd) return
    const entry = await this.#reach(rowStart, signal)
    if (!entry) {
      const { damage } = this.source
      if (damage && this.#index.numRows === 0) request.onIssue?.(damageIssue(damage, null))
      return
    }
    const byteEnd = this.#index.firstEntryFrom(rowEnd)?.byteStart ?? null
    yield* this.#scanFrom({ ...entry, byteEnd }, request, schema, wanted)
  }

  splitsAt(bytes: readonly number[]): Split[] {
    return recordSplitsAt(this.#index, bytes)
  }

  placeOf(rowStart: number, rowEnd: number): RecordPlace | null {
    const entry = this.#index.locate(rowStart)
    return entry && { ...entry, byteEnd: this.#index.firstEntryFrom(rowEnd)?.byteStart ?? null }
  }

  async *scanAt(place: RecordPlace, request: ScanRequest): AsyncGenerator<RecordBatch, void, void> {
    const { rowStart = 0, rowEnd = Number.POSITIVE_INFINITY, signal } = request
    checkRows(rowStart, rowEnd)
    throwIfAborted(signal)
    if (rowStart < rowEnd)
      yield* this.#scanFrom(place, request, this.#schema, projectSchema(this.#schema, request.columns))
  }

  #scanFrom({ row, byteStart, byteEnd }: RecordPlace, request: ScanRequest, schema: Schema, wanted: Schema) {
    const { rowStart = 0, rowEnd = Number.POSITIVE_INFINITY, batchRows, onIssue, signal } = request
    return scanRecords({
      source: this.source,
      format: this.recordFormat,
      kernels: this.#kernels,
      entry: { row, byteStart },
      ...(byteEnd === null ? {} : { byteEnd }),
      rowStart,
      rowEnd,
      schema,
      wanted,
      batchRows,
      onIssue,
      maxRecordBytes: this.#maxRecordBytes,
      signal,
    })
  }

  async buildIndex({ signal, onProgress, onIssue }: IndexOptions): Promise<void> {
    const { source, recordFormat } = this
    const total = source.byteLength
    const bothPasses = total === null ? null : total * 2
    let indexed = 0
    for await (const delta of indexRecords(source, recordFormat, this.#kernels, signal)) {
      this.addRows(delta)
      indexed = delta.byteEnd
      onProgress?.({ done: indexed, total: bothPasses, unit: 'bytes' })
    }
    const options = { signal, issueLimit: Number.POSITIVE_INFINITY, maxRecordBytes: this.#maxRecordBytes }
    for await (const event of surveyRecords(source, recordFormat, this.#kernels, options)) {
      for (const issue of event.issues) onIssue?.(issue)
      onProgress?.({ done: indexed + event.progress.done, total: indexed * 2, unit: 'bytes' })
      if (event.schema) this.setSchema(event.schema)
      this.drift = event.inference?.drift?.() ?? this.drift
    }
  }

  async readRecordText(row: number, maxBytes: number, signal?: AbortSignal): Promise<RecordText> {
    checkRows(row, row + 1)
    const entry = await this.#reach(row, signal)
    if (!entry) {
      throw new EngineError('argument/invalid', `there is no row ${row}, the dataset has ${this.#index.numRows}`, {
        row,
      })
    }
    const options: ReadRecordOptions = { entry, row, maxBytes, maxRecordBytes: this.#maxRecordBytes, signal }
    return readRecordText(this.source, this.recordFormat, this.#kernels, options)
  }

  /** The entry to read `row` from, looking for the row where the index does not know it yet; null past the end. */
  async #reach(row: number, signal: AbortSignal | undefined): Promise<RecordEntry | null> {
    const index = this.#index
    if (row >= index.numRows && !index.complete) {
      const range = { after: index.lastEntry, untilRow: row }
      for await (const delta of indexRecords(this.source, this.recordFormat, this.#kernels, signal, range)) {
        index.absorb(delta)
        if (row < index.numRows || index.complete) break // another pass may have got there first
      }
    }
    return index.locate(row)
  }
}

function checkRows(rowStart: number, rowEnd: number): void {
  if (Number.isSafeInteger(rowStart) && rowStart >= 0 && !Number.isNaN(rowEnd)) return
  throw new EngineError('argument/invalid', `not a row range: [${rowStart}, ${rowEnd})`)
}
