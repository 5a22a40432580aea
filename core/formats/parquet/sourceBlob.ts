import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'

/** The part of `Blob` parquet-wasm reads through. */
export interface BlobSlices {
  readonly size: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/**
 * A source in the shape of a Blob, for parquet-wasm. A rejected read panics the decoder, and invented bytes might, so
 * a read that fails is told to `onReadError` and then never settles: the caller stops waiting, the decoder waits on.
 *
 * @param onReadError gets the source's error, or `format/corrupt` when the file's metadata names bytes it has not got
 */
export function sourceBlob(source: ByteSource, byteLength: number, onReadError: (error: unknown) => void): BlobSlices {
  return {
    size: byteLength,
    slice: (start = 0, end = byteLength) => ({
      async arrayBuffer() {
        try {
          return await readExactly(source, start, end, byteLength)
        } catch (error) {
          onReadError(error)
          return new Promise<ArrayBuffer>(() => {})
        }
      },
    }),
  }
}

async function readExactly(source: ByteSource, start: number, end: number, byteLength: number): Promise<ArrayBuffer> {
  if (start < 0 || start > end || end > byteLength) {
    const message = `Parquet metadata names bytes ${start} to ${end} of a file of ${byteLength} bytes`
    throw new EngineError('format/corrupt', message, { byte: start })
  }
  const bytes = await readFull(source, start, end)
  if (bytes.length < end - start) {
    const message = `the source ended at byte ${start + bytes.length}, ${end} bytes were expected`
    throw new EngineError('source/changed', message, { byte: start + bytes.length })
  }
  return bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength
    ? bytes.buffer
    : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
}
