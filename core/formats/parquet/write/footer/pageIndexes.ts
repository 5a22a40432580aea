import type { CompactOutput } from '../../thrift/compactOutput.ts'
import { STRUCT } from '../../thrift/compactWriter.ts'
import { FactsCursor } from '../chunk/leafFacts.ts'
import type { WrittenGroup } from './writtenGroup.ts'

// Field numbers are those of parquet.thrift (OffsetIndex, PageLocation).

/** Where the indexes of a row group's leaves lie in the file: offset and length of each. Length 0: there is none. */
export interface IndexPlaces {
  columnIndexes: Float64Array
  offsetIndexes: Float64Array
}

function writeOffsetIndex(out: CompactOutput, facts: FactsCursor, start: number): void {
  out.begin()
  out.list(1, STRUCT, facts.pages)
  for (let page = 0; page < facts.pages; page++) {
    out.begin()
    out.i64(1, start + facts.pageOffset(page))
    out.i32(2, facts.pageSize(page))
    out.i64(3, facts.firstRow(page))
    out.end()
  }
  out.end()
}

/**
 * Writes the column indexes of all row groups, then their offset indexes, as the specification recommends.
 *
 * @param position offset in the file of the first byte of `out`
 */
export function writePageIndexes(out: CompactOutput, groups: readonly WrittenGroup[], position: number): IndexPlaces[] {
  const base = position - out.length
  const columnIndexes = groups.map(({ facts }) => {
    const places: number[] = []
    for (const leaf = new FactsCursor(facts); leaf.advance(); ) {
      places.push(base + out.length, leaf.columnIndexEnd - leaf.columnIndexStart)
      out.raw(leaf.bytes, leaf.columnIndexStart, leaf.columnIndexEnd)
    }
    return Float64Array.from(places)
  })
  return groups.map(({ facts, start }, index) => {
    const places: number[] = []
    for (const leaf = new FactsCursor(facts); leaf.advance(); ) {
      const at = out.length
      writeOffsetIndex(out, leaf, start)
      places.push(base + at, out.length - at)
    }
    return { columnIndexes: columnIndexes[index] as Float64Array, offsetIndexes: Float64Array.from(places) }
  })
}
