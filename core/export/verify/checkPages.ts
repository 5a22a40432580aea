import { leafChunk } from '../../formats/parquet/columns/leafChunk.ts'
import { leavesOf } from '../../formats/parquet/footer/columnTree.ts'
import { readFooter } from '../../formats/parquet/footer/parquetFooter.ts'
import { ChunkBytes } from '../../formats/parquet/pages/chunkBytes.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { PageKernels } from '../../kernels/pageKernels.ts'

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
    for (const [i, leaf] of leaves.entries()) {
      const metadata = chunks[i]
      if (!metadata) return `row ${rowStart} lacks column ${leaf.name}`
      const { byteStart, byteEnd } = leafChunk(leaf, metadata, rowEnd - rowStart, dataEnd)
      const bytes = new ChunkBytes(source, byteStart, byteEnd, dataEnd)
      let values = 0
      let at = byteStart
      while (at < byteEnd) {
        const { header, bodyStart, byteEnd: next } = await bytes.readHeader(at, signal)
        const stored = await bytes.read(bodyStart, header.storedSize, signal)
        if (header.crc !== null && crcOf(pages, stored) !== header.crc)
          return `the page at byte ${at} has another checksum`
        if (header.kind === 'data' || header.kind === 'data2') values += header.numValues
        at = next
      }
      if (at !== byteEnd) return `column ${leaf.name} ends at byte ${at}, its metadata say ${byteEnd}`
      if (values !== metadata.numValues) {
        return `column ${leaf.name} has ${values} values behind row ${rowStart}, its metadata say ${metadata.numValues}`
      }
    }
  }
  return null
}

function crcOf(pages: PageKernels, bytes: Uint8Array): number {
  const at = pages.alloc(bytes.length)
  pages.bytes.set(bytes, at)
  const crc = pages.crc32(0, at, bytes.length) >>> 0
  pages.free(at)
  return crc
}
