import { Binary, type DataType, Field, Schema, Type, Utf8 } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { schemaFromIpc } from '../../table/ipc.ts'
import type { ParquetFileHandle } from './parquetModule.ts'

/** A column chunk: its top-level column, and its size once decompressed (still encoded). */
export interface ColumnChunk {
  column: string
  uncompressedSize: number
}

/** Rows `[rowStart, rowEnd)` of the file, stored together. */
export interface RowGroup {
  rowStart: number
  rowEnd: number
  chunks: ColumnChunk[]
}

export interface ParquetMetadata {
  schema: Schema
  numRows: number
  rowGroups: RowGroup[]
}

/** The decoder hands view columns over as plain ones, whatever the schema stored in the file says. */
function decodedType(type: DataType): DataType {
  if (type.typeId === Type.Utf8View) return new Utf8()
  if (type.typeId === Type.BinaryView) return new Binary()
  const children = (type.children ?? []) as Field[]
  if (type.typeId === Type.Dictionary || children.length === 0) return type
  const decoded = children.map(decodedField)
  if (decoded.every((child, index) => child === children[index])) return type
  return Object.assign(Object.create(Object.getPrototypeOf(type) as object), type, { children: decoded })
}

function decodedField(field: Field): Field {
  const type = decodedType(field.type)
  return type === field.type ? field : new Field(field.name, type, field.nullable, field.metadata)
}

function readRowGroup(file: ParquetFileHandle, index: number, rowStart: number): RowGroup {
  const group = file.metadata().rowGroup(index)
  const numRows = group.numRows()
  if (!Number.isSafeInteger(numRows) || numRows < 0) {
    throw new EngineError('format/corrupt', `row group ${index} of the Parquet file has ${numRows} rows`)
  }
  const chunks = Array.from({ length: group.numColumns() }, (_, column) => {
    const chunk = group.column(column)
    return { column: chunk.columnPath()[0] ?? '', uncompressedSize: Math.max(0, chunk.uncompressedSize()) }
  })
  return { rowStart, rowEnd: rowStart + numRows, chunks }
}

/**
 * What the footer says, as plain data.
 *
 * @throws EngineError `format/corrupt` when its numbers do not fit each other; `format/unsupported` for schemas the
 * Arrow reader refuses
 */
export function readMetadata(file: ParquetFileHandle): ParquetMetadata {
  const stored = schemaFromIpc(file.schema().intoIPCStream())
  const schema = new Schema(stored.fields.map(decodedField), stored.metadata)
  const metadata = file.metadata()
  const rowGroups: RowGroup[] = []
  let numRows = 0
  for (let index = 0; index < metadata.numRowGroups(); index++) {
    const group = readRowGroup(file, index, numRows)
    rowGroups.push(group)
    numRows = group.rowEnd
  }
  const claimed = metadata.fileMetadata().numRows()
  if (claimed !== numRows) {
    const message = `the Parquet footer counts ${claimed} rows, its row groups ${numRows}`
    throw new EngineError('format/corrupt', message)
  }
  return { schema, numRows, rowGroups }
}
