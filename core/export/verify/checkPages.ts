import { type LeafChunk, leafChunk } from '../../formats/parquet/columns/leafChunk.ts'
import { leavesOf } from '../../formats/parquet/footer/columnTree.ts'
import type { ChunkMetadata } from '../../formats/parquet/footer/fileMetadata.ts'
import { readFooter } from '../../formats/parquet/footer/parquetFooter.ts'
import { ChunkBytes } from '../../formats/parquet/pages/chunkBytes.ts'
import { readSmallChunks } from '../../formats/parquet/scan/smallChunks.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { PageKernels } from '../../kernels/pageKernels.ts'

/** Chunks of so many columns are read together where they are small: at most 64 MiB. */
const LEAVES_AT_ONCE = 256

/**
 * Goes through every page of a Parquet file: headers that follow each other without a gap, checksums where there are some,
 * and as many values in a column chunk as its metadata say.
 *
 * @returns what is wrong, in words; null: nothing
 * @throws EngineError `format/corrupt`, `limit/exceeded`; what the source throws; `AbortError`
 */
export async function checkPages(source: ByteSource, pages: PageKernels, signal?: AbortSignal): Promise<string | null> {
  const { columns, rowGroups, dataEnd } = await readFooter(source, signal)
  const leaves = columns.flatMap(leavesOf)
  for (const { rowStart, rowEnd, chunks } of rowGroups) {
    for (let from = 0; from < leaves.length; from += LEAVES_AT_ONCE) {
      const some = leaves.slice(from, from + LEAVES_AT_ONCE).map((leaf, i) => {
        const chunk = leafChunk(leaf, chunks[from + i] as ChunkMetadata, rowEnd - rowStart, dataEnd)
        return { chunk, bytes: new ChunkBytes(source, chunk.byteStart, chunk.byteEnd, dataEnd) }
      })
      await readSmallChunks(
        source,
        some.map(({ bytes }) => bytes),
        signal,
      )
      for (const { chunk, bytes } of some) {
        const wrong = await checkChunk(chunk, bytes, pages, signal)
        if (wrong) return `column ${chunk.leaf.name} behind row ${rowStart}: ${wrong}`
      }
    }
  }
  return null
}

async function checkChunk(
  { byteStart, byteEnd, chunk }: LeafChunk,
  bytes: ChunkBytes,
  pages: PageKernels,
  signal?: AbortSignal,
): Promise<string | null> {
  let values = 0
  let at = byteStart
  while (at < byteEnd) {
    const { header, bodyStart, byteEnd: next } = await bytes.readHeader(at, signal)
    const stored = await bytes.read(bodyStart, header.storedSize, signal)
    if (header.crc !== null && crcOf(pages, stored) !== header.crc) return `the page at byte ${at} has another checksum`
    if (header.kind === 'data' || header.kind === 'data2') values += header.numValues
    at = next
  }
  if (at !== byteEnd) return `it ends at byte ${at}, its metadata say ${byteEnd}`
  return values === chunk.numValues ? null : `it has ${values} values, its metadata say ${chunk.numValues}`
}

function crcOf(pages: PageKernels, bytes: Uint8Array): number {
  const at = pages.alloc(bytes.length)
  pages.bytes.set(bytes, at)
  const crc = pages.crc32(0, at, bytes.length) >>> 0
  pages.free(at)
  return crc
}
