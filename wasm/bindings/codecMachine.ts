import type { BufferCodec, DecodeStep } from '../../core/compression/codecs.ts'
import { EngineError } from '../../core/errors.ts'
import { codecError, trapError } from './codecErrors.ts'

/** What `wasm/assembly/codecs/module.ts` exports. Pointers are bytes of the module's own memory. */
export interface CodecExports {
  memory: WebAssembly.Memory
  start(codec: number): number
  reserveInput(): number
  addInput(length: number): void
  run(wanted: number): number
  mayEnd(): number
  outputStart(): number
  outputLength(): number
  deliver(length: number): void
  unreadInput(): number
  returnInput(length: number): void
  streamState(): number
  streamStateBytes(): number
  codecState(): number
  codecStateBytes(): number
  keptOutputBytes(): number
  reachableBytes(): number
  outputEnd(): number
  inputStart(): number
  outputPlace(): number
  inputPlace(): number
  prepareResume(): number
  resume(kept: number, undelivered: number, reachable: number, pending: number): void
  startChecksum(): void
  addToChecksum(start: number, length: number): void
  finishChecksum(): number
}

/** By the numbers of `module.ts`. */
export const CODEC_NUMBERS: Readonly<Record<BufferCodec, number>> = { gzip: 1, zstd: 2, lz4_frame: 3, lz4_raw: 4 }

/** As in `stream.ts`. */
export const PIECE_BYTES = 64 * 1024
const LEAST_PIECE = 4 * 1024
const MAX_WANTED = 256 * 1024
const NEEDS_INPUT = 1
const MEMBER_END = 2

/** One instance of codecs.wasm: decodes one stream at a time. */
export class CodecMachine {
  readonly exports: CodecExports
  #bytes: Uint8Array<ArrayBuffer>
  codec: BufferCodec = 'gzip'
  /** Bytes of the compressed stream handed over and not given back. */
  taken = 0
  /** Whether the machine can no longer be trusted. */
  isBroken = false
  /** Why decoding cannot go on behind the output that is not delivered yet. */
  #failure: EngineError | null = null

  constructor(exports: CodecExports) {
    this.exports = exports
    this.#bytes = new Uint8Array(exports.memory.buffer)
  }

  /** The module's memory as it is now; growing it makes a new one. */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.buffer !== this.exports.memory.buffer) this.#bytes = new Uint8Array(this.exports.memory.buffer)
    return this.#bytes
  }

  /** Bytes of memory this instance holds. */
  get memoryBytes(): number {
    return this.exports.memory.buffer.byteLength
  }

  start(codec: BufferCodec): void {
    this.codec = codec
    this.taken = 0
    this.#failure = null
    this.#check(this.exports.start(CODEC_NUMBERS[codec]))
  }

  #check(status: number): number {
    if (status < 0) throw codecError(this.codec, status, this.taken - this.exports.unreadInput())
    return status
  }

  /** One run. @throws EngineError; a trap breaks the machine */
  #run(wanted: number): number {
    let status: number
    try {
      status = this.exports.run(wanted)
    } catch (cause) {
      this.isBroken = true
      throw trapError(this.codec, this.taken, cause)
    }
    return this.#check(status)
  }

  /** Hands over as much of `input` as fits at once. @returns how much */
  #feed(input: Uint8Array, from: number, wanted: number): number {
    // What is not read goes back and is copied again: no more than output of this length can be made of, usually.
    const piece = Math.min(PIECE_BYTES, input.length - from, Math.max(LEAST_PIECE, wanted))
    const at = this.exports.reserveInput()
    this.bytes.set(piece === input.length ? input : input.subarray(from, from + piece), at)
    this.exports.addInput(piece)
    this.taken += piece
    return piece
  }

  /**
   * Decodes from `input` to `output` until one of them is used up or a member ends. What was decoded before the stream
   * turned out to be corrupt is given first: the error comes once there is nothing else, wherever steps ended.
   */
  decode(input: Uint8Array, output: Uint8Array): DecodeStep {
    const { exports } = this
    let consumed = 0
    let produced = this.#take(output, 0)
    while (produced < output.length) {
      let status: number
      try {
        if (this.#failure) throw this.#failure
        status = this.#run(Math.min(MAX_WANTED, output.length - produced))
      } catch (error) {
        if (this.isBroken || !(error instanceof EngineError)) throw error
        this.#failure = error
        produced += this.#take(output, produced)
        if (produced === 0) throw error
        return { consumed, produced, needsInput: false }
      }
      produced += this.#take(output, produced)
      if (status === MEMBER_END) {
        return { consumed: consumed - this.#giveBack(consumed), produced, needsInput: false }
      }
      if (status !== NEEDS_INPUT || exports.outputLength() > 0) continue
      if (consumed === input.length) return { consumed, produced, needsInput: true }
      consumed += this.#feed(input, consumed, output.length - produced)
    }
    return { consumed: consumed - this.#giveBack(consumed), produced, needsInput: false }
  }

  /** Whether anything would come behind what was delivered; decodes on from `input` to find out. */
  hasMore(input: Uint8Array): boolean {
    const { exports } = this
    let consumed = 0
    for (;;) {
      if (exports.outputLength() > 0) return true
      if (this.#run(1) !== NEEDS_INPUT) continue
      if (consumed === input.length) return exports.outputLength() > 0
      consumed += this.#feed(input, consumed, PIECE_BYTES)
    }
  }

  /** Copies undelivered output to `output` from `at` on. @returns how many bytes */
  #take(output: Uint8Array, at: number): number {
    const length = Math.min(this.exports.outputLength(), output.length - at)
    if (length === 0) return 0
    const start = this.exports.outputStart()
    output.set(this.bytes.subarray(start, start + length), at)
    this.exports.deliver(length)
    return length
  }

  /** Takes back what was not read of the last `most` bytes handed over. @returns how many bytes */
  #giveBack(most: number): number {
    const length = Math.min(this.exports.unreadInput(), most)
    this.exports.returnInput(length)
    this.taken -= length
    return length
  }
}
