import type { CompactOutput } from '../../thrift/compactOutput.ts'
import { BINARY, I32, STRUCT } from '../../thrift/compactWriter.ts'
import { FactsCursor } from '../chunk/leafFacts.ts'
import { Encoding } from '../pages/pageHeader.ts'
import type { WriteLeaf } from '../schema/writeTree.ts'
import type { IndexPlaces } from './pageIndexes.ts'
import type { WrittenGroup } from './writtenGroup.ts'

// Field numbers are those of parquet.thrift (RowGroup, ColumnChunk, ColumnMetaData, PageEncodingStats).

const DATA_PAGE = 0
const DICTIONARY_PAGE = 2
/** A row group's number is one of 16 bits, and is left out beyond. */
const MAX_ORDINAL = 2 ** 15 - 1

/** What the row groups of a file have in common, and this one's place. */
export interface RowGroupSurroundings {
  leaves: readonly WriteLeaf[]
  codec: number
  places: IndexPlaces
  ordinal: number
}

function writeEncodings(out: CompactOutput, { dictionaryOffset }: FactsCursor): void {
  const hasDictionary = dictionaryOffset !== null
  const encodings = hasDictionary
    ? [Encoding.plain, Encoding.rle, Encoding.rleDictionary]
    : [Encoding.plain, Encoding.rle]
  out.list(2, I32, encodings.length)
  for (const encoding of encodings) out.item(encoding)
}

function writeEncodingCounts(out: CompactOutput, { dictionaryOffset, pages }: FactsCursor): void {
  const hasDictionary = dictionaryOffset !== null
  const counts: [page: number, encoding: number, count: number][] = hasDictionary
    ? [[DICTIONARY_PAGE, Encoding.plain, 1]]
    : []
  counts.push([DATA_PAGE, hasDictionary ? Encoding.rleDictionary : Encoding.plain, pages])
  out.list(13, STRUCT, counts.length)
  for (const [page, encoding, count] of counts) {
    out.begin()
    out.i32(1, page)
    out.i32(2, encoding)
    out.i32(3, count)
    out.end()
  }
}

function writeColumn(out: CompactOutput, facts: FactsCursor, leaf: WriteLeaf, codec: number, start: number): void {
  out.struct(3)
  out.i32(1, leaf.leaf.physical)
  writeEncodings(out, facts)
  out.list(3, BINARY, leaf.path.length)
  for (const name of leaf.path) out.textItem(name)
  out.i32(4, codec)
  out.i64(5, facts.entries)
  out.i64(6, facts.plainBytes)
  out.i64(7, facts.storedBytes)
  out.i64(9, start + facts.dataOffset)
  if (facts.dictionaryOffset !== null) out.i64(11, start + facts.dictionaryOffset)
  out.rawStruct(12, facts.bytes, facts.statisticsStart, facts.columnIndexStart)
  writeEncodingCounts(out, facts)
  out.end()
}

/** A row group as an item of the footer's list. */
export function writeRowGroup(out: CompactOutput, group: WrittenGroup, around: RowGroupSurroundings): void {
  const { leaves, codec, places, ordinal } = around
  let plainBytes = 0
  out.begin()
  out.list(1, STRUCT, leaves.length)
  let index = 0
  for (const facts = new FactsCursor(group.facts); facts.advance(); ) {
    plainBytes += facts.plainBytes
    out.begin()
    // Deprecated and required: 0, as metadata stand nowhere but in the footer.
    out.i64(2, 0)
    writeColumn(out, facts, leaves[index] as WriteLeaf, codec, group.start)
    out.i64(4, places.offsetIndexes[index * 2] as number)
    out.i32(5, places.offsetIndexes[index * 2 + 1] as number)
    if (places.columnIndexes[index * 2 + 1] !== 0) {
      out.i64(6, places.columnIndexes[index * 2] as number)
      out.i32(7, places.columnIndexes[index * 2 + 1] as number)
    }
    out.end()
    index++
  }
  out.i64(2, plainBytes)
  out.i64(3, group.rows)
  out.i64(5, group.start)
  out.i64(6, group.storedBytes)
  if (ordinal <= MAX_ORDINAL) out.i16(7, ordinal)
  out.end()
}
