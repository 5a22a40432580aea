import type { Codecs, StreamCodec } from '../../compression/codecs.ts'

/** Decoded bytes are handed on in pieces of at most this size. */
const PIECE_BYTES = 1024 ** 2

/** Takes a file's bytes in order, and hands on the plain ones. */
export interface PlainBytes {
  /** @throws EngineError `compression/corrupt` */
  add(bytes: Uint8Array): void
  /** @throws EngineError `compression/corrupt` when the file is cut */
  end(): void
  /** Gives a decoder's memory back. */
  free(): void
}

/** Bytes that are plain already. */
export function plainAlready(take: (bytes: Uint8Array) => void): PlainBytes {
  return { add: take, end: () => {}, free: () => {} }
}

/**
 * Decodes a compressed file from its start.
 * @param take given each piece, which is good until the next
 */
export function decodedBytes(codecs: Codecs, codec: StreamCodec, take: (bytes: Uint8Array) => void): PlainBytes {
  const decoder = codecs.createDecoder(codec)
  const piece = new Uint8Array(PIECE_BYTES)
  return {
    add(bytes) {
      for (let at = 0; ; ) {
        const { consumed, produced, needsInput } = decoder.decode(bytes.subarray(at), piece)
        at += consumed
        if (produced > 0) take(piece.subarray(0, produced))
        if (needsInput) return
      }
    },
    end: () => decoder.finish(),
    free: () => decoder.free(),
  }
}
