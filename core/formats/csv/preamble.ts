import { decodeUtf8 } from '../../bytes/utf8.ts'

/** `sep=;`, the first line of a file meant for spreadsheets. */
const SEPARATOR_LINE = /^sep=([ -!#-~\t])(?:\r\n|\n|\r|$)/

/** The delimiter that the first line names, and the offset behind that line; null where it is no such line. */
export function separatorLine(head: Uint8Array, start: number): { delimiter: number; byteEnd: number } | null {
  const found = SEPARATOR_LINE.exec(decodeUtf8(head, start, Math.min(head.length, start + 8)))
  if (!found) return null
  return { delimiter: found[1]!.charCodeAt(0), byteEnd: start + found[0].length }
}

/** A record as far as it matters for where the table begins. */
export interface PreambleLook {
  texts: readonly string[]
  text: string
  /** Whether an empty line stands before it. */
  apart: boolean
}

/**
 * How many of the first records are no part of the table: comments, which begin with `#` and have not as many fields as
 * the record behind them, and a title, which is one field alone with an empty line between it and records of several.
 */
export function preambleLength(records: readonly PreambleLook[]): number {
  let comments = 0
  while (records[comments]?.text.startsWith('#')) comments++
  const table = records[comments]
  if (comments > 0 && table && table.texts.length > 1) {
    return records[comments - 1]!.texts.length === table.texts.length ? comments - 1 : comments
  }
  const [title, next, after] = records
  if (!title || !next || !after || title.texts.length !== 1 || next.texts.length < 2) return 0
  return next.apart && after.texts.length === next.texts.length ? 1 : 0
}
