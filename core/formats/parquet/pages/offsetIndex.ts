import { EngineError } from '../../../errors.ts'
import { CompactReader } from '../thrift/compactReader.ts'

/** Where pages begin, in order: offsets of their headers in the file, and their first rows in the row group. */
export interface PageStarts {
  byteStarts: number[]
  rowStarts: number[]
}

/**
 * The offset index of a column chunk.
 *
 * @param byteStart offset of the bytes in the file, for messages
 * @throws EngineError `format/corrupt` where it is no index: not ascending, or outside of the chunk
 */
export function readOffsetIndex(
  bytes: Uint8Array,
  byteStart: number,
  chunk: { byteStart: number; byteEnd: number },
  numRows: number,
): PageStarts {
  const reader = new CompactReader(bytes, byteStart)
  const starts: PageStarts = { byteStarts: [], rowStarts: [] }
  reader.root((id, type) => {
    if (id !== 1) return reader.skip(type)
    reader.list(type, (type) => {
      let at = -1
      let row = -1
      reader.struct(type, (id, type) => {
        if (id === 1) at = reader.int(type)
        else if (id === 3) row = reader.int(type)
        else reader.skip(type)
      })
      const pageBefore = starts.byteStarts.at(-1) ?? chunk.byteStart - 1
      const rowBefore = starts.rowStarts.at(-1) ?? 0
      const first = starts.rowStarts.length === 0
      if (at <= pageBefore || at >= chunk.byteEnd || row < rowBefore || row > numRows || (first && row !== 0)) {
        const message = `the page index at byte ${byteStart} of the Parquet file names byte ${at}, row ${row}`
        throw new EngineError('format/corrupt', message, { byte: byteStart })
      }
      starts.byteStarts.push(at)
      starts.rowStarts.push(row)
    })
  })
  if (starts.byteStarts.length === 0) {
    throw new EngineError('format/corrupt', `the page index at byte ${byteStart} is empty`, { byte: byteStart })
  }
  return starts
}
