import { EngineError } from '../../../errors.ts'
import type { ByteSource } from '../../../io/byteSource.ts'
import { readFull } from '../../../io/readFull.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'
import type { LeafNode } from '../footer/columnTree.ts'
import { type ChunkMetadata, PhysicalType } from '../footer/fileMetadata.ts'
import type { Decompress } from '../pages/decompress.ts'
import { type PageStarts, readOffsetIndex } from '../pages/offsetIndex.ts'

/** A page index of more is passed over: the pages are found one by one instead. */
const MAX_INDEX_BYTES = 64 * 1024 ** 2

/** What reading the pages of a file needs. */
export interface PageContext {
  source: ByteSource
  /** One past the last byte a page may lie at. */
  dataEnd: number
  pages: PageKernels
  decompress: Decompress
}

/** A leaf's values in one row group: what is known of it, shared by all who read it. */
export interface LeafChunk {
  leaf: LeafNode
  chunk: ChunkMetadata
  numRows: number
  byteStart: number
  byteEnd: number
  /** Bytes of a value in the kernels' memory; 0: texts. */
  width: number
  /** Pages that begin on a row and are known; null: nothing is known but the chunk. */
  starts: PageStarts | null
  /** Whether `starts` came from the file's own index, so that it has every page. */
  isIndexed: boolean
  /** Whether the index was looked for. */
  isIndexKnown: boolean
}

function widthOf({ physical, typeLength }: LeafNode): number {
  switch (physical) {
    case PhysicalType.boolean:
      return 1
    case PhysicalType.int32:
    case PhysicalType.float:
      return 4
    case PhysicalType.int96:
      return 12
    case PhysicalType.byteArray:
      return 0
    case PhysicalType.fixedLenByteArray:
      return typeLength
    default:
      return 8
  }
}

/**
 * A column chunk of a row group.
 *
 * @throws EngineError `format/corrupt` where it lies outside of the file or is of another type than the schema says
 */
export function leafChunk(leaf: LeafNode, chunk: ChunkMetadata, numRows: number, dataEnd: number): LeafChunk {
  const { dataPageOffset, dictionaryPageOffset, compressedSize } = chunk
  const hasDictionary = dictionaryPageOffset > 0 && dictionaryPageOffset < dataPageOffset
  const byteStart = hasDictionary ? dictionaryPageOffset : dataPageOffset
  const byteEnd = byteStart + compressedSize
  const name = JSON.stringify(leaf.name)
  if (!(byteStart >= 4 && compressedSize >= 0 && byteEnd <= dataEnd)) {
    const message = `column ${name} of the Parquet file lies at bytes ${byteStart} to ${byteEnd} of ${dataEnd}`
    throw new EngineError('format/corrupt', message, { byte: Math.max(0, byteStart || 0) })
  }
  if (chunk.type !== leaf.physical) {
    const message = `column ${name} of the Parquet file is stored as type ${chunk.type}, its schema says ${leaf.physical}`
    throw new EngineError('format/corrupt', message, { byte: byteStart })
  }
  const width = widthOf(leaf)
  if (width < 1 && leaf.physical !== PhysicalType.byteArray) {
    throw new EngineError('format/unsupported', `column ${name} has values of no bytes`, { feature: 'type length 0' })
  }
  return { leaf, chunk, numRows, byteStart, byteEnd, width, starts: null, isIndexed: false, isIndexKnown: false }
}

/**
 * Reads the chunk's page index, where there is one that can be used: a damaged one is as good as none.
 *
 * @throws what the source throws; `AbortError`
 */
export async function loadStarts(chunk: LeafChunk, { source }: PageContext, signal?: AbortSignal): Promise<void> {
  const { offsetIndexOffset: at, offsetIndexLength: length } = chunk.chunk
  if (chunk.isIndexKnown || at <= 0 || length <= 0 || length > MAX_INDEX_BYTES) return
  if (at + length > (source.byteLength ?? 0)) return
  const bytes = await readFull(source, at, at + length, signal)
  chunk.isIndexKnown = true
  try {
    chunk.starts = readOffsetIndex(bytes, at, chunk, chunk.numRows)
    chunk.isIndexed = true
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}
