import { abortError, EngineError } from '../errors.ts'
import type { Compression } from '../formats/format.ts'
import type { ByteSource } from '../io/byteSource.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Codecs } from './codecs.ts'
import { DecodeCursor } from './decodeCursor.ts'

/** Decoders of one source at a time, and the most their states may take before idle ones are let go. */
const MAX_CURSORS = 4
const MAX_STATE_BYTES = 96 * 1024 ** 2
/** Decoding on over so many bytes is no dearer than loading a state. */
const LOAD_COST_BYTES = 2 * 1024 ** 2

/** A scan reads on and on from where it is; a look wants a little, anywhere. */
export type ReadKind = 'scan' | 'look'

interface Seat {
  cursor: DecodeCursor
  kind: ReadKind
  busy: boolean
}

export interface CursorsInput {
  packed: ByteSource
  codec: Compression
  codecs: Codecs
  checkpoints: Checkpoints
}

/**
 * The decoders of one source. A scan gets its own cursor back at every read, and looks elsewhere never move it; looks
 * share the others. Cursors not used for longest go first; when all are busy, a reader waits.
 */
export class CursorPool {
  readonly #input: CursorsInput
  #seats: Seat[] = [] // in order of last use
  #waiting: (() => void)[] = []
  #closed = false

  constructor(input: CursorsInput) {
    this.#input = input
  }

  /**
   * A cursor at or before `plainByte`, for one reader until it is given back.
   * @throws EngineError `compression/*` when no decoder can be made; `AbortError`
   */
  async take(plainByte: number, kind: ReadKind, signal: AbortSignal | undefined): Promise<DecodeCursor> {
    for (;;) {
      if (this.#closed) throw new EngineError('source/read', 'the compressed source is closed')
      const seat = this.#best(plainByte, kind)
      if (seat) {
        this.#use(seat, kind)
        return seat.cursor
      }
      if (this.#makeRoom()) return this.#resume(plainByte, kind)
      await this.#freeSeat(signal)
    }
  }

  /** Whether an idle cursor stands exactly at `plainByte`. */
  standsAt(plainByte: number): boolean {
    return this.#seats.some((seat) => !seat.busy && seat.cursor.plainAt === plainByte)
  }

  give(cursor: DecodeCursor): void {
    const seat = this.#seats.find((candidate) => candidate.cursor === cursor)
    if (seat) seat.busy = false
    if (this.#closed || cursor.ended) this.#letGo((candidate) => candidate === seat)
    this.#waiting.shift()?.()
  }

  /** Frees every decoder, those in use as soon as they are given back. */
  close(): void {
    this.#closed = true
    this.#letGo((seat) => !seat.busy)
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #best(plainByte: number, kind: ReadKind): Seat | undefined {
    const from = (this.#input.checkpoints.nearest(plainByte)?.plainByte ?? 0) - LOAD_COST_BYTES
    let best: Seat | undefined
    for (const seat of this.#seats) {
      const at = seat.cursor.plainAt
      if (seat.busy || at > plainByte || at < from) continue
      // Where a scan goes on, its cursor is found exactly there; nobody else may take it elsewhere.
      if (at !== plainByte && (seat.kind === 'scan' || kind === 'scan')) continue
      if (!best || at > best.cursor.plainAt) best = seat
    }
    return best
  }

  #use(seat: Seat, kind: ReadKind): void {
    seat.busy = true
    seat.kind = kind
    this.#seats = [...this.#seats.filter((other) => other !== seat), seat]
  }

  /** Lets idle cursors go until one more may be made; false when there are too many busy ones. */
  #makeRoom(): boolean {
    for (;;) {
      const bytes = this.#seats.reduce((sum, seat) => sum + seat.cursor.decoder.stateBytes, 0)
      if (this.#seats.length < MAX_CURSORS && (bytes < MAX_STATE_BYTES || this.#seats.length === 0)) return true
      const oldest = this.#seats.find((seat) => !seat.busy)
      if (!oldest) return this.#seats.length === 0
      this.#letGo((seat) => seat === oldest)
    }
  }

  #letGo(which: (seat: Seat) => boolean): void {
    const gone = this.#seats.filter(which)
    this.#seats = this.#seats.filter((seat) => !gone.includes(seat))
    for (const { cursor } of gone) cursor.decoder.free()
  }

  /** A new cursor at the nearest checkpoint whose state is still there, at worst at the source's start. */
  async #resume(plainByte: number, kind: ReadKind): Promise<DecodeCursor> {
    const { packed, codec, codecs } = this.#input
    const seat = this.#reserve(new DecodeCursor(packed, codecs.createDecoder(codec), 0, 0), kind)
    try {
      await this.#goNear(seat, plainByte)
      return seat.cursor
    } catch (error) {
      this.#letGo((candidate) => candidate === seat)
      throw error
    }
  }

  async #goNear(seat: Seat, plainByte: number): Promise<void> {
    const { packed, codec, codecs, checkpoints } = this.#input
    await checkpoints.lookAround(plainByte)
    for (let at = checkpoints.nearest(plainByte); at !== null; at = checkpoints.nearest(plainByte)) {
      const state = await checkpoints.state(at)
      if (state === null) continue
      try {
        const decoder = codecs.createDecoder(codec, state)
        seat.cursor.decoder.free()
        seat.cursor = new DecodeCursor(packed, decoder, at.plainByte, at.packedByte)
        return
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        checkpoints.distrust(at) // a state that is none: decoding from further back gives the same bytes
      }
    }
  }

  #reserve(cursor: DecodeCursor, kind: ReadKind): Seat {
    const seat: Seat = { cursor, kind, busy: true }
    this.#seats.push(seat)
    return seat
  }

  #freeSeat(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== wake)
        reject(abortError())
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(wake)
    })
  }
}
