import type { Data, RecordBatch, Schema } from 'apache-arrow'
import { withAbort } from '../../abort.ts'
import { EngineError, isAbortError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { columnIndexes, makeBatch } from '../../table/batches.ts'
import { batchesFromIpc } from '../../table/ipc.ts'
import { sameFields, schemaText } from '../../table/schemas.ts'
import { type ParquetMetadata, readMetadata } from './parquetMetadata.ts'
import type { ParquetData, ParquetFileHandle, ParquetModule, ParquetReadOptions } from './parquetModule.ts'
import type { ScanStep } from './planScan.ts'
import { ReadFailures } from './readFailures.ts'
import { sourceBlob } from './sourceBlob.ts'

/** Rows of the batches a window is decoded into. */
const WINDOW_BATCH_ROWS = 65_536

/** What parquet-wasm says when it meets a feature it was built without. */
const UNSUPPORTED = /not (yet )?(implemented|supported)|unsupported|NYI|disabled feature/i

/** The decoder's own words as a coded error; errors of ours pass through. */
function decoderError(error: unknown, doing: string): Error {
  if (error instanceof EngineError || isAbortError(error)) return error as Error
  const said = error instanceof Error ? error.message : String(error)
  const code = UNSUPPORTED.test(said) ? 'format/unsupported' : 'format/corrupt'
  return new EngineError(code, `${doing}: ${said}`, {}, error)
}

/** Reads one Parquet file through the WASM decoder, never asking it for anything its metadata does not have. */
export class ParquetReader {
  readonly metadata: ParquetMetadata
  private readonly file: ParquetFileHandle
  private readonly readFailures: ReadFailures

  private constructor(file: ParquetFileHandle, metadata: ParquetMetadata, readFailures: ReadFailures) {
    this.file = file
    this.metadata = metadata
    this.readFailures = readFailures
  }

  /** @throws EngineError `format/corrupt`, `format/unsupported`, what the source throws */
  static async open(source: ByteSource, byteLength: number, parquet: ParquetModule): Promise<ParquetReader> {
    const readFailures = new ReadFailures()
    const blob = sourceBlob(source, byteLength, (error) => readFailures.tell(error))
    const reading = readFailures.begin()
    try {
      const file = await reading.wait(parquet.ParquetFile.fromFile(blob))
      return new ParquetReader(file, readMetadata(file), readFailures)
    } catch (error) {
      throw decoderError(error, 'the Parquet footer cannot be read')
    } finally {
      reading.end()
    }
  }

  /** The file's row number of a step's first decoded row. */
  rowStartOf(step: ScanStep): number {
    return (this.metadata.rowGroups[step.rowGroup]?.rowStart ?? 0) + step.offset
  }

  private options(step: ScanStep, columns: readonly string[] | undefined, batchSize: number): ParquetReadOptions {
    const { rowGroup, offset, limit } = step
    return { rowGroups: [rowGroup], offset, limit, batchSize, ...(columns ? { columns: [...columns] } : {}) }
  }

  private failure(error: unknown, step: ScanStep): Error {
    return decoderError(error, `row group ${step.rowGroup} of the Parquet file cannot be read`)
  }

  /** Batches of decoded data under the scan's schema. */
  private batches(data: ParquetData, schema: Schema, columns: readonly string[] | undefined): RecordBatch[] {
    const decoded = batchesFromIpc(data.intoIPCStream())
    // A name also selects columns whose own name goes on with a dot, and columns come in the file's order.
    const indexes = columns ? columnIndexes(decoded.schema, columns) : decoded.schema.fields.map((_, index) => index)
    const fields = indexes.map((index) => decoded.schema.fields[index]!)
    if (!sameFields(fields, schema.fields)) {
      const found = schemaText({ fields } as Schema)
      throw new EngineError('internal', `the decoder gave columns ${found}, expected ${schemaText(schema)}`)
    }
    return decoded.batches.map((batch) => {
      const data = indexes.map((index) => batch.data.children[index] as Data)
      return makeBatch(schema, data, batch.numRows)
    })
  }

  private checkRows(found: number, step: ScanStep): void {
    if (found === step.limit) return
    const message = `row group ${step.rowGroup} of the Parquet file gave ${found} rows, expected ${step.limit}`
    throw new EngineError('format/corrupt', message, { row: this.rowStartOf(step) + found })
  }

  /**
   * All rows of a window. Cannot be stopped once begun.
   *
   * @throws EngineError `format/corrupt`, `format/unsupported`, what the source throws
   */
  async readWindow(step: ScanStep, schema: Schema, columns: readonly string[] | undefined): Promise<RecordBatch[]> {
    const reading = this.readFailures.begin()
    try {
      const options = this.options(step, columns, Math.min(step.limit, WINDOW_BATCH_ROWS))
      const batches = this.batches(await reading.wait(this.file.read(options)), schema, columns)
      this.checkRows(
        batches.reduce((rows, batch) => rows + batch.numRows, 0),
        step,
      )
      return batches
    } catch (error) {
      throw this.failure(error, step)
    } finally {
      reading.end()
    }
  }

  /**
   * The rows of a step one batch after the other, none kept: for row groups too large to hold.
   *
   * @throws EngineError `format/corrupt`, `format/unsupported`, what the source throws; `AbortError`
   */
  async *stream(
    step: ScanStep,
    schema: Schema,
    columns: readonly string[] | undefined,
    batchRows: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<RecordBatch, void> {
    const reading = this.readFailures.begin()
    let closing = () => {}
    try {
      const opening = reading.wait(this.file.stream(this.options(step, columns, batchRows)))
      const reader = (await withAbort(opening, signal)).getReader()
      let rows = 0
      for (;;) {
        const next = reader.read()
        // A stream must not be cancelled while the decoder works on it.
        closing = () => void next.then(() => reader.cancel()).catch(() => {})
        const { done, value } = await withAbort(reading.wait(next), signal)
        if (done || !value) break
        for (const batch of this.batches(value, schema, columns)) {
          rows += batch.numRows
          yield batch
        }
      }
      this.checkRows(rows, step)
    } catch (error) {
      throw this.failure(error, step)
    } finally {
      closing()
      reading.end()
    }
  }
}
