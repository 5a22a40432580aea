import type { RecordBatch, Schema } from 'apache-arrow'
import { BadRows } from '../../dataset/badRows.ts'
import { ChunkCutter, type RowChunk } from '../chunks/chunkCutter.ts'
import type { EncodeMeans } from '../encoding/tableFormat.ts'
import { tableFormatOf } from '../encoding/tableFormats.ts'
import type { ExportOptions } from '../exportOptions.ts'

export interface TableWriter {
  /**
   * Appends a batch; resolves when the sink takes more. One at a time.
   * @throws EngineError `argument/invalid` when its columns are not the schema's; what the format and the sink throw
   */
  write(batch: RecordBatch): Promise<void>
  /** Writes the end; where the bytes go is the caller's to close. */
  close(): Promise<{ bytes: number; rows: number }>
}

const NONE = new BadRows()

/**
 * Writes a small table by itself, in the caller's own thread, as one file that is not compressed as a whole. The same
 * rows are the same bytes, whatever batches they come in.
 *
 * @param put takes the bytes, in order
 * @throws EngineError `format/unsupported` for columns the format cannot hold
 */
export function tableWriter(
  schema: Schema,
  options: ExportOptions,
  means: EncodeMeans,
  put: (bytes: Uint8Array) => Promise<void>,
): TableWriter {
  const format = tableFormatOf(options.format)
  format.check(schema, options)
  const chunk = format.chunkLimits(schema, options)
  const cutter = new ChunkCutter({ rowStart: 0, cellRows: chunk.rows, chunk }, 0)
  const encoder = format.createEncoder(schema, options, means)
  const assembler = format.createAssembler(schema, options)
  const written = { bytes: 0, rows: 0 }
  let started = false

  async function putAll(pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) {
      written.bytes += piece.length
      if (piece.length > 0) await put(piece)
    }
  }
  async function add(chunks: Iterable<RowChunk>): Promise<void> {
    if (!started) await putAll([assembler.start()])
    started = true
    for (const { batches, rows } of chunks) {
      const { pieces, ...facts } = encoder.encode(batches)
      assembler.add(facts)
      written.rows += rows
      await putAll(pieces)
    }
  }

  return {
    write: (batch) => add(cutter.add(batch, NONE)),
    async close() {
      await add(cutter.end())
      await putAll([assembler.end()])
      return written
    },
  }
}
