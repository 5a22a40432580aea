import { throwIfAborted, withAbort } from '../abort.ts'
import { EngineError, isAbortError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { concatBytes, readFull } from '../io/readFull.ts'
import type { StreamDecoder } from './codecs.ts'

/** Compressed bytes of the first read and, doubling, of later ones: little for a look, much for a scan. */
const FIRST_INPUT_BYTES = 128 * 1024
const INPUT_BYTES = 1024 ** 2
/** Other work of the thread gets a turn after so long a stretch of decoding without any wait for input. */
const STRETCH_MS = 30

/**
 * A decoder at a place of a compressed source. Goes forward only; one reader at a time. The next piece of input is
 * read while the last one is decoded, from the second on.
 */
export class DecodeCursor {
  plainAt: number
  packedAt: number
  /** Nothing comes any more: the stream's end, or `damage`. */
  ended = false
  /** Why the stream cannot be decoded from `plainAt` on. */
  damage: EngineError | null = null
  readonly decoder: StreamDecoder
  readonly #packed: ByteSource
  #input: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  #ahead: Promise<Uint8Array<ArrayBuffer>> | null = null
  #inputAt: number
  #inputBytes = FIRST_INPUT_BYTES
  #inputEnded = false
  #needsInput = true
  #turnAt = 0

  constructor(packed: ByteSource, decoder: StreamDecoder, plainByte: number, packedByte: number) {
    this.#packed = packed
    this.decoder = decoder
    this.plainAt = plainByte
    this.packedAt = packedByte
    this.#inputAt = packedByte
  }

  /**
   * Decodes the next bytes into `output`.
   * @param onStep called after each step of the decoder, wherever it stands
   * @returns how many; fewer than there is room for only where the stream ended
   * @throws what the source throws; `AbortError`. The cursor stays good.
   */
  async fill(output: Uint8Array, signal: AbortSignal | undefined, onStep: () => void): Promise<number> {
    let filled = 0
    this.#turnAt ||= performance.now()
    while (filled < output.length && !this.ended) {
      throwIfAborted(signal)
      if (this.#needsInput && !this.#inputEnded) await this.#readInput(signal)
      else if (performance.now() - this.#turnAt > STRETCH_MS) await this.#giveTurn()
      const produced = this.#step(output.subarray(filled))
      filled += produced
      if (produced > 0 || this.decoder.atMemberEdge) onStep()
    }
    return filled
  }

  #step(output: Uint8Array): number {
    try {
      const { consumed, produced, needsInput } = this.decoder.decode(this.#input, output)
      this.#input = this.#input.subarray(consumed)
      this.packedAt += consumed
      this.plainAt += produced
      this.#needsInput = needsInput
      if (produced > 0) return produced
      if (needsInput && this.#inputEnded) {
        this.decoder.finish()
        this.ended = true
      } else if (!needsInput && consumed === 0) {
        throw new EngineError('internal', `the decoder stands still at compressed byte ${this.packedAt}`)
      }
      return 0
    } catch (error) {
      if (!(error instanceof EngineError) || isAbortError(error)) throw error
      if (error.code !== 'compression/corrupt' && error.code !== 'limit/exceeded') throw error
      this.damage = error
      this.ended = true
      return 0
    }
  }

  async #readInput(signal: AbortSignal | undefined): Promise<void> {
    const isFirst = this.#inputBytes === FIRST_INPUT_BYTES
    const reading = this.#ahead ?? this.#readAt(this.#inputAt)
    this.#ahead = reading
    const bytes = await withAbort(reading, signal).catch((error: unknown) => {
      if (!isAbortError(error)) this.#ahead = null // read again when it is asked for again
      throw error
    })
    this.#ahead = null
    this.#turnAt = performance.now()
    this.#inputAt += bytes.length
    this.#inputEnded = bytes.length === 0
    this.#input = this.#input.length === 0 ? bytes : concatBytes([this.#input, bytes])
    this.#inputBytes = Math.min(this.#inputBytes * 2, INPUT_BYTES)
    if (isFirst || this.#inputEnded) return
    this.#ahead = this.#readAt(this.#inputAt)
    this.#ahead.catch(() => {}) // told when its turn comes
  }

  #readAt(at: number): Promise<Uint8Array<ArrayBuffer>> {
    return readFull(this.#packed, at, at + this.#inputBytes)
  }

  async #giveTurn(): Promise<void> {
    await new Promise<void>((resolve) => void setTimeout(resolve, 0))
    this.#turnAt = performance.now()
  }
}
