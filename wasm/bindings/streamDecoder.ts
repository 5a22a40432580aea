import type { DecodeStep, StreamDecoder } from '../../core/compression/codecs.ts'
import { cutError } from './codecErrors.ts'
import type { CodecMachine } from './codecMachine.ts'
import { saveMachine, stateLength } from './decoderState.ts'

/** A stream on a machine of its own, which `release` gets back. */
export class MachineDecoder implements StreamDecoder {
  readonly #machine: CodecMachine
  readonly #release: () => void
  #isFree = false
  #atEdge = false

  constructor(machine: CodecMachine, release: () => void) {
    this.#machine = machine
    this.#release = release
    this.#atEdge = machine.exports.mayEnd() !== 0
  }

  decode(input: Uint8Array, output: Uint8Array): DecodeStep {
    const { exports } = this.#machine
    const step = this.#machine.decode(input, output)
    this.#atEdge = exports.outputLength() === 0 && exports.unreadInput() === 0 && exports.mayEnd() !== 0
    return step
  }

  finish(): void {
    if (!this.#machine.exports.mayEnd()) throw cutError(this.#machine.codec, this.#machine.taken)
  }

  saveState(): Uint8Array<ArrayBuffer> {
    return saveMachine(this.#machine)
  }

  get stateBytes(): number {
    return stateLength(this.#machine)
  }

  get consumedBytes(): number {
    return this.#machine.taken
  }

  get atMemberEdge(): boolean {
    return this.#atEdge
  }

  free(): void {
    if (this.#isFree) return
    this.#isFree = true
    this.#release()
  }
}
