import { EngineError } from '../errors.ts'
import { memorySource } from '../io/memorySource.ts'
import { isScratchKey, type Scratch } from './scratch.ts'

/**
 * A scratch in the memory of one thread, for environments without files of their own, and for tests. Entries written
 * first go first.
 */
export function memoryScratch(
  budgetBytes: number,
  isShared = false,
): Scratch & { entries: Map<string, Uint8Array<ArrayBuffer>> } {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>()

  function put(key: string, bytes: Uint8Array): void {
    if (!isScratchKey(key)) throw new EngineError('argument/invalid', `not a scratch key: ${key}`)
    if (bytes.length > budgetBytes) throw new EngineError('sink/full', `${bytes.length} bytes, ${budgetBytes} at most`)
    entries.delete(key)
    entries.set(key, bytes.slice())
    let sum = 0
    for (const entry of entries.values()) sum += entry.length
    for (const [oldest, entry] of entries) {
      if (sum <= budgetBytes) break
      entries.delete(oldest)
      sum -= entry.length
    }
  }

  return {
    entries,
    isShared,
    maxEntryBytes: budgetBytes,
    read: async (key) => entries.get(key)?.slice() ?? null,
    write: async (key, bytes) => put(key, bytes),
    async open(key) {
      const entry = entries.get(key)
      return entry ? { source: memorySource(entry), close: async () => {} } : null
    },
    async create(key) {
      let parts: Uint8Array<ArrayBuffer>[] = []
      let length = 0
      return {
        async write(bytes) {
          length += bytes.length
          if (length > budgetBytes) throw new EngineError('sink/full', `more than ${budgetBytes} bytes`)
          parts.push(bytes.slice())
        },
        async close() {
          const whole = new Uint8Array(length)
          let at = 0
          for (const part of parts) {
            whole.set(part, at)
            at += part.length
          }
          put(key, whole)
        },
        async abort() {
          parts = []
        },
      }
    },
    async remove(keyPrefix) {
      for (const key of [...entries.keys()]) if (key.startsWith(keyPrefix)) entries.delete(key)
    },
  }
}
