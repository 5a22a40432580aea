import type { ByteSink } from '../io/byteSink.ts'
import type { ByteSource } from '../io/byteSource.ts'

/**
 * A place for what can be made again: indexes, states of decoders, decompressed copies. Bounded, shared between threads
 * and sessions, and never relied upon: an entry may be gone or damaged the next time it is asked for.
 *
 * Keys are `group/name` of letters, digits, `.`, `-` and `_`; a group belongs together and is evicted whole.
 */
export interface Scratch {
  /** Whether other threads see what is written here: false where each thread has a memory of its own. */
  readonly isShared: boolean
  /** Most bytes of one entry. */
  readonly maxEntryBytes: number
  /** Null when there is no such entry. @throws EngineError `source/read`; callers take that for a missing entry */
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Whole or not at all. @throws EngineError `sink/*` */
  write(key: string, bytes: Uint8Array): Promise<void>
  /** An entry as a source, for copies too large for memory; null when there is none. */
  open(key: string): Promise<{ source: ByteSource; close(): Promise<void> } | null>
  /** Writes an entry bit by bit; it is there once the sink is closed. @throws EngineError `sink/*` */
  create(key: string): Promise<ByteSink>
  /** Removes every entry whose key starts so. Missing ones are no error. */
  remove(keyPrefix: string): Promise<void>
}

/** Whether `key` is one that every scratch takes. */
export function isScratchKey(key: string): boolean {
  return /^[\w.-]{1,100}\/[\w.-]{1,60}$/.test(key) && !/(^|\/)\.+(\/|$)/.test(key)
}
