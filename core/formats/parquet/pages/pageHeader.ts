import { EngineError } from '../../../errors.ts'
import { CompactReader } from '../thrift/compactReader.ts'

export type PageKind = 'data' | 'data2' | 'dictionary' | 'index'
const KINDS: Readonly<Record<number, PageKind>> = { 0: 'data', 1: 'index', 2: 'dictionary', 3: 'data2' }

/** Largest page that is decoded, as stored and plain. */
const MAX_PAGE_BYTES = 1024 ** 3

/** What stands before a page. Sizes are bytes. */
export interface PageHeader {
  kind: PageKind
  /** Of the whole page once decompressed, levels included. */
  plainSize: number
  /** Of the page as it lies behind its header. */
  storedSize: number
  /** CRC-32 of the stored page; null: not said. */
  crc: number | null
  /** Entries of levels, nulls included; of a dictionary its values. */
  numValues: number
  encoding: number
  /** Encodings of the levels of a first-version page. */
  definitionEncoding: number
  repetitionEncoding: number
  /** Second version only: rows, bytes of the levels, which are never compressed, and whether the rest is. */
  numRows: number
  definitionBytes: number
  repetitionBytes: number
  isCompressed: boolean
}

function readDataPage(reader: CompactReader, type: number, header: PageHeader): void {
  reader.struct(type, (id, type) => {
    if (id === 1) header.numValues = reader.int(type)
    else if (id === 2) header.encoding = reader.int(type)
    else if (id === 3) header.definitionEncoding = reader.int(type)
    else if (id === 4) header.repetitionEncoding = reader.int(type)
    else reader.skip(type)
  })
}

function readDictionaryPage(reader: CompactReader, type: number, header: PageHeader): void {
  reader.struct(type, (id, type) => {
    if (id === 1) header.numValues = reader.int(type)
    else if (id === 2) header.encoding = reader.int(type)
    else reader.skip(type)
  })
}

function readDataPage2(reader: CompactReader, type: number, header: PageHeader): void {
  reader.struct(type, (id, type) => {
    if (id === 1) header.numValues = reader.int(type)
    else if (id === 3) header.numRows = reader.int(type)
    else if (id === 4) header.encoding = reader.int(type)
    else if (id === 5) header.definitionBytes = reader.int(type)
    else if (id === 6) header.repetitionBytes = reader.int(type)
    else if (id === 7) header.isCompressed = reader.bool(type)
    else reader.skip(type)
  })
}

/**
 * The header at the start of some bytes, with its length.
 *
 * @param byteStart offset of the bytes in the file, for messages
 * @throws ThriftCut where the bytes end before the header does; EngineError `format/corrupt`, `limit/exceeded` for
 * pages over 1 GiB
 */
export function readPageHeader(bytes: Uint8Array, byteStart: number): { header: PageHeader; headerBytes: number } {
  const reader = new CompactReader(bytes, byteStart)
  let kind: number | null = null
  const header: PageHeader = {
    kind: 'index',
    plainSize: -1,
    storedSize: -1,
    crc: null,
    numValues: -1,
    encoding: -1,
    definitionEncoding: 3,
    repetitionEncoding: 3,
    numRows: -1,
    definitionBytes: 0,
    repetitionBytes: 0,
    isCompressed: true,
  }
  reader.root((id, type) => {
    if (id === 1) kind = reader.int(type)
    else if (id === 2) header.plainSize = reader.int(type)
    else if (id === 3) header.storedSize = reader.int(type)
    else if (id === 4) header.crc = reader.int(type) >>> 0
    else if (id === 5) readDataPage(reader, type, header)
    else if (id === 7) readDictionaryPage(reader, type, header)
    else if (id === 8) readDataPage2(reader, type, header)
    else reader.skip(type)
  })
  const damaged = (what: string) => {
    return new EngineError('format/corrupt', `the Parquet page at byte ${byteStart} ${what}`, { byte: byteStart })
  }
  const found = kind === null ? undefined : KINDS[kind]
  if (!found) throw damaged(`is of the unknown type ${kind}`)
  header.kind = found
  const { plainSize, storedSize, numValues, numRows, definitionBytes, repetitionBytes } = header
  if (plainSize < 0 || storedSize < 0) throw damaged(`has a size of ${storedSize} bytes, ${plainSize} plain`)
  if (Math.max(plainSize, storedSize) > MAX_PAGE_BYTES) {
    const message = `the Parquet page at byte ${byteStart} takes ${Math.max(plainSize, storedSize)} bytes, at most ${MAX_PAGE_BYTES} are read`
    throw new EngineError('limit/exceeded', message, { byte: byteStart, feature: 'page size' })
  }
  if (found !== 'index' && numValues < 0) throw damaged(`has ${numValues} values`)
  if (found === 'data2') {
    if (numRows < 0 || numRows > numValues) throw damaged(`has ${numRows} rows of ${numValues} values`)
    const levels = definitionBytes + repetitionBytes
    if (definitionBytes < 0 || repetitionBytes < 0 || levels > Math.min(plainSize, storedSize)) {
      throw damaged(`has levels of ${repetitionBytes} and ${definitionBytes} bytes in a page of ${storedSize}`)
    }
  }
  return { header, headerBytes: reader.position }
}
