import type { Schema } from 'apache-arrow'
import { ByteWriter } from '../../../bytes/byteWriter.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'

/** What decides which text stands in quotes. */
export interface CsvSpelling {
  /** One ASCII byte. */
  delimiter: number
  /**
   * The text may be the first of the file, where readers look for delimiters, byte order marks and comments: it is
   * quoted where it has any of that.
   */
  wary: boolean
  /** Columns of the table: where there is one, an empty line would be no row. */
  columns: number
}

const QUOTE = 0x22
const NEWLINE = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const TAB = 0x09
const HASH = 0x23
/** The first byte of a byte order mark. */
const MARK = 0xef
/** What readers try as delimiters. */
const DELIMITERS = [0x2c, TAB, 0x3b, 0x7c]
const SEPARATOR = encodeUtf8('sep=')

/** Per byte, whether a text with it needs quotes. */
export function quotedBytes({ delimiter, wary }: CsvSpelling): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(256)
  for (const byte of [QUOTE, NEWLINE, RETURN, delimiter, ...(wary ? DELIMITERS : [])]) table[byte] = 1
  return table
}

/**
 * Whether a text needs quotes: it is empty (an empty field without quotes is null), has a byte of `quotedBytes`, or a
 * space or tab at either end, which readers strip; in the first column, a `#`, which makes a comment of the line.
 * @param table `quotedBytes` of the spelling
 */
export function needsQuotes(
  utf8: Uint8Array,
  table: Uint8Array,
  { wary }: CsvSpelling,
  isFirstColumn: boolean,
): boolean {
  const { length } = utf8
  if (length === 0) return true
  const first = utf8[0]
  if (isBlank(first) || isBlank(utf8[length - 1]) || (isFirstColumn && first === HASH)) return true
  if (wary && (first === MARK || (isFirstColumn && SEPARATOR.every((byte, i) => utf8[i] === byte)))) return true
  for (let at = 0; at < length; at++) if (table[utf8[at] as number] === 1) return true
  return false
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB
}

const ONE_QUOTE = Uint8Array.of(QUOTE)

/** A text in quotes, its own ones doubled. */
export function addQuoted(writer: ByteWriter, utf8: Uint8Array): void {
  writer.addBytes(ONE_QUOTE)
  let copied = 0
  for (let quote = utf8.indexOf(QUOTE); quote >= 0; quote = utf8.indexOf(QUOTE, quote + 1)) {
    writer.addBytes(utf8.subarray(copied, quote + 1)) // the second one comes with the next run
    copied = quote
  }
  writer.addBytes(utf8.subarray(copied))
  writer.addBytes(ONE_QUOTE)
}

/** The line of names, which every reader looks at closely. */
export function headerLine({ fields }: Schema, spelling: CsvSpelling): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  const header = { ...spelling, wary: true }
  const table = quotedBytes(header)
  for (const [i, { name }] of fields.entries()) {
    if (i > 0) writer.addBytes(Uint8Array.of(spelling.delimiter))
    const utf8 = encodeUtf8(name)
    if (needsQuotes(utf8, table, header, i === 0)) addQuoted(writer, utf8)
    else writer.addBytes(utf8)
  }
  writer.addText('\n')
  return writer.written.slice()
}
