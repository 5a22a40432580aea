import { decodeUtf8 } from '../bytes/utf8.ts'
import { findLayout } from './json/findLayout.ts'

/** What the beginning of a text is, taken as JSON. */
export type JsonShape =
  /** An object on each line (the only one, or one longer than what was looked at, included). */
  | 'lines'
  /** One array holding everything. */
  | 'array'
  /** One value over several lines, or several such. */
  | 'document'
  /** One object in one line, with an array that looks like rows. */
  | 'document-line'
  /** One object in the only line. */
  | 'one-line'
  | null

const SNIFFED_LINES = 50
const OBJECT_START = /^\s*\{\s*["}]/
const ARRAY_START = /^\s*\[/

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text))
  } catch {
    return false
  }
}

function holdsRows(head: Uint8Array, isWhole: boolean): boolean {
  return findLayout(head, 0, isWhole)?.kind === 'array'
}

/**
 * What `head`, the beginning of a text, is as JSON; null when it does not look like any.
 *
 * @param isWhole the text ends with `head`, so its last line is not cut off
 */
export function sniffJson(head: Uint8Array, isWhole: boolean): JsonShape {
  const text = decodeUtf8(head)
  const lines = text.split('\n')
  const cutLine = isWhole ? undefined : lines.pop()
  const filled = lines.filter((line) => line.trim() !== '').slice(0, SNIFFED_LINES)
  const [first = cutLine ?? ''] = filled
  // A first line longer than what was looked at: its beginning has to do.
  if (filled.length === 0) {
    if (OBJECT_START.test(first)) return holdsRows(head, isWhole) ? 'document-line' : 'lines'
    return ARRAY_START.test(first) ? 'array' : null
  }
  const objects = filled.filter(isObject).length
  if (filled.length === 1 && objects === 1 && isWhole) return holdsRows(head, isWhole) ? 'document-line' : 'one-line'
  if (objects * 2 >= filled.length) return 'lines'
  if (ARRAY_START.test(first) && (!isArray(first) || filled.length === 1)) return 'array'
  if (isWhole && isObject(text)) return 'document'
  // A brace alone is how a document over several lines begins; a broken row does not look like that.
  if (first.trim() === '{') return 'document'
  return objects > 0 ? 'lines' : null
}
