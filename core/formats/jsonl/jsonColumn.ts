import type { ColumnWriter } from '../../table/writers/columnWriter.ts'
import type { JsonCursor } from './jsonCursor.ts'

/** Where a value did not fit its column: collected per record, told as issues once the record was read. */
export interface Misfit {
  /** `messages[].role` */
  path: string
  expected: string
  found: string
  /** Offset in the cursor's bytes. */
  at: number
}

/** Findings of the record being read. */
export class RecordFindings {
  readonly misfits: Misfit[] = []
  /** First key the schema does not know. */
  unknownKey: { path: string; at: number } | null = null
  /** First key that is twice in one object. */
  duplicateKey: string | null = null

  clear(): void {
    if (this.misfits.length > 0) this.misfits.length = 0
    this.unknownKey = null
    this.duplicateKey = null
  }
}

/** Reads JSON values into one column. */
export interface JsonColumn {
  readonly writer: ColumnWriter
  /** Reads the value at the cursor and appends exactly one value, null where it does not fit. */
  read(cursor: JsonCursor): void
}

const FOUND: Record<number, string> = { 34: 'text', 123: 'an object', 91: 'a list', 116: 'true', 102: 'false' }

/** Reads over a value that does not fit, notes it and appends null. */
export function readMisfit(
  cursor: JsonCursor,
  writer: ColumnWriter,
  findings: RecordFindings,
  path: string,
  expected: string,
): void {
  const byte = cursor.peek()
  const { at } = cursor
  cursor.skipValue()
  writer.appendNull()
  findings.misfits.push({ path, expected, found: FOUND[byte] ?? 'a number', at })
}
