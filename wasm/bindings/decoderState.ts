import { EngineError } from '../../core/errors.ts'
import { CODEC_NUMBERS, type CodecMachine } from './codecMachine.ts'

/** "PSD" and the version: raised whenever the layout of the module's own state changes. */
const MAGIC = 0x01445350

/**
 * A saved state: eleven 32-bit numbers, the 64-bit offset in the compressed stream, then the stream's state, the
 * codec's, kept output and pending input, as they lie in the module's memory.
 */
const HEADER_BYTES = 48
const FIELDS = {
  magic: 0,
  checksum: 4,
  codec: 8,
  streamBytes: 12,
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

interface Part {
  at: number
  length: number
}

/** Where the parts lie now; the last two move with `kept` and `pending`. */
function parts({ exports }: CodecMachine, kept: Part, pending: Part): Part[] {
  return [
    { at: exports.streamState(), length: exports.streamStateBytes() },
    { at: exports.codecState(), length: exports.codecStateBytes() },
    kept,
    pending,
  ]
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
  view.setUint32(FIELDS.magic, MAGIC, true)
  view.setUint32(FIELDS.codec, CODEC_NUMBERS[machine.codec], true)
  view.setUint32(FIELDS.streamBytes, exports.streamStateBytes(), true)
  view.setUint32(FIELDS.codecBytes, exports.codecStateBytes(), true)
  view.setUint32(FIELDS.kept, kept, true)
  view.setUint32(FIELDS.undelivered, exports.outputLength(), true)
  view.setUint32(FIELDS.reachable, exports.reachableBytes(), true)
  view.setUint32(FIELDS.pending, pending, true)
  view.setFloat64(FIELDS.taken, machine.taken, true)
  let at = HEADER_BYTES
  exports.startChecksum()
  const places = parts(
    machine,
    { at: exports.outputEnd() - kept, length: kept },
    { at: exports.inputStart(), length: pending },
  )
  for (const part of places) {
    exports.addToChecksum(part.at, part.length)
    state.set(bytes.subarray(part.at, part.at + part.length), at)
    at += part.length
  }
  view.setUint32(FIELDS.checksum, checksumOf(state, exports.finishChecksum()), true)
  return state
}

/**
 * Puts a machine that was started with the codec into a saved state.
 * @throws EngineError `argument/invalid` for anything but a state `saveMachine` of this version made of the same codec
 */
export function restoreMachine(machine: CodecMachine, state: Uint8Array): void {
  const { exports } = machine
  const foreign = (what: string) =>
    new EngineError('argument/invalid', `no state of a ${machine.codec} decoder: ${what}`)
  if (state.length < HEADER_BYTES) throw foreign(`${state.length} bytes`)
  const view = new DataView(state.buffer, state.byteOffset, state.byteLength)
  const field = (name: keyof typeof FIELDS) => view.getUint32(FIELDS[name], true)
  if (field('magic') !== MAGIC || field('codec') !== CODEC_NUMBERS[machine.codec]) throw foreign('of another kind')
  if (field('streamBytes') !== exports.streamStateBytes()) throw foreign('of another build')
  if (field('codecBytes') !== exports.codecStateBytes()) throw foreign('of another build')
  const kept = field('kept')
  const pending = field('pending')
  const ownBytes = field('streamBytes') + field('codecBytes')
  if (state.length !== HEADER_BYTES + ownBytes + kept + pending) throw foreign('cut')
  if (field('undelivered') > kept || field('reachable') > kept) throw foreign('contradictory')

  const place = parts(machine, { at: 0, length: kept }, { at: exports.inputPlace(), length: pending })
  const [streamPart, codecPart, keptPart, pendingPart] = place as [Part, Part, Part, Part]
  let from = HEADER_BYTES
  const put = ({ at, length }: Part) => {
    machine.bytes.set(state.subarray(from, from + length), at)
    exports.addToChecksum(at, length)
    from += length
  }
  exports.startChecksum()
  put(streamPart)
  put(codecPart)
  if (exports.prepareResume(kept, pending) < 0) throw foreign('of another window')
  keptPart.at = exports.outputPlace()
  put(keptPart)
  put(pendingPart)
  if (checksumOf(state, exports.finishChecksum()) !== field('checksum')) throw foreign('damaged')
  exports.resume(kept, field('undelivered'), field('reachable'), pending)
  machine.taken = view.getFloat64(FIELDS.taken, true)
}
