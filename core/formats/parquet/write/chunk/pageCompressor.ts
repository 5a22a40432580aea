import type { EncoderCodec, Encoders } from '../../../../compression/encoders.ts'
import { EngineError } from '../../../../errors.ts'
import type { Codec } from '../../../../export/exportOptions.ts'

/** Numbers of `CompressionCodec` in parquet.thrift. */
export const CODEC_NUMBERS: Readonly<Record<Codec, number>> = { none: 0, snappy: 1, gzip: 2, zstd: 6, lz4: 7 }

const ENCODERS: Readonly<Record<Exclude<Codec, 'none'>, EncoderCodec>> = {
  snappy: 'snappy',
  gzip: 'gzip',
  zstd: 'zstd',
  lz4: 'lz4_raw',
}

/** Gives bytes of its own. */
export type PageCompressor = (bytes: Uint8Array) => Uint8Array

/**
 * What compresses the pages of a file; null where nothing does.
 *
 * @throws EngineError `compression/unsupported` where compressors do not run here
 */
export function pageCompressor(codec: Codec, encoders: Encoders | null): PageCompressor | null {
  if (codec === 'none') return null
  if (!encoders) {
    const message = `Parquet pages cannot be compressed with ${codec} here: there are no compressors`
    throw new EngineError('compression/unsupported', message, { feature: codec })
  }
  const name = ENCODERS[codec]
  return (bytes) => encoders.compress(name, bytes)
}
