import { decodeUtf8 } from '../../bytes/utf8.ts'
import { BadJson } from '../jsonl/badJson.ts'
import { JsonCursor } from '../jsonl/jsonCursor.ts'
import { textOf } from '../jsonl/jsonText.ts'
import type { JsonLayout } from './jsonLayout.ts'

const NEWLINE = 0x0a
const QUOTE = 0x22
const OPEN_BRACKET = 0x5b
const OPEN_BRACE = 0x7b

/** Keys that hold the rows wherever they hold an array, best first. */
const ROW_KEYS: readonly string[] = ['data', 'rows', 'train', 'examples', 'instances', 'items', 'records', 'samples']
/** Keys whose arrays belong to one row. */
const CELL_KEYS: ReadonlySet<string> = new Set([
  'messages',
  'conversations',
  'conversation',
  'chosen',
  'rejected',
  'prompt',
  'completion',
  'turns',
  'dialog',
  'dialogue',
  'chat',
  'tools',
  'choices',
])

/** An array that is a member of the document. */
interface Candidate {
  key: string
  /** Offset behind its bracket. */
  start: number
  /** Its bytes; infinite when its end was not seen. */
  length: number
}

/**
 * How a text that starts with `[` or `{` holds rows, from its beginning. The rows of a document are the array under one
 * of the usual keys; else the longest array of objects that is no cell of a row; else the document is itself a row.
 *
 * @param head the beginning, from `from` on
 * @param isWhole the text ends with `head`
 * @returns null when more of the text is to be seen
 */
export function findLayout(head: Uint8Array, from: number, isWhole: boolean): JsonLayout | null {
  const cursor = new JsonCursor()
  cursor.reset(head, from, head.length)
  const first = cursor.peek()
  if (first === OPEN_BRACKET) return layout(head, 'array', cursor.at + 1, null)
  const values = layout(head, 'values', cursor.at, null)
  if (first !== OPEN_BRACE) return values
  const found: Candidate[] = []
  const end = walkMembers(cursor, head, found)
  const usual = ROW_KEYS.map((key) => found.find((candidate) => candidate.key === key)).find((candidate) => candidate)
  const followed = end === 'whole' && cursor.peek() >= 0
  if (followed) return values
  if (usual) return layout(head, 'array', usual.start, usual.key)
  const open = found.at(-1)
  const seen = end === 'whole' || open?.length === Number.POSITIVE_INFINITY
  if (!seen && !isWhole && end === 'cut') return null
  const lists = found.filter(({ key, start }) => !CELL_KEYS.has(key) && firstByte(head, start) === OPEN_BRACE)
  const longest = lists.reduce<Candidate | null>((best, one) => (best && best.length >= one.length ? best : one), null)
  return longest ? layout(head, 'array', longest.start, longest.key) : values
}

/** Collects the arrays of the object at the cursor. `cut`: the head ends before the object does. */
function walkMembers(cursor: JsonCursor, head: Uint8Array, found: Candidate[]): 'whole' | 'cut' | 'bad' {
  try {
    if (!cursor.beginObject()) return 'whole'
    do {
      cursor.readKey()
      const key = textOf(head, cursor.textStart, cursor.textEnd, cursor.escaped)
      if (cursor.peek() === OPEN_BRACKET) {
        const candidate: Candidate = { key, start: cursor.at + 1, length: Number.POSITIVE_INFINITY }
        found.push(candidate)
        cursor.skipValue()
        candidate.length = cursor.at - candidate.start
      } else cursor.skipValue()
    } while (cursor.nextMember())
    return 'whole'
  } catch (error) {
    if (!(error instanceof BadJson)) throw error
    return error.kind === 'syntax' && error.at >= head.length ? 'cut' : 'bad'
  }
}

function layout(head: Uint8Array, kind: JsonLayout['kind'], dataStart: number, key: string | null): JsonLayout {
  let at = dataStart
  while (at < head.length && isSpace(head[at]!)) at++
  const opener = firstByte(head, at)
  const lineStart = at === 0 ? 0 : head.lastIndexOf(NEWLINE, at - 1) + 1
  const beginsLine = lineStart > 0 && decodeUtf8(head, lineStart, at).trim() === ''
  return {
    kind,
    dataStart,
    key,
    rows: opener === QUOTE ? 'texts' : opener === OPEN_BRACE || opener < 0 ? 'objects' : 'others',
    opener,
    indent: beginsLine || at === 0 ? at - lineStart : null,
  }
}

function firstByte(head: Uint8Array, from: number): number {
  let at = from
  while (at < head.length && isSpace(head[at]!)) at++
  return at < head.length ? head[at]! : -1
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}
