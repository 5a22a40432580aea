import type { Schema } from 'apache-arrow'
import type { Issue } from '../../../issues.ts'
import type { JsonKernelUser, JsonNode } from '../../../kernels/jsonKernel.ts'
import type { ColumnDrift } from '../../../table/columnDrift.ts'
import type { LearntTypes } from '../../records/learntTypes.ts'
import type { RecordBlock } from '../../records/recordBlock.ts'
import type { RecordInference, RecordSpan } from '../../records/recordFormat.ts'
import type { JsonlInference } from '../jsonlInference.ts'
import { KernelPause } from './kernelPause.ts'
import type { KernelSlot } from './kernelSlot.ts'
import { surveyProgram } from './surveyProgram.ts'

/** So many records that teach nothing, one after the other, and the program for the kernel is made anew. */
const QUIET_RECORDS = 16

/** Learns with `inference`, and lets the kernel pass over the records that teach nothing. */
export class KernelInference implements RecordInference, JsonKernelUser {
  #program: JsonNode | null = null
  readonly #inference: JsonlInference
  readonly #slot: KernelSlot
  readonly #pause = new KernelPause()
  /** State of the inference (`JsonlInference.changes`) that the program stands for; -1: there is none. */
  #programOf = -1
  #seen = 0
  #quiet = 0

  constructor(slot: KernelSlot, inference: JsonlInference) {
    this.#slot = slot
    this.#inference = inference
  }

  add(record: RecordSpan): void {
    this.#inference.add(record)
    const { changes } = this.#inference
    this.#quiet = changes === this.#seen ? this.#quiet + 1 : 0
    this.#seen = changes
  }

  addBlock(block: RecordBlock, from: number, to: number): number {
    const { kernel } = this.#slot
    const program = kernel && this.#upToDate()
    if (!program || this.#pause.next()) return from
    kernel.claim(this, program)
    const end = kernel.read(block, from, to)
    if (end < to) this.#pause.stoppedAfter(end - from)
    return end
  }

  schema(): Schema {
    return this.#inference.schema()
  }

  drift(): ColumnDrift[] {
    return this.#inference.drift()
  }

  columnIssues(): Issue[] {
    return this.#inference.columnIssues()
  }

  learnt(): LearntTypes {
    return this.#inference.learnt()
  }

  /** Nothing is lost when another takes the kernel: it holds no rows of ours. */
  release(): void {}

  /** A program that is out of date only lets fewer records pass: it is made anew once changes have become rare. */
  #upToDate(): JsonNode | null {
    if (this.#programOf !== this.#seen && this.#quiet >= QUIET_RECORDS) {
      this.#programOf = this.#seen
      this.#program = surveyProgram(this.#inference.shapes)
    }
    return this.#program
  }
}
