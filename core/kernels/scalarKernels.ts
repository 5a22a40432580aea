import { EngineError } from '../errors.ts'
import type { Kernels } from './kernels.ts'

const NEWLINE = 0x0a
const QUOTE = 0x22

/** The kernels in plain TypeScript: oracle of the WASM ones, and the fallback. */
export const scalarKernels: Kernels = {
  name: 'scalar',

  findNewlines(bytes, out) {
    let count = 0
    let at = bytes.indexOf(NEWLINE)
    while (at >= 0 && count < out.length) {
      out[count++] = at
      at = bytes.indexOf(NEWLINE, at + 1)
    }
    return count
  },

  findRecordEnds(bytes, out, inQuotes) {
    let count = 0
    let quoted = inQuotes
    for (let i = 0; i < bytes.length && count < out.length; i++) {
      const byte = bytes[i]
      if (byte === QUOTE) quoted = !quoted
      else if (byte === NEWLINE && !quoted) out[count++] = i
    }
    return { count, inQuotes: quoted }
  },

  // There are none in plain TypeScript: a decoder that slow would only seem to work.
  codecs: () =>
    Promise.reject(
      new EngineError('compression/unsupported', 'compressed data need WebAssembly with SIMD, which is missing here'),
    ),
}
