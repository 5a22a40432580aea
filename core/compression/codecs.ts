/** Compressions that can be read from the start of a file on. `lz4_frame` is what `lz4` files and Arrow buffers have. */
export type StreamCodec = 'zstd' | 'gzip' | 'lz4_frame'

/** Compressions of buffers whose plain length is known. `lz4_raw` is a block without any frame (Parquet's LZ4_RAW). */
export type BufferCodec = StreamCodec | 'lz4_raw'

/** Windows above this are refused: what `zstd --ultra --long` makes by default is just within. */
export const MAX_WINDOW_BYTES = 128 * 1024 ** 2

/** Decoders of compressed bytes, checked against every checksum the stream has. */
export interface Codecs {
  /**
   * One whole buffer of known plain size: a Parquet page, a buffer of an Arrow batch. Several gzip members or zstd
   * frames are joined.
   *
   * @returns exactly `plainLength` bytes, which belong to the caller
   * @throws EngineError `compression/corrupt` (`details.byte`: offset in `bytes`) when it does not decode to exactly
   * that many bytes; `compression/unsupported` for what is not decoded (dictionaries); `limit/exceeded` for a window
   * over `MAX_WINDOW_BYTES`
   */
  decompress(codec: BufferCodec, bytes: Uint8Array, plainLength: number): Uint8Array<ArrayBuffer>
  /**
   * A decoder from the start of a compressed file, or from a state saved before. Several gzip members, zstd or LZ4
   * frames, skippable frames, and zeros behind the last gzip member are gone through inside.
   *
   * @throws EngineError `argument/invalid` for a state that `saveState` of this version did not make;
   * `compression/unsupported` where the codec is not there
   */
  createDecoder(codec: StreamCodec, state?: Uint8Array): StreamDecoder
}

export interface DecodeStep {
  /** Bytes of `input` that are dealt with; the rest must come again, at the start of the next input. */
  consumed: number
  /** Bytes written to `output`. */
  produced: number
  /** True when all input is consumed and nothing more can be made of it. */
  needsInput: boolean
}

/**
 * Decodes one compressed file in steps. A step ends early where a member or frame ends, so that `atMemberEdge` shows.
 * After a method threw, only `free` may be called.
 */
export interface StreamDecoder {
  /**
   * Decodes what fits. Never fails for lack of input: what cannot be decoded yet is consumed and kept.
   *
   * @throws EngineError `compression/corrupt` (`details.byte`: offset in the compressed file), `limit/exceeded` (window)
   */
  decode(input: Uint8Array, output: Uint8Array): DecodeStep
  /**
   * Tells that no input is left and all output was taken.
   *
   * @throws EngineError `compression/corrupt` when the file is cut inside a member or frame, or has none
   */
  finish(): void
  /**
   * Everything needed to go on later with the byte behind the consumed ones: output not yet taken and input kept are
   * part of it. The decoder goes on as if nothing was.
   */
  saveState(): Uint8Array<ArrayBuffer>
  /** About how long `saveState` would be now. */
  readonly stateBytes: number
  /** Bytes consumed since the start of the compressed file. */
  readonly consumedBytes: number
  /** Whether a member or frame has just ended and nothing is pending: a state saved here is a few bytes. */
  readonly atMemberEdge: boolean
  /** Gives the decoder's memory back. Nothing may be called afterwards. */
  free(): void
}
