import { Field, makeData, Schema, Utf8 } from 'apache-arrow'
import { usualExportOptions } from '../../export/exportOptions.ts'
import { tableWriter } from '../../export/files/tableWriter.ts'
import type { RowDigests } from '../../hashing/digestRows.ts'
import { DIGEST_BYTES } from '../../hashing/rowHasher.ts'
import type { OutputFile } from '../../io/outputFiles.ts'
import { makeBatch } from '../../table/batches.ts'
import { writeHexDigest } from './hexDigest.ts'

/** `text`: one digest a line; the others with one column, `sha256`. */
export type HashFormat = 'text' | 'arrow' | 'arrow-stream' | 'parquet'

const HEX_LENGTH = 2 * DIGEST_BYTES
const NEWLINE = 0x0a
const SCHEMA = new Schema([new Field('sha256', new Utf8(), false)])

/** Writes digests as lower-case hexadecimal. Rows without a key have none. The file is the caller's to close. */
export interface HashWriter {
  write(part: RowDigests): Promise<void>
  close(): Promise<{ bytes: number; digests: number }>
}

export function writeHashes(format: HashFormat, file: Pick<OutputFile, 'write'>): HashWriter {
  return format === 'text' ? textWriter(file) : columnWriter(format, file)
}

function textWriter(file: Pick<OutputFile, 'write'>): HashWriter {
  let written = 0
  return {
    async write(part) {
      const hex = hexOf(part, HEX_LENGTH + 1)
      for (let at = HEX_LENGTH; at < hex.length; at += HEX_LENGTH + 1) hex[at] = NEWLINE
      written += hex.length
      await file.write(hex)
    },
    close: async () => ({ bytes: written, digests: written / (HEX_LENGTH + 1) }),
  }
}

function columnWriter(format: Exclude<HashFormat, 'text'>, file: Pick<OutputFile, 'write'>): HashWriter {
  const options = { ...usualExportOptions(format), codec: 'none' } as const // digests do not compress
  const writer = tableWriter(SCHEMA, options, { encoders: null }, (bytes) => file.write(bytes))
  return {
    async write(part) {
      const data = hexOf(part, HEX_LENGTH)
      const length = data.length / HEX_LENGTH
      const valueOffsets = Int32Array.from({ length: length + 1 }, (_, i) => i * HEX_LENGTH)
      await writer.write(
        makeBatch(SCHEMA, [makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data })], length),
      )
    },
    async close() {
      const { bytes, rows } = await writer.close()
      return { bytes, digests: rows }
    },
  }
}

/** Digests of the rows that have a key, `width` bytes each. */
function hexOf({ digests, keyless }: RowDigests, width: number): Uint8Array<ArrayBuffer> {
  const rows = digests.length / DIGEST_BYTES
  const hex = new Uint8Array(rows * width)
  let at = 0
  for (let row = 0; row < rows; row++) {
    if (keyless?.[row] === 1) continue
    writeHexDigest(digests, row, hex, at)
    at += width
  }
  return hex.subarray(0, at)
}
