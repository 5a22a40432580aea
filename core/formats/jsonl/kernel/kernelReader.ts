import type { RecordBatch, Schema } from 'apache-arrow'
import type { JsonKernel, JsonKernelUser, JsonNode } from '../../../kernels/jsonKernel.ts'
import { makeBatch } from '../../../table/batches.ts'
import { gatherRows } from '../../../table/gatherRows.ts'
import type { RecordBlock } from '../../records/recordBlock.ts'
import type { RecordReader, RecordRows, RecordSpan } from '../../records/recordFormat.ts'
import { columnData } from './columnData.ts'
import { KernelPause } from './kernelPause.ts'
import type { KernelSlot } from './kernelSlot.ts'
import type { ReadProgram } from './readProgram.ts'

/**
 * Reads records with the kernel as far as it takes them, and with `fallback` where it does not. Rows of the two become
 * one batch, in order.
 */
export class KernelReader implements RecordReader, RecordRows, JsonKernelUser {
  readonly #program: JsonNode
  readonly #fallback: RecordReader
  readonly #slot: KernelSlot
  readonly #schema: Schema
  readonly #order: readonly number[]
  readonly #pause = new KernelPause()
  /** Rows that are in neither reader any more, in order. */
  #parts: RecordBatch[] = []
  #partRows = 0
  #partBytes = 0
  /** The kernel while it may hold rows of ours. */
  #holder: JsonKernel | null = null

  /** @param wanted the schema of the batches */
  constructor(slot: KernelSlot, { root, order }: ReadProgram, wanted: Schema, fallback: RecordReader) {
    this.#program = root
    this.#order = order
    this.#slot = slot
    this.#schema = wanted
    this.#fallback = fallback
  }

  get batch(): RecordRows {
    return this
  }

  get numRows(): number {
    return this.#partRows + this.#fallback.batch.numRows + (this.#holder?.numRows ?? 0)
  }

  get byteLength(): number {
    return this.#partBytes + this.#fallback.batch.byteLength + (this.#holder?.byteLength() ?? 0)
  }

  readBlock(block: RecordBlock, from: number, to: number): number {
    const { kernel } = this.#slot
    if (!kernel || this.#pause.next()) return from
    this.#keepFallbackRows()
    kernel.claim(this, this.#program)
    this.#holder = kernel
    const end = kernel.read(block, from, to)
    if (end < to) this.#pause.stoppedAfter(end - from)
    return end
  }

  read(record: RecordSpan): void {
    this.release()
    this.#fallback.read(record)
  }

  appendNullRow(): void {
    this.release()
    this.#fallback.batch.appendNullRow()
  }

  /** Takes the rows out of the kernel. */
  release(): void {
    const kernel = this.#holder
    this.#holder = null
    const numRows = kernel?.numRows ?? 0
    if (!kernel || numRows === 0) return
    const bytes = kernel.byteLength()
    const buffers = kernel.take()
    const columns = this.#schema.fields.map((field, i) => columnData(field, buffers[this.#order[i]!]!))
    this.#keep(makeBatch(this.#schema, columns, numRows), bytes)
  }

  finish(): RecordBatch {
    this.release()
    if (this.#parts.length === 0) return this.#fallback.batch.finish()
    this.#keepFallbackRows()
    const parts = this.#parts
    this.#parts = []
    this.#partRows = 0
    this.#partBytes = 0
    if (parts.length === 1) return parts[0]!
    const batches = parts.map((_, i) => i)
    return gatherRows(parts, { batches, starts: parts.map(() => 0), counts: parts.map(({ numRows }) => numRows) })
  }

  #keepFallbackRows(): void {
    const { batch } = this.#fallback
    if (batch.numRows === 0) return
    const bytes = batch.byteLength
    this.#keep(batch.finish(), bytes)
  }

  #keep(part: RecordBatch, bytes: number): void {
    this.#parts.push(part)
    this.#partRows += part.numRows
    this.#partBytes += bytes
  }
}
