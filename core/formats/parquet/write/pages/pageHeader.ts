import { CompactOutput } from '../../thrift/compactOutput.ts'

// Field numbers are those of parquet.thrift (PageHeader).

const DATA_PAGE = 0
const DICTIONARY_PAGE = 2

/** Numbers of `Encoding` in parquet.thrift. */
export const Encoding = { plain: 0, rle: 3, rleDictionary: 8 } as const

export interface PageSizes {
  /** Bytes before compression. */
  plain: number
  stored: number
  /** CRC-32 of the stored bytes. */
  crc: number
}

/** One for all headers: there are hundreds of thousands. */
const out = new CompactOutput()

function start(type: number, { plain, stored, crc }: PageSizes): void {
  out.clear()
  out.i32(1, type)
  out.i32(2, plain)
  out.i32(3, stored)
  out.i32(4, crc | 0)
}

/** @param entries values of the page, nulls and empty lists counted */
export function dataPageHeader(sizes: PageSizes, entries: number, encoding: number): Uint8Array<ArrayBuffer> {
  start(DATA_PAGE, sizes)
  out.struct(5)
  out.i32(1, entries)
  out.i32(2, encoding)
  out.i32(3, Encoding.rle)
  out.i32(4, Encoding.rle)
  out.end()
  out.end()
  return out.take()
}

export function dictionaryPageHeader(sizes: PageSizes, values: number): Uint8Array<ArrayBuffer> {
  start(DICTIONARY_PAGE, sizes)
  out.struct(7)
  out.i32(1, values)
  out.i32(2, Encoding.plain)
  out.end()
  out.end()
  return out.take()
}
