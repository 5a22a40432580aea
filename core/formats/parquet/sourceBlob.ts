import type { ByteSource } from '../../io/byteSource.ts'

/** The part of `Blob` parquet-wasm reads through. */
export interface BlobSlices {
  readonly size: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/**
 * A source in the shape of a Blob, for parquet-wasm. A rejected read would panic the decoder and its promise would
 * never settle, so reads never reject: a failure is told to `onReadError`, and zero bytes are handed over instead.
 */
export function sourceBlob(source: ByteSource, onReadError: (error: unknown) => void): BlobSlices {
  const size = source.byteLength ?? 0
  return {
    size,
    slice: (start = 0, end = size) => ({
      async arrayBuffer() {
        try {
          const bytes = await source.read(start, Math.min(end, size))
          if (bytes.length < end - start) throw new Error(`short read: ${bytes.length} of ${end - start} bytes`)
          return bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength
            ? bytes.buffer
            : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
        } catch (error) {
          onReadError(error)
          return new ArrayBuffer(end - start)
        }
      },
    }),
  }
}
