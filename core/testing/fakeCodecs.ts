import type { Codecs, DecodeStep, StreamDecoder } from '../compression/codecs.ts'
import { EngineError } from '../errors.ts'

/**
 * A codec so simple that its state is four numbers: members of `M`, pairs (count, byte), and `0, sum of the member's
 * bytes`. Stands for gzip and zstd in tests of what is built on decoders.
 */
export function fakePack(plain: Uint8Array, memberBytes = Number.POSITIVE_INFINITY): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  for (let start = 0; start < Math.max(1, plain.length); start += memberBytes) {
    const member = plain.subarray(start, Math.min(plain.length, start + memberBytes))
    out.push(MEMBER)
    let sum = 0
    for (let at = 0; at < member.length; ) {
      let count = 1
      while (count < 255 && member[at + count] === member[at]) count++
      out.push(count, member[at]!)
      sum = (sum + count * member[at]!) & 0xff
      at += count
    }
    out.push(0, sum)
  }
  return Uint8Array.from(out)
}

const MEMBER = 0x4d

class FakeDecoder implements StreamDecoder {
  readonly stateBytes: number
  #inMember = false
  /** First byte of a pair whose second is not there yet; -1: none. */
  #pair = -1
  #run = 0
  #byte = 0
  #sum = 0
  consumedBytes = 0
  readonly #track: { live: number }
  #freed = false

  constructor(state: Uint8Array | undefined, stateBytes: number, track: { live: number }) {
    this.stateBytes = stateBytes
    this.#track = track
    track.live++
    if (!state) return
    const view = new DataView(state.buffer, state.byteOffset, state.byteLength)
    if (state.length !== stateBytes || view.getUint32(0) !== 0xfa4e) {
      throw new EngineError('compression/corrupt', 'not a state of this decoder')
    }
    this.#inMember = view.getUint8(4) === 1
    this.#pair = view.getInt16(5)
    this.#run = view.getUint8(7)
    this.#byte = view.getUint8(8)
    this.#sum = view.getUint8(9)
    this.consumedBytes = view.getFloat64(10)
  }

  get atMemberEdge(): boolean {
    return !this.#inMember && this.#pair < 0 && this.#run === 0
  }

  decode(input: Uint8Array, output: Uint8Array): DecodeStep {
    if (this.#freed) throw new Error('decode after free')
    let consumed = 0
    let produced = 0
    const start = this.consumedBytes
    while (true) {
      while (this.#run > 0 && produced < output.length) {
        output[produced++] = this.#byte
        this.#run--
      }
      this.consumedBytes = start + consumed
      if (this.#run > 0) return { consumed, produced, needsInput: false }
      if (consumed === input.length) return { consumed, produced, needsInput: true }
      if (produced > 0 && !this.#inMember && this.#pair < 0) return { consumed, produced, needsInput: false }
      const byte = input[consumed]!
      if (!this.#inMember) {
        if (byte !== MEMBER) {
          if (produced > 0) return { consumed, produced, needsInput: false }
          throw new EngineError('compression/corrupt', 'no member begins here', { byte: start + consumed })
        }
        this.#inMember = true
        this.#sum = 0
      } else if (this.#pair < 0) this.#pair = byte
      else if (this.#pair > 0) {
        this.#run = this.#pair
        this.#byte = byte
        this.#sum = (this.#sum + this.#run * byte) & 0xff
        this.#pair = -1
      } else {
        if (byte !== this.#sum) {
          if (produced > 0) return { consumed, produced, needsInput: false }
          throw new EngineError('compression/corrupt', 'the sum is wrong', { byte: start + consumed })
        }
        this.#inMember = false
        this.#pair = -1
      }
      consumed++
    }
  }

  finish(): void {
    if (!this.atMemberEdge)
      throw new EngineError('compression/corrupt', 'the stream is cut', { byte: this.consumedBytes })
  }

  saveState(): Uint8Array<ArrayBuffer> {
    const state = new Uint8Array(this.stateBytes)
    const view = new DataView(state.buffer)
    view.setUint32(0, 0xfa4e)
    view.setUint8(4, this.#inMember ? 1 : 0)
    view.setInt16(5, this.#pair)
    view.setUint8(7, this.#run)
    view.setUint8(8, this.#byte)
    view.setUint8(9, this.#sum)
    view.setFloat64(10, this.consumedBytes)
    return state
  }

  free(): void {
    if (this.#freed) throw new Error('freed twice')
    this.#freed = true
    this.#track.live--
  }
}

export interface FakeCodecs extends Codecs {
  /** Decoders not freed yet. */
  live: number
  /** Decoders made so far. */
  made: number
}

/** @param stateBytes size of a state, at least 18: what real decoders keep as their window */
export function fakeCodecs(stateBytes = 18): FakeCodecs {
  const codecs: FakeCodecs = {
    live: 0,
    made: 0,
    createDecoder(_codec, state) {
      codecs.made++
      return new FakeDecoder(state, stateBytes, codecs)
    },
    decompress(_codec, bytes, plainLength) {
      const decoder = new FakeDecoder(undefined, stateBytes, codecs)
      const out = new Uint8Array(plainLength)
      const { produced } = decoder.decode(bytes, out)
      decoder.free()
      if (produced !== plainLength) throw new EngineError('compression/corrupt', 'another size')
      return out
    },
  }
  return codecs
}
