import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import type { Issue } from '../../issues.ts'
import { MAX_JSON_DEPTH } from '../records/limits.ts'
import type { OnIssue, RecordSpan } from '../records/recordFormat.ts'
import { BadJson } from './badJson.ts'
import type { JsonCursor } from './jsonCursor.ts'

const OPEN_BRACE = 0x7b

/** What reads the object of a record, and can take back what it did when the record turns out bad. */
export interface ObjectVisitor {
  /** Takes a value of any kind for a row; otherwise it must be an object. */
  anyValue?: boolean
  /** Reads the object at the cursor, all of it. */
  visit(cursor: JsonCursor, row: number): void
  /** Takes back what `visit` did. */
  takeBack(): void
}

/**
 * Reads one record and tells what is wrong with the record as such: not JSON, not an object, malformed UTF-8, lone
 * surrogates, numbers that are none. Malformed UTF-8 is replaced and the record read again.
 * @returns whether the visitor has read a row
 */
export function readObject(cursor: JsonCursor, record: RecordSpan, visitor: ObjectVisitor, onIssue: OnIssue): boolean {
  const outcome = tryRead(cursor, record.bytes, record.start, record.end, record.row, visitor)
  if (outcome === null) {
    tellOddities(cursor, record, record.bytesAt, onIssue)
    return true
  }
  if (outcome.kind !== 'invalid-utf8') {
    onIssue(badRecordIssue(record, outcome, record.bytesAt + outcome.at, outcome.at - record.start))
    return false
  }
  const repaired = encodeUtf8(decodeUtf8(record.bytes, record.start, record.end))
  const second = tryRead(cursor, repaired, 0, repaired.length, record.row, visitor)
  if (second !== null) {
    onIssue(badRecordIssue(record, second, record.bytesAt + record.start, second.at))
    return false
  }
  onIssue({
    ...aboutRow(record.row),
    severity: 'warning',
    code: 'jsonl/invalid-utf8',
    message: `row ${record.row} is not valid UTF-8: malformed bytes are shown as U+FFFD`,
    byteStart: record.bytesAt + outcome.at,
  })
  tellOddities(cursor, record, null, onIssue)
  return true
}

/** The row concerned, for an issue. */
export function aboutRow(row: number): { rowStart: number; rowEnd: number } {
  return { rowStart: row, rowEnd: row + 1 }
}

type Failure = { kind: BadJson['kind'] | 'not-an-object' | 'too-large'; reason: string; at: number }

/** @returns null when the record was read */
function tryRead(
  cursor: JsonCursor,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: number,
  visitor: ObjectVisitor,
): Failure | null {
  cursor.reset(bytes, start, end)
  let notAnObject = -1
  let visited = false
  try {
    if (cursor.peek() === OPEN_BRACE || visitor.anyValue) {
      visited = true
      visitor.visit(cursor, row)
    } else {
      notAnObject = cursor.at
      cursor.skipValue()
    }
    if (cursor.peek() >= 0) cursor.fail('nothing more is expected after the value')
  } catch (error) {
    if (visited) visitor.takeBack() // what an earlier record did stays
    if (error instanceof BadJson) return error
    if (error instanceof EngineError && error.code === 'limit/exceeded') {
      return { kind: 'too-large', reason: error.message, at: start }
    }
    throw error
  }
  if (notAnObject < 0) return null
  return { kind: 'not-an-object', reason: 'a row is a JSON object', at: notAnObject }
}

function badRecordIssue({ row }: RecordSpan, failure: Failure, byteStart: number, column: number): Issue {
  const about = { ...aboutRow(row), severity: 'error' as const, byteStart }
  switch (failure.kind) {
    case 'not-an-object':
      return { ...about, code: 'jsonl/not-an-object', message: `row ${row} is not a JSON object` }
    case 'too-deep':
      return { ...about, code: 'limit/exceeded', message: `row ${row} is nested more than ${MAX_JSON_DEPTH} deep` }
    case 'too-large':
      return { ...about, code: 'limit/exceeded', message: `row ${row} ${failure.reason}` }
    default: {
      const message = `row ${row} is not valid JSON: ${failure.reason} (column ${column + 1})`
      return { ...about, code: 'jsonl/bad-json', message }
    }
  }
}

/** @param bytesAt offset of the cursor's bytes in the source; null when the record was repaired first */
function tellOddities(cursor: JsonCursor, record: RecordSpan, bytesAt: number | null, onIssue: OnIssue): void {
  const byteOf = (at: number) => (bytesAt === null ? record.bytesAt + record.start : bytesAt + at)
  if (cursor.loneSurrogateAt >= 0) {
    onIssue({
      ...aboutRow(record.row),
      severity: 'warning',
      code: 'jsonl/lone-surrogate',
      message: `row ${record.row} escapes half a surrogate pair: it is shown as U+FFFD`,
      byteStart: byteOf(cursor.loneSurrogateAt),
    })
  }
  if (cursor.notFiniteAt >= 0) {
    onIssue({
      ...aboutRow(record.row),
      severity: 'warning',
      code: 'jsonl/not-finite',
      message: `row ${record.row} has NaN or Infinity, which is not JSON`,
      byteStart: byteOf(cursor.notFiniteAt),
    })
  }
}
