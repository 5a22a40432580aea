import { EngineError } from '../../core/errors.ts'
import { noMemoryError } from './codecErrors.ts'
import { CODEC_NUMBERS, type CodecMachine, PIECE_BYTES } from './codecMachine.ts'

/** "PSD" and the version: raised whenever the layout of the module's own state changes. */
const MAGIC = 0x01445350

/**
 * A saved state: 32-bit numbers, the 64-bit offset in the compressed stream, then the stream's state, the
 * codec's, kept output and pending input, as they lie in the module's memory.
 */
const HEADER_BYTES = 48
/** `layout` is where the module's input lies: another build of it has its tables elsewhere. */
const FIELDS = {
  magic: 0,
  checksum: 4,
  codec: 8,
  layout: 12,
  codecBytes: 16,
  kept: 20,
  undelivered: 24,
  reachable: 28,
  pending: 32,
  taken: 40,
} as const

/** The checksum of a state: of its parts, as the module made it, and of the numbers behind it. */
function checksumOf(header: Uint8Array, ofParts: number): number {
  let hash = ofParts
  for (const byte of header.subarray(FIELDS.codec, HEADER_BYTES)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** The low half of the hash of `bytes`, by the module: piece by piece through its input area, which must be empty. */
function hashParts(machine: CodecMachine, bytes: Uint8Array): number {
  const { exports } = machine
  const place = exports.inputPlace()
  exports.startChecksum()
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES)
    machine.bytes.set(piece, place)
    exports.addToChecksum(place, piece.length)
  }
  return exports.finishChecksum()
}

export function stateLength({ exports }: CodecMachine): number {
  const own = exports.streamStateBytes() + exports.codecStateBytes()
  return HEADER_BYTES + own + exports.keptOutputBytes() + exports.unreadInput()
}

/** Copies the machine's state out of its memory. */
export function saveMachine(machine: CodecMachine): Uint8Array<ArrayBuffer> {
  const { exports, bytes } = machine
  const kept = exports.keptOutputBytes()
  const pending = exports.unreadInput()
  const state = new Uint8Array(stateLength(machine))
  const view = new DataView(state.buffer)
  const set = (field: keyof typeof FIELDS, value: number) => view.setUint32(FIELDS[field], value, true)
  set('magic', MAGIC)
  set('codec', CODEC_NUMBERS[machine.codec])
  set('layout', exports.inputPlace())
  set('codecBytes', exports.codecStateBytes())
  set('kept', kept)
  set('undelivered', exports.outputLength())
  set('reachable', exports.reachableBytes())
  set('pending', pending)
  view.setFloat64(FIELDS.taken, machine.taken, true)
  let at = HEADER_BYTES
  exports.startChecksum()
  const put = (from: number, length: number) => {
    exports.addToChecksum(from, length)
    state.set(bytes.subarray(from, from + length), at)
    at += length
  }
  put(exports.streamState(), exports.streamStateBytes())
  put(exports.codecState(), exports.codecStateBytes())
  put(exports.outputEnd() - kept, kept)
  put(exports.inputStart(), pending)
  set('checksum', checksumOf(state, exports.finishChecksum()))
  return state
}

/**
 * Puts a machine that was started with the codec into a saved state.
 * @throws EngineError `argument/invalid` for anything but a state `saveMachine` of this version made of the same codec;
 * `limit/exceeded` where there is no memory for its window
 */
export function restoreMachine(machine: CodecMachine, state: Uint8Array): void {
  const { exports } = machine
  const foreign = (what: string) =>
    new EngineError('argument/invalid', `no state of a ${machine.codec} decoder: ${what}`)
  if (state.length < HEADER_BYTES) throw foreign(`${state.length} bytes`)
  const view = new DataView(state.buffer, state.byteOffset, state.byteLength)
  const field = (name: keyof typeof FIELDS) => view.getUint32(FIELDS[name], true)
  if (field('magic') !== MAGIC || field('codec') !== CODEC_NUMBERS[machine.codec]) throw foreign('of another kind')
  if (field('layout') !== exports.inputPlace()) throw foreign('of another build')
  const streamBytes = exports.streamStateBytes()
  const [codecBytes, kept, pending] = [field('codecBytes'), field('kept'), field('pending')]
  if (state.length !== HEADER_BYTES + streamBytes + codecBytes + kept + pending) throw foreign('cut')
  if (checksumOf(state, hashParts(machine, state.subarray(HEADER_BYTES))) !== field('checksum'))
    throw foreign('damaged')

  // What this build saved, and nothing else, has this checksum: the rest may be taken as it is.
  let from = HEADER_BYTES
  const put = (at: number, length: number) => {
    machine.bytes.set(state.subarray(from, from + length), at)
    from += length
  }
  put(exports.streamState(), streamBytes)
  put(exports.codecState(), codecBytes)
  if (exports.prepareResume() < 0) throw noMemoryError(machine.codec)
  put(exports.outputPlace(), kept)
  put(exports.inputPlace(), pending)
  exports.resume(kept, field('undelivered'), field('reachable'), pending)
  machine.taken = view.getFloat64(FIELDS.taken, true)
}
