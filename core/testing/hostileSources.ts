import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { memorySource } from '../io/memorySource.ts'

/** Text as a source. */
export function textSource(text: string): ByteSource {
  return memorySource(new TextEncoder().encode(text))
}

/** Gives at most `maxBytes` a read, as a socket would, although more is there. */
export function shortSource(source: ByteSource, maxBytes: number): ByteSource {
  return {
    byteLength: source.byteLength,
    read: (byteStart, byteEnd, signal) => source.read(byteStart, Math.min(byteEnd, byteStart + maxBytes), signal),
  }
}

/** Can also read into memory of the caller, all of which it writes over first. */
export function intoSource(source: ByteSource): ByteSource {
  return {
    byteLength: source.byteLength,
    read: (byteStart, byteEnd, signal) => source.read(byteStart, byteEnd, signal),
    async readInto(target, byteStart, signal) {
      target.fill(0xaa)
      const bytes = await source.read(byteStart, byteStart + target.length, signal)
      target.set(bytes)
      return bytes.length
    },
  }
}

/** Does not know its length, as a decompressed view would not. */
export function endlessLookingSource(source: ByteSource): ByteSource {
  return { byteLength: null, read: (byteStart, byteEnd, signal) => source.read(byteStart, byteEnd, signal) }
}

/** Answers late, and takes no notice of an abort. */
export function slowSource(source: ByteSource, delayMs: number): ByteSource {
  return {
    byteLength: source.byteLength,
    async read(byteStart, byteEnd) {
      await new Promise<void>((resolve) => setTimeout(resolve, delayMs))
      return source.read(byteStart, byteEnd)
    },
  }
}

/** Fails with `source/read` whenever a read touches `byte`. */
export function failingSource(source: ByteSource, byte: number): ByteSource {
  return {
    byteLength: source.byteLength,
    async read(byteStart, byteEnd, signal) {
      if (byteStart <= byte && byte < byteEnd)
        throw new EngineError('source/read', `cannot read byte ${byte}`, { byte })
      return source.read(byteStart, byteEnd, signal)
    },
  }
}

/** Gives `fill` instead of what is in `[poisonStart, poisonEnd)`. */
export function poisonedSource(source: ByteSource, poisonStart: number, poisonEnd: number, fill: number): ByteSource {
  return {
    byteLength: source.byteLength,
    async read(byteStart, byteEnd, signal) {
      const bytes = await source.read(byteStart, byteEnd, signal)
      return bytes.fill(fill, Math.max(0, poisonStart - byteStart), Math.max(0, poisonEnd - byteStart))
    },
  }
}

/** Claims its old length although the file was cut to `actualLength` meanwhile. */
export function cutSource(source: ByteSource, actualLength: number): ByteSource {
  return {
    byteLength: source.byteLength,
    read: (byteStart, byteEnd, signal) =>
      source.read(Math.min(byteStart, actualLength), Math.min(byteEnd, actualLength), signal),
  }
}

export interface CountingSource extends ByteSource {
  reads: number
  bytesRead: number
}

/** Counts what is asked of it. */
export function countingSource(source: ByteSource): CountingSource {
  return {
    byteLength: source.byteLength,
    reads: 0,
    bytesRead: 0,
    async read(byteStart, byteEnd, signal) {
      const bytes = await source.read(byteStart, byteEnd, signal)
      this.reads++
      this.bytesRead += bytes.length
      return bytes
    },
  }
}
