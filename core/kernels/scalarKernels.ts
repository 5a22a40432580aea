import { scalarMinhash } from '../dedup/near/scalarMinhash.ts'
import { EngineError } from '../errors.ts'
import { scalarPageEncoder } from '../formats/parquet/write/pages/scalarPageEncoder.ts'
import { scalarRowHasher } from '../hashing/rowHasher.ts'
import type { Kernels } from './kernels.ts'

const NEWLINE = 0x0a

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

  // There are none in plain TypeScript: a decoder that slow would only seem to work.
  codecs: () =>
    Promise.reject(
      new EngineError('compression/unsupported', 'compressed data need WebAssembly with SIMD, which is missing here'),
    ),
  encoders: () =>
    Promise.reject(
      new EngineError('compression/unsupported', 'compressing needs WebAssembly with SIMD, which is missing here'),
    ),
  csv: async () => null,
  json: () => Promise.resolve(null),
  hashing: async () => scalarRowHasher,
  minhash: async () => scalarMinhash,
  text: async () => null,
  pageEncoder: async () => scalarPageEncoder,
  pages: () =>
    Promise.reject(
      new EngineError('format/unsupported', 'Parquet needs WebAssembly with SIMD, which is missing here', {
        feature: 'parquet',
      }),
    ),
}
