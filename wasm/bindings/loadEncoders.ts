import type { EncoderCodec, Encoders } from '../../core/compression/encoders.ts'
import { EngineError } from '../../core/errors.ts'

/** Most bytes of one call. */
const MAX_BYTES = 1024 ** 3

/** What `wasm/assembly/encoders/module.ts` exports. Pointers are bytes of the module's own memory. */
interface EncoderExports {
  memory: WebAssembly.Memory
  start(codec: number, total: number): number
  pieceBytes(): number
  reserve(length: number): number
  run(length: number, isLast: number): number
  outputStart(): number
  gapBytes(): number
  gapOffset(): number
  gapStart(): number
}

/** By the numbers of `encoders.ts`. */
const NUMBERS: Readonly<Record<EncoderCodec, number>> = { gzip: 1, zstd: 2, lz4_frame: 3, lz4_raw: 4, snappy: 5 }

/**
 * The compressors over one instance of the compiled `encoders.wasm`. Its memory grows to what the largest piece of an input
 * needs (some 11 MiB), not with the input, and is used again by every call.
 * @throws where the module is not `encoders.wasm` or no memory is to be had
 */
export function createEncoders(module: WebAssembly.Module): Encoders {
  const exports = new WebAssembly.Instance(module).exports as unknown as EncoderExports
  let memory = new Uint8Array(exports.memory.buffer)
  /** The module's memory as it is now; growing it makes a new one. */
  const view = () => {
    if (memory.buffer !== exports.memory.buffer) memory = new Uint8Array(exports.memory.buffer)
    return memory
  }

  /** Compresses a piece and adds its output to `parts`. */
  function runPiece(bytes: Uint8Array, from: number, to: number, parts: Uint8Array<ArrayBuffer>[]): void {
    view().set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), exports.reserve(to - from))
    const length = exports.run(to - from, to === bytes.length ? 1 : 0)
    const start = exports.outputStart()
    const gapBytes = exports.gapBytes()
    if (gapBytes === 0) {
      parts.push(view().slice(start, start + length))
      return
    }
    const offset = exports.gapOffset()
    parts.push(view().slice(start, start + offset))
    // Copied as they are joined: never written to.
    const gapStart = exports.gapStart()
    parts.push(bytes.subarray(gapStart, gapStart + gapBytes) as Uint8Array<ArrayBuffer>)
    parts.push(view().slice(start + offset, start + length))
  }

  return {
    compress(codec, bytes) {
      if (bytes.length > MAX_BYTES) throw sizeError(codec, bytes.length)
      if (!exports.start(NUMBERS[codec], bytes.length)) throw memoryError(codec, bytes.length)
      const step = exports.pieceBytes()
      const parts: Uint8Array<ArrayBuffer>[] = []
      let at = 0
      do {
        const end = Math.min(at + step, bytes.length)
        runPiece(bytes, at, end, parts)
        at = end
      } while (at < bytes.length)
      return parts.length === 1 ? (parts[0] as Uint8Array<ArrayBuffer>) : joined(codec, parts)
    },
  }
}

function sizeError(codec: EncoderCodec, length: number): EngineError {
  const message = `${length} bytes are more than ${codec} is made of at once (${MAX_BYTES} at most)`
  return new EngineError('limit/exceeded', message, { feature: codec })
}

function memoryError(codec: EncoderCodec, length: number, cause?: unknown): EngineError {
  const message = `compressing ${length} bytes with ${codec} needs more memory than there is`
  return new EngineError('limit/exceeded', message, { feature: 'memory' }, cause)
}

function joined(codec: EncoderCodec, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  let whole: Uint8Array<ArrayBuffer>
  try {
    whole = new Uint8Array(length)
  } catch (cause) {
    throw memoryError(codec, length, cause)
  }
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
