import { EngineError } from '../../../errors.ts'
import { CompactReader } from '../thrift/compactReader.ts'
import { type LogicalType, readLogicalType } from './logicalType.ts'

/** Numbers of `parquet.thrift`. */
export const PhysicalType = {
  boolean: 0,
  int32: 1,
  int64: 2,
  int96: 3,
  float: 4,
  double: 5,
  byteArray: 6,
  fixedLenByteArray: 7,
} as const

/** One entry of the flattened schema tree, as stored. */
export interface SchemaElement {
  /** Null for groups. */
  type: number | null
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  typeLength: number
  /** 0 required, 1 optional, 2 repeated. */
  repetition: number
  name: string
  numChildren: number
  convertedType: number | null
  scale: number
  precision: number
  fieldId: number | null
  logicalType: LogicalType | null
}

/** A column chunk: where its pages lie. Offsets are the file's, sizes bytes. */
export interface ChunkMetadata {
  type: number
  codec: number
  numValues: number
  uncompressedSize: number
  compressedSize: number
  dataPageOffset: number
  /** 0 where there is none, or where the writer did not say. */
  dictionaryPageOffset: number
  /** 0 length: there is none. */
  offsetIndexOffset: number
  offsetIndexLength: number
}

export interface RowGroupMetadata {
  numRows: number
  chunks: ChunkMetadata[]
}

/** What the footer says, nothing checked against anything but its types. */
export interface FileMetadata {
  schema: SchemaElement[]
  rowGroups: RowGroupMetadata[]
  keyValues: Map<string, string>
  createdBy: string | null
}

const encrypted = (what: string) =>
  new EngineError('format/unsupported', `${what} of the Parquet file is encrypted`, { feature: 'encryption' })

function readElement(reader: CompactReader, type: number): SchemaElement {
  const element: SchemaElement = {
    type: null,
    typeLength: 0,
    repetition: 0,
    name: '',
    numChildren: 0,
    convertedType: null,
    scale: 0,
    precision: 0,
    fieldId: null,
    logicalType: null,
  }
  reader.struct(type, (id, type) => {
    if (id === 1) element.type = reader.int(type)
    else if (id === 2) element.typeLength = reader.int(type)
    else if (id === 3) element.repetition = reader.int(type)
    else if (id === 4) element.name = reader.text(type)
    else if (id === 5) element.numChildren = reader.int(type)
    else if (id === 6) element.convertedType = reader.int(type)
    else if (id === 7) element.scale = reader.int(type)
    else if (id === 8) element.precision = reader.int(type)
    else if (id === 9) element.fieldId = reader.int(type)
    else if (id === 10) element.logicalType = readLogicalType(reader, type)
    else reader.skip(type)
  })
  return element
}

function readChunkPlaces(reader: CompactReader, type: number, chunk: ChunkMetadata): void {
  reader.struct(type, (id, type) => {
    if (id === 1) chunk.type = reader.int(type)
    else if (id === 4) chunk.codec = reader.int(type)
    else if (id === 5) chunk.numValues = reader.int(type)
    else if (id === 6) chunk.uncompressedSize = reader.int(type)
    else if (id === 7) chunk.compressedSize = reader.int(type)
    else if (id === 9) chunk.dataPageOffset = reader.int(type)
    else if (id === 11) chunk.dictionaryPageOffset = reader.int(type)
    else reader.skip(type)
  })
}

function readChunk(reader: CompactReader, type: number): ChunkMetadata {
  const chunk: ChunkMetadata = {
    type: -1,
    codec: 0,
    numValues: 0,
    uncompressedSize: 0,
    compressedSize: 0,
    dataPageOffset: 0,
    dictionaryPageOffset: 0,
    offsetIndexOffset: 0,
    offsetIndexLength: 0,
  }
  reader.struct(type, (id, type) => {
    if (id === 1) {
      if (reader.binary(type).length > 0) {
        const message = 'the Parquet file keeps its columns in other files'
        throw new EngineError('format/unsupported', message, { feature: 'file_path' })
      }
    } else if (id === 3) readChunkPlaces(reader, type, chunk)
    else if (id === 4) chunk.offsetIndexOffset = reader.int(type)
    else if (id === 5) chunk.offsetIndexLength = reader.int(type)
    else if (id === 8 || id === 9) throw encrypted('a column')
    else reader.skip(type)
  })
  return chunk
}

function readRowGroup(reader: CompactReader, type: number): RowGroupMetadata {
  const group: RowGroupMetadata = { numRows: 0, chunks: [] }
  reader.struct(type, (id, type) => {
    if (id === 1) reader.list(type, (type) => group.chunks.push(readChunk(reader, type)))
    else if (id === 3) group.numRows = reader.int(type)
    else reader.skip(type)
  })
  return group
}

function readKeyValue(reader: CompactReader, type: number, into: Map<string, string>): void {
  let key = ''
  let value = ''
  reader.struct(type, (id, type) => {
    if (id === 1) key = reader.text(type)
    else if (id === 2) value = reader.text(type)
    else reader.skip(type)
  })
  into.set(key, value)
}

/**
 * The footer's structure as plain data.
 *
 * @param bytes the metadata, without length and magic
 * @param byteStart their offset in the file
 * @throws EngineError `format/corrupt` where they are not Thrift or of other types; `format/unsupported` for encrypted
 * columns and columns in other files
 */
export function readFileMetadata(bytes: Uint8Array, byteStart: number): FileMetadata {
  const reader = new CompactReader(bytes, byteStart)
  const metadata: FileMetadata = { schema: [], rowGroups: [], keyValues: new Map(), createdBy: null }
  reader.root((id, type) => {
    if (id === 2) reader.list(type, (type) => metadata.schema.push(readElement(reader, type)))
    else if (id === 4) reader.list(type, (type) => metadata.rowGroups.push(readRowGroup(reader, type)))
    else if (id === 5) reader.list(type, (type) => readKeyValue(reader, type, metadata.keyValues))
    else if (id === 6) metadata.createdBy = reader.text(type)
    else if (id === 8) throw encrypted('a part')
    else reader.skip(type)
  })
  return metadata
}
