import type { BufferCodec, Codecs } from '../../core/compression/codecs.ts'
import { cutError, lengthError, outputError } from './codecErrors.ts'
import { type CodecExports, CodecMachine } from './codecMachine.ts'
import { restoreMachine } from './decoderState.ts'
import { MachineDecoder } from './streamDecoder.ts'

/** Machines kept for the next stream, and the most memory each of them may hold. */
const MAX_IDLE = 4
const MAX_IDLE_BYTES = 24 * 1024 ** 2

/**
 * The decoders over the compiled `codecs.wasm`. Every stream decodes in an instance of its own; instances are used
 * again, so that thousands of small buffers cost no more than their bytes.
 * @throws where the module is not `codecs.wasm` or no memory is to be had
 */
export function createCodecs(module: WebAssembly.Module): Codecs {
  const idle: CodecMachine[] = []
  const create = () => new CodecMachine(new WebAssembly.Instance(module).exports as unknown as CodecExports)
  idle.push(create())

  /** A machine at the start of a stream. */
  function acquire(codec: BufferCodec): CodecMachine {
    const machine = idle.pop() ?? create()
    machine.start(codec)
    return machine
  }

  function release(machine: CodecMachine): void {
    if (machine.isBroken || machine.memoryBytes > MAX_IDLE_BYTES || idle.length >= MAX_IDLE) return
    idle.push(machine)
  }

  return {
    decompress(codec, bytes, plainLength) {
      const machine = acquire(codec)
      try {
        return decodeWhole(machine, bytes, plainLength)
      } finally {
        release(machine)
      }
    },

    createDecoder(codec, state) {
      const machine = acquire(codec)
      try {
        if (state) restoreMachine(machine, state)
      } catch (error) {
        release(machine)
        throw error
      }
      return new MachineDecoder(machine, () => release(machine))
    },
  }
}

/** Memory for the plain bytes. @throws EngineError `limit/exceeded` where there is not so much */
function allot(machine: CodecMachine, plainLength: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(plainLength)
  } catch (cause) {
    throw outputError(machine.codec, plainLength, cause)
  }
}

/** All of `bytes`, which must be `plainLength` of plain ones. */
function decodeWhole(machine: CodecMachine, bytes: Uint8Array, plainLength: number): Uint8Array<ArrayBuffer> {
  const output = allot(machine, plainLength)
  let rest = bytes
  let length = 0
  while (length < plainLength) {
    const step = machine.decode(rest, length === 0 ? output : output.subarray(length))
    rest = rest.subarray(step.consumed)
    length += step.produced
    if (!step.needsInput || step.produced > 0) continue
    if (!machine.exports.mayEnd()) throw cutError(machine.codec, bytes.length)
    throw lengthError(machine.codec, plainLength, `${length} bytes`, bytes.length)
  }
  if (machine.hasMore(rest)) throw lengthError(machine.codec, plainLength, 'more', machine.taken)
  if (!machine.exports.mayEnd()) throw cutError(machine.codec, bytes.length)
  return output
}
