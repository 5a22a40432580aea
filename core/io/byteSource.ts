import type { ErrorCode } from '../errors.ts'

/** Why a source ends before its time: what is readable of a compressed file that is cut or damaged. */
export interface SourceDamage {
  /** Where the readable part ends, in the source's own coordinates. */
  byte: number
  /** Where in the compressed file decoding failed. */
  packedByte: number
  code: ErrorCode
  message: string
}

/**
 * Anything readable: a file, a Blob, a URL, memory, a view of another source.
 * Implementations are stateless to the caller: concurrent and out-of-order reads are allowed.
 */
export interface ByteSource {
  /** Length in bytes; null while it is not known. */
  readonly byteLength: number | null
  /** Set once a read came to a place behind which nothing can be read, though more was to come. Reads end there. */
  readonly damage?: SourceDamage | null
  /**
   * Bytes `[byteStart, byteEnd)`. Short only where the source ends. The result belongs to the caller (it is never
   * reused), but may be a view of a larger buffer: copy before transferring.
   * @throws EngineError `source/read`, `source/changed`, `source/denied`, `argument/invalid` for a negative or
   * inverted range; `AbortError`.
   */
  read(byteStart: number, byteEnd: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /**
   * The same into memory of the caller, where the source can: bytes from `byteStart` on, as many as fit. After an abort
   * the memory may still be written to.
   * @returns how many came, fewer only where the source ends
   * @throws as `read`
   */
  readInto?(target: Uint8Array<ArrayBuffer>, byteStart: number, signal?: AbortSignal): Promise<number>
}
