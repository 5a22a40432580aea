import { Schema } from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import type { ByteSource } from '../../../io/byteSource.ts'
import { readFull } from '../../../io/readFull.ts'
import { checkFooter } from './checkFooter.ts'
import { type ColumnNode, columnTree, fieldOf, leavesOf } from './columnTree.ts'
import { type ChunkMetadata, type FileMetadata, readFileMetadata } from './fileMetadata.ts'
import { readSchemaTree } from './schemaTree.ts'
import { fileKeyValues, storedSchema, withStoredType } from './storedTypes.ts'

/** Rows `[rowStart, rowEnd)` of the file, stored together; chunks are the leaves', in their order. */
export interface RowGroup {
  rowStart: number
  rowEnd: number
  chunks: ChunkMetadata[]
}

export interface ParquetFooter {
  schema: Schema
  columns: ColumnNode[]
  numRows: number
  rowGroups: RowGroup[]
  /** Where the metadata begin: every page lies before. */
  dataEnd: number
}

const LENGTH_AND_MAGIC = 8

/**
 * Reads the end of a Parquet file.
 *
 * @throws EngineError `format/corrupt`, `format/unsupported`, `limit/exceeded`; what the source throws; `AbortError`
 */
export async function readFooter(source: ByteSource, signal?: AbortSignal): Promise<ParquetFooter> {
  const { byteLength, metadataBytes } = await checkFooter(source, signal)
  const dataEnd = byteLength - LENGTH_AND_MAGIC - metadataBytes
  const bytes = await readFull(source, dataEnd, dataEnd + metadataBytes, signal)
  return describeFile(readFileMetadata(bytes, dataEnd), dataEnd)
}

/**
 * Rows are those of the row groups: the footer's own count is wrong in files that are fine otherwise.
 *
 * @throws EngineError `format/corrupt` where the metadata do not fit each other, `format/unsupported`
 */
function describeFile(metadata: FileMetadata, dataEnd: number): ParquetFooter {
  const inferred = columnTree(readSchemaTree(metadata.schema))
  const stored = storedSchema(metadata.keyValues)
  const usable = stored?.fields.length === inferred.length ? stored : null
  const columns = inferred.map((column, index) => {
    const field = usable?.fields[index]
    return field && field.name === column.name ? withStoredType(column, field) : column
  })
  const keyValues = new Map([...(usable?.metadata ?? []), ...fileKeyValues(metadata.keyValues)])
  const schema = new Schema(columns.map(fieldOf), keyValues)
  const numLeaves = columns.reduce((count, column) => count + leavesOf(column).length, 0)
  const rowGroups: RowGroup[] = []
  let numRows = 0
  for (const [index, { numRows: rows, chunks }] of metadata.rowGroups.entries()) {
    const fits = Number.isSafeInteger(rows) && rows >= 0 && Number.isSafeInteger(numRows + rows)
    if (!fits) throw new EngineError('format/corrupt', `row group ${index} of the Parquet file has ${rows} rows`)
    if (chunks.length !== numLeaves) {
      const message = `row group ${index} of the Parquet file has ${chunks.length} columns, its schema ${numLeaves}`
      throw new EngineError('format/corrupt', message)
    }
    rowGroups.push({ rowStart: numRows, rowEnd: numRows + rows, chunks })
    numRows += rows
  }
  return { schema, columns, numRows, rowGroups, dataEnd }
}
