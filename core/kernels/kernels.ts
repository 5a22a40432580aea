import type { Codecs } from '../compression/codecs.ts'
import type { Encoders } from '../compression/encoders.ts'
import type { CsvKernels } from './csvKernels.ts'
import type { JsonKernel } from './jsonKernel.ts'
import type { MinhashKernel } from './minhashKernel.ts'
import type { PageEncoder } from './pageEncoder.ts'
import type { PageKernels } from './pageKernels.ts'
import type { RowHasher } from './rowHasher.ts'
import type { TextKernel } from './textKernel.ts'

/**
 * The byte-level inner loops, injected so that a WASM SIMD implementation and the scalar one are interchangeable.
 * The scalar implementation is the oracle of the tests and the fallback where SIMD is missing.
 */
export interface ByteKernels {
  readonly name: 'scalar' | 'wasm'
  /**
   * Offsets of every 0x0A in `bytes`, ascending, written into `out` from index 0.
   * @returns how many were written; `out` must have room for one per byte of `bytes` at worst: when it fills up the
   * search stops early, and the caller goes on after the last offset written.
   */
  findNewlines(bytes: Uint8Array, out: Uint32Array): number
}

/** The byte kernels, and what is compiled only where a file needs it. */
export interface Kernels extends ByteKernels {
  /**
   * Decoders of compressed bytes, compiled at first use and then always the same.
   *
   * @throws EngineError `compression/unsupported` where they do not run
   */
  codecs(): Promise<Codecs>
  /**
   * Compressors, compiled at first use and then always the same.
   *
   * @throws EngineError `compression/unsupported` where they do not run
   */
  encoders(): Promise<Encoders>
  /** The inner loops of CSV, compiled at first use; null where there is none but `scalarCsvKernels`. Never rejects. */
  csv(): Promise<CsvKernels | null>
  /** The reader of JSON records, compiled at first use; null where it does not run. Never rejects. */
  json(): Promise<JsonKernel | null>
  /** SHA-256 of many rows by the fastest means there are, made ready at first use. Never rejects. */
  hashing(): Promise<RowHasher>
  /** Words, n-grams and MinHash signatures, compiled at first use. Never rejects. */
  minhash(): Promise<MinhashKernel>
  /** The inner loops of writing Parquet pages, compiled at first use. Never rejects. */
  pageEncoder(): Promise<PageEncoder>
  /**
   * The inner loops of Parquet pages: every call gives new ones, with a memory of their own that goes with them.
   *
   * @throws EngineError `format/unsupported` where they do not run
   */
  pages(): Promise<PageKernels>
  /** The writer of JSON Lines and CSV, compiled at first use; null where it does not run. Never rejects. */
  text(): Promise<TextKernel | null>
}
