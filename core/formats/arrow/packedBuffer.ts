import type { Codecs, StreamDecoder } from '../../compression/codecs.ts'
import { EngineError } from '../../errors.ts'
import { placedError } from '../../table/ipc/plainBuffers.ts'

/** Reads bytes `[start, end)` of the buffer's compressed ones. */
type ReadStored = (start: number, end: number) => Promise<Uint8Array>

/** Compressed bytes read at once, and the most plain bytes that are decoded to be passed over at once. */
const READ_BYTES = 256 * 1024
const SKIP_BYTES = 256 * 1024

/** What a compressed buffer is and where. */
export interface PackedPlace {
  codec: 'lz4_frame' | 'zstd'
  /** Of the codec's bytes in the file, for messages. */
  byteStart: number
  storedLength: number
  plainLength: number
}

/**
 * A large compressed buffer, read piece by piece: its decoder goes on where it stopped, and starts again for what lies
 * before. Reads are done one after the other.
 */
export class PackedBuffer {
  private readonly place: PackedPlace
  private readonly codecs: Codecs
  private readonly readStored: ReadStored
  private decoder: StreamDecoder | null = null
  /** Compressed bytes not yet consumed, and how many were read from the start. */
  private input: Uint8Array = new Uint8Array(0)
  private inputEnd = 0
  private position = 0
  /** What was read last: windows overlap by a value. */
  private last = { start: 0, bytes: new Uint8Array(0) }
  private turn: Promise<unknown> = Promise.resolve()

  constructor(place: PackedPlace, codecs: Codecs, readStored: ReadStored) {
    this.place = place
    this.codecs = codecs
    this.readStored = readStored
  }

  get isDecoding(): boolean {
    return this.decoder !== null
  }

  /** Gives the decoder back; the next read starts from the beginning. */
  stop(): void {
    const { turn } = this
    this.turn = turn.then(() => this.reset())
  }

  private reset(): void {
    this.decoder?.free()
    this.decoder = null
    this.input = new Uint8Array(0)
    this.inputEnd = 0
    this.position = 0
  }

  /** Plain bytes `[start, end)`. @throws EngineError `compression/corrupt`, `limit/exceeded`, what reading throws */
  read(start: number, end: number): Promise<Uint8Array> {
    const reading = this.turn.then(() => this.readNow(start, end))
    this.turn = reading.catch(() => this.reset())
    return reading
  }

  private async readNow(start: number, end: number): Promise<Uint8Array> {
    if (start >= end) return new Uint8Array(0)
    const { last } = this
    const lastEnd = last.start + last.bytes.length
    if (start >= last.start && end <= lastEnd) return last.bytes.subarray(start - last.start, end - last.start)
    const bytes = new Uint8Array(end - start)
    let from = start
    if (start >= last.start && start < lastEnd && lastEnd === this.position) {
      bytes.set(last.bytes.subarray(start - last.start))
      from = lastEnd
    }
    if (!this.decoder || from < this.position) {
      this.reset()
      this.decoder = this.codecs.createDecoder(this.place.codec)
    }
    const skipped = new Uint8Array(Math.min(SKIP_BYTES, from - this.position))
    while (this.position < from) await this.fill(skipped.subarray(0, Math.min(skipped.length, from - this.position)))
    await this.fill(bytes.subarray(from - start))
    this.last = { start, bytes }
    if (this.position === this.place.plainLength) await this.end()
    return bytes
  }

  private async more(): Promise<boolean> {
    if (this.inputEnd === this.place.storedLength) return false
    const end = Math.min(this.inputEnd + READ_BYTES, this.place.storedLength)
    const bytes = await this.readStored(this.inputEnd, end)
    this.input = bytes
    this.inputEnd = end
    return true
  }

  /** Decodes until `output` is full. */
  private async fill(output: Uint8Array): Promise<void> {
    let length = 0
    while (length < output.length) {
      const step = this.step(output.subarray(length))
      length += step.produced
      this.position += step.produced
      if (step.needsInput && step.produced === 0 && !(await this.more())) throw this.wrongLength(this.position)
    }
  }

  private step(output: Uint8Array) {
    try {
      const step = (this.decoder as StreamDecoder).decode(this.input, output)
      this.input = this.input.subarray(step.consumed)
      return step
    } catch (error) {
      throw placedError(error, this.place.byteStart)
    }
  }

  /** At the declared end nothing may follow, and checksums must be right. */
  private async end(): Promise<void> {
    const beyond = new Uint8Array(1)
    for (;;) {
      const step = this.step(beyond)
      if (step.produced > 0) throw this.wrongLength(this.place.plainLength + 1)
      if (step.needsInput && !(await this.more())) break
    }
    try {
      this.decoder?.finish()
    } catch (error) {
      throw placedError(error, this.place.byteStart)
    }
    this.reset()
  }

  private wrongLength(actual: number): EngineError {
    const { plainLength, byteStart } = this.place
    const message = `an Arrow buffer decodes to ${actual} bytes or more, not to the ${plainLength} it declares`
    const less = `an Arrow buffer decodes to ${actual} bytes, not to the ${plainLength} it declares`
    return new EngineError('compression/corrupt', actual > plainLength ? message : less, { byte: byteStart })
  }
}
