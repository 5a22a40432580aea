/** Compressions that can be written. `lz4_raw` is a block without a frame, for Parquet; so is `snappy`. */
export type EncoderCodec = 'zstd' | 'gzip' | 'lz4_frame' | 'lz4_raw' | 'snappy'

/**
 * Compressors whose output depends on nothing but their input: the same in every environment and version of it, so that
 * an export can be repeated bit for bit.
 */
export interface Encoders {
  /**
   * One whole frame, member or block with its sizes and checksums. Frames of zstd and LZ4 and members of gzip may stand one
   * behind the other.
   *
   * @param bytes any number, also none
   * @returns bytes that belong to the caller, in a buffer of their own
   * @throws EngineError `limit/exceeded` for more than 1 GiB at once
   */
  compress(codec: EncoderCodec, bytes: Uint8Array): Uint8Array<ArrayBuffer>
}
