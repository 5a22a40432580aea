import {
  BINARY,
  type Field,
  I32,
  I64,
  int,
  LIST,
  list,
  STRUCT,
  struct,
  text,
} from '../formats/parquet/thrift/compactWriter.ts'

/** A node of a schema, as stored: `type` is Parquet's number, absent for groups. */
export interface TestNode {
  name: string
  type?: number
  typeLength?: number
  /** 0 required, 1 optional, 2 repeated. */
  repetition?: number
  converted?: number
  children?: TestNode[]
}

/** One page: its header's fields by number, and what lies behind it. */
export interface TestPage {
  header: Field[]
  body: readonly number[]
}

export interface TestChunk {
  type: number
  codec?: number
  pages: TestPage[]
  /** Fields of the column's metadata that lie. */
  lies?: { numValues?: number; compressedSize?: number; dataPageOffset?: number; type?: number }
}

const MAGIC = [...new TextEncoder().encode('PAR1')]

/** A first-version data page. `sizes` lie about the body. */
export function testPage(
  numValues: number,
  body: readonly number[],
  options: { encoding?: number; levels?: number; plainSize?: number; storedSize?: number } = {},
): TestPage {
  const { encoding = 0, levels = 3, plainSize = body.length, storedSize = body.length } = options
  const data = struct([
    [1, I32, int(numValues)],
    [2, I32, int(encoding)],
    [3, I32, int(levels)],
    [4, I32, int(levels)],
  ])
  return {
    header: [
      [1, I32, int(0)],
      [2, I32, int(plainSize)],
      [3, I32, int(storedSize)],
      [5, STRUCT, data],
    ],
    body,
  }
}

/** Levels of 1 bit as first-version pages have them: a length, then one packed run. */
export function testLevels(bits: readonly number[]): number[] {
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((byte, bit, index) => byte | (bit << index), 0),
  )
  return [bytes.length + 1, 0, 0, 0, (bytes.length << 1) | 1, ...bytes]
}

/** Whole numbers as PLAIN int32. */
export function testInts(values: readonly number[]): number[] {
  return values.flatMap((value) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255])
}

function elements({ name, type, typeLength, repetition, converted, children }: TestNode): number[][] {
  const fields: (Field | null)[] = [
    type === undefined ? null : [1, I32, int(type)],
    typeLength === undefined ? null : [2, I32, int(typeLength)],
    repetition === undefined ? null : [3, I32, int(repetition)],
    [4, BINARY, text(name)],
    children ? [5, I32, int(children.length)] : null,
    converted === undefined ? null : [6, I32, int(converted)],
  ]
  return [struct(fields.filter((field) => field !== null)), ...(children ?? []).flatMap(elements)]
}

/** A Parquet file of one row group, as honest or not as its parts. */
export function parquetFile(columns: TestNode[], numRows: number, chunks: TestChunk[]): Uint8Array<ArrayBuffer> {
  const bytes = [...MAGIC]
  const stored = chunks.map(({ type, codec = 0, pages, lies = {} }) => {
    const start = bytes.length
    for (const { header, body } of pages) bytes.push(...struct(header), ...body)
    const size = bytes.length - start
    const place = struct([
      [1, I32, int(lies.type ?? type)],
      [4, I32, int(codec)],
      [5, I64, int(lies.numValues ?? numRows)],
      [6, I64, int(size)],
      [7, I64, int(lies.compressedSize ?? size)],
      [9, I64, int(lies.dataPageOffset ?? start)],
    ])
    return struct([
      [2, I64, int(start)],
      [3, STRUCT, place],
    ])
  })
  const group = struct([
    [1, LIST, list(STRUCT, stored)],
    [2, I64, int(bytes.length)],
    [3, I64, int(numRows)],
  ])
  const footer = struct([
    [1, I32, int(1)],
    [2, LIST, list(STRUCT, elements({ name: 'root', children: columns }))],
    [3, I64, int(numRows)],
    [4, LIST, list(STRUCT, [group])],
  ])
  return withFooter(bytes, footer)
}

/** Bytes of pages with a footer of any bytes behind them. */
export function withFooter(start: readonly number[], footer: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...start, ...footer, ...testInts([footer.length]), ...MAGIC])
}
