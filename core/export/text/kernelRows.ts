import type { Data, Field, RecordBatch, Schema } from 'apache-arrow'
import type { ByteWriter } from '../../bytes/byteWriter.ts'
import { EngineError } from '../../errors.ts'
import { NODE_BYTES, NODE_LOST, NODE_LOST_ROW, type TextKernel, WRITE_SLACK } from '../../kernels/textKernel.ts'
import { sliceBatch } from '../../table/batches.ts'
import { isNested } from '../../table/isNested.ts'
import type { LossCounter } from '../encoding/lostValues.ts'
import type { EncodedChunk } from '../encoding/tableFormat.ts'
import { ColumnPlacer, type RenderedRows } from './placeColumns.ts'
import { FieldNames } from './placeNames.ts'
import { textChunk, type WriteRow, writeTextRows } from './textRows.ts'

/** Text is written into so many bytes and handed over when a row has no more room. */
const WINDOW_BYTES = 1024 ** 2
/** A row that is longer gets room of its own, doubled up to this; then it is written without the kernel. */
const MAX_ROW_BYTES = 128 * 1024 ** 2

/** How a text format spells what the kernel does not, and rows without the kernel: the same bytes. */
export interface RowSpelling {
  /** CSV, with this spelling; null: JSON Lines. */
  csv: { delimiter: number; wary: boolean } | null
  /** What everything below writes to. */
  writer: ByteWriter
  losses: LossCounter
  /** What the kernel counts as lost in a column: code and words. */
  loss: readonly [string, string]
  /** Writes the cell of a column. @param chunkRow the row inside the chunk, for what is lost */
  addCell(column: number, data: Data, row: number, chunkRow: number): void
  /** Writes a value inside a column, as JSON. @returns false where something of it is lost, which needs its row */
  addInner(data: Data, row: number, isJson: boolean): boolean
  rowsOf(batch: RecordBatch): WriteRow
}

/** Rows as text by the kernel; batches and rows that are too large for it, and columns it has no spelling for, without. */
export class KernelRows {
  readonly #kernel: TextKernel
  readonly #fields: readonly Field[]
  readonly #names: FieldNames
  readonly #spelling: RowSpelling
  readonly #placer: ColumnPlacer
  #pieces: Uint8Array<ArrayBuffer>[] = []
  /** Where the window begins, and how far it is written. */
  #window = 0
  #end = 0
  /** Columns of the batch in work that were written before its rows. */
  readonly #rendered = new Set<string>()

  /** @param schema has at least one column */
  constructor(kernel: TextKernel, schema: Schema, spelling: RowSpelling) {
    this.#kernel = kernel
    this.#fields = schema.fields
    this.#spelling = spelling
    this.#names = new FieldNames(schema.fields)
    this.#placer = new ColumnPlacer(kernel, (data, from, to, isJson) => this.#renderInner(data, from, to, isJson))
  }

  /** @throws EngineError what `WriteRow` throws, with the row inside the chunk */
  encode(batches: readonly RecordBatch[]): EncodedChunk {
    const { csv, losses } = this.#spelling
    const kernel = this.#kernel
    losses.take()
    kernel.clear()
    this.#pieces = []
    if (csv) kernel.setSpelling(csv.delimiter, csv.wary)
    this.#window = kernel.reserve(WINDOW_BYTES + WRITE_SLACK)
    this.#end = this.#window
    this.#names.place(kernel)
    let rows = 0
    for (const batch of batches) {
      const mark = kernel.mark()
      const nodes = this.#placeBatch(batch, rows)
      if (nodes === null) this.#writeWithout(batch, rows)
      else this.#writeBatch(batch, nodes, rows)
      kernel.release(mark)
      rows += batch.numRows
    }
    this.#handOver()
    return textChunk(this.#pieces, rows, losses)
  }

  /** The nodes of the columns; null where the batch is too large for the kernel. */
  #placeBatch(batch: RecordBatch, chunkRow: number): number | null {
    const { losses } = this.#spelling
    const before = losses.snapshot()
    this.#rendered.clear()
    try {
      const nodes = this.#placer.reserveNodes(this.#fields.length)
      for (let i = 0; i < this.#fields.length; i++) {
        this.#placeColumn(nodes + i * NODE_BYTES, i, batch.data.children[i] as Data, batch.numRows, chunkRow)
      }
      return nodes
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'limit/exceeded') throw error
      losses.restore(before)
      return null
    }
  }

  #placeColumn(node: number, index: number, data: Data, rows: number, chunkRow: number): void {
    const field = this.#fields[index] as Field
    const names = this.#names.root
    names.setName(this.#kernel, node, index)
    if (this.#spelling.csv) {
      if (!isNested(field.type) && this.#placer.placeData(node, data, 0, rows, names.inside(index))) return
    } else if (this.#placer.place(node, field, data, 0, rows, names.inside(index))) return
    this.#kernel.words.fill(0, node >> 2, (node + NODE_BYTES) >> 2)
    names.setName(this.#kernel, node, index)
    this.#rendered.add(field.name)
    const rendered = this.#render(0, rows, (row) => this.#spelling.addCell(index, data, row, chunkRow + row))
    this.#placer.placeRaw(node, rendered, 0)
  }

  #renderInner(data: Data, from: number, to: number, isJson: boolean): RenderedRows | null {
    if (this.#spelling.csv) return null
    let isWhole = true
    const rendered = this.#render(from, to, (row) => {
      isWhole &&= this.#spelling.addInner(data, row, isJson)
    })
    return isWhole ? rendered : null
  }

  #render(from: number, to: number, add: (row: number) => void): RenderedRows {
    const { writer } = this.#spelling
    const offsets = new Int32Array(to - from + 1)
    writer.clear()
    for (let row = from; row < to; row++) {
      add(row)
      offsets[row - from + 1] = writer.length
    }
    return { bytes: writer.written, offsets }
  }

  #writeBatch(batch: RecordBatch, nodes: number, chunkRow: number): void {
    const { numRows } = batch
    for (let row = 0; row < numRows; ) {
      const isEmpty = this.#end === this.#window
      const limit = this.#window + WINDOW_BYTES
      const done = this.#write(nodes, row, numRows, this.#end, limit)
      this.#end = done.end
      if (done.row === numRows) break
      if (isEmpty && done.row === row) {
        this.#writeLongRow(batch, nodes, row, chunkRow)
        row++
      } else row = done.row
      this.#handOver()
    }
    this.#countLosses(nodes, chunkRow)
  }

  /** A row for which the empty window is too small. */
  #writeLongRow(batch: RecordBatch, nodes: number, row: number, chunkRow: number): void {
    for (let room = WINDOW_BYTES * 4; room <= MAX_ROW_BYTES; room *= 4) {
      const mark = this.#kernel.mark()
      const out = this.#reserved(room + WRITE_SLACK)
      if (out === null) break
      const done = this.#write(nodes, row, row + 1, out, out + room)
      if (done.row > row) this.#pieces.push(this.#kernel.bytes.slice(out, done.end))
      this.#kernel.release(mark)
      if (done.row > row) return
    }
    // What is lost in columns that were written before is counted by now.
    const { losses } = this.#spelling
    const before = losses.snapshot()
    this.#writeWithout(sliceBatch(batch, row, row + 1), chunkRow + row)
    losses.restore(before, this.#rendered)
  }

  #reserved(bytes: number): number | null {
    try {
      return this.#kernel.reserve(bytes)
    } catch (error) {
      if (error instanceof EngineError && error.code === 'limit/exceeded') return null
      throw error
    }
  }

  #write(nodes: number, from: number, to: number, out: number, limit: number): { row: number; end: number } {
    return this.#kernel.writeRows(nodes, this.#fields.length, from, to, out, limit, this.#spelling.csv !== null)
  }

  #countLosses(nodes: number, chunkRow: number): void {
    const { losses } = this.#spelling
    const [code, what] = this.#spelling.loss
    const { words } = this.#kernel
    for (const [i, { name }] of this.#fields.entries()) {
      const node = nodes + i * NODE_BYTES
      const count = words[(node + NODE_LOST) >> 2] as number
      if (count > 0) losses.count(code, name, what, chunkRow + (words[(node + NODE_LOST_ROW) >> 2] as number), count)
    }
  }

  #writeWithout(batch: RecordBatch, chunkRow: number): void {
    this.#handOver()
    const { writer, rowsOf } = this.#spelling
    writeTextRows(this.#pieces, batch, writer, rowsOf, chunkRow)
  }

  /** Makes a piece of what the window holds. */
  #handOver(): void {
    if (this.#end > this.#window) this.#pieces.push(this.#kernel.bytes.slice(this.#window, this.#end))
    this.#end = this.#window
  }
}
