import { BINARY, I32, I64, int, LIST, list, STRUCT, struct, text } from '../thrift/compactWriter.ts'

// A Parquet file of one value, so that the Parquet decoder decompresses a buffer of any of its codecs: the buffer is
// the only page, and the page one FIXED_LEN_BYTE_ARRAY as long as the plain bytes.

const MAGIC = [...new TextEncoder().encode('PAR1')]
const FIXED_LEN_BYTE_ARRAY = int(7)
const RLE = int(3)

/** The file; `codec` is a number of Parquet's `CompressionCodec`, lengths are bytes (`plainLength` at least 1). */
export function parquetBuffer(codec: number, stored: Uint8Array, plainLength: number): Uint8Array<ArrayBuffer> {
  const dataPage = struct([
    [1, I32, int(1)],
    [2, I32, int(0)],
    [3, I32, RLE],
    [4, I32, RLE],
  ])
  const header = struct([
    [1, I32, int(0)],
    [2, I32, int(plainLength)],
    [3, I32, int(stored.length)],
    [5, STRUCT, dataPage],
  ])
  const chunk = struct([
    [1, I32, FIXED_LEN_BYTE_ARRAY],
    [2, LIST, list(I32, [int(0)])],
    [3, LIST, list(BINARY, [text('v')])],
    [4, I32, int(codec)],
    [5, I64, int(1)],
    [6, I64, int(header.length + plainLength)],
    [7, I64, int(header.length + stored.length)],
    [9, I64, int(MAGIC.length)],
  ])
  const group = struct([
    [
      1,
      LIST,
      list(STRUCT, [
        struct([
          [2, I64, int(MAGIC.length)],
          [3, STRUCT, chunk],
        ]),
      ]),
    ],
    [2, I64, int(header.length + plainLength)],
    [3, I64, int(1)],
  ])
  const root = struct([
    [4, BINARY, text('r')],
    [5, I32, int(1)],
  ])
  const leaf = struct([
    [1, I32, FIXED_LEN_BYTE_ARRAY],
    [2, I32, int(plainLength)],
    [3, I32, int(0)],
    [4, BINARY, text('v')],
  ])
  const footer = struct([
    [1, I32, int(1)],
    [2, LIST, list(STRUCT, [root, leaf])],
    [3, I64, int(1)],
    [4, LIST, list(STRUCT, [group])],
  ])
  const tail = new Uint8Array(4)
  new DataView(tail.buffer).setUint32(0, footer.length, true)
  const file = new Uint8Array(MAGIC.length * 2 + header.length + stored.length + footer.length + 4)
  let at = 0
  for (const part of [MAGIC, header, stored, footer, tail, MAGIC]) {
    file.set(part, at)
    at += part.length
  }
  return file
}
