import type { Schema } from 'apache-arrow'
import { BatchWriter } from '../../table/writers/batchWriter.ts'
import { WriteBudget } from '../../table/writers/writeBudget.ts'
import type { OnIssue, RecordReader, RecordSpan } from '../records/recordFormat.ts'
import { createJsonColumn } from './createJsonColumn.ts'
import { type JsonColumn, RecordFindings } from './jsonColumn.ts'
import { JsonCursor } from './jsonCursor.ts'
import { MemberReader } from './nestedColumns.ts'
import { aboutRow, type ObjectVisitor, readObject } from './readObject.ts'

/** Lines of JSON into batches of one schema. */
export class JsonlReader implements RecordReader {
  readonly batch: BatchWriter
  readonly #cursor = new JsonCursor()
  readonly #findings = new RecordFindings()
  readonly #visitor: ObjectVisitor
  readonly #onIssue: OnIssue

  /**
   * @param wanted the fields of `schema` to fill
   * @param anyValue the record itself is the value of the only column, whatever it is
   */
  constructor(schema: Schema, wanted: Schema, onIssue: OnIssue, budget = new WriteBudget(), anyValue = false) {
    this.batch = new BatchWriter(wanted, budget)
    this.#onIssue = onIssue
    const byName = new Map<string, JsonColumn>()
    for (const [i, field] of wanted.fields.entries()) {
      byName.set(field.name, createJsonColumn(field, this.batch.columns[i]!, this.#findings, field.name))
    }
    const names = schema.fields.map((field) => field.name)
    const columns = names.map((name) => byName.get(name) ?? null)
    const members = new MemberReader(names, columns, this.#findings, '')
    const [only] = columns
    this.#visitor = {
      anyValue,
      visit: (cursor) => {
        this.#findings.clear()
        if (!anyValue) members.read(cursor)
        else if (only) only.read(cursor)
        else cursor.skipValue()
      },
      takeBack: () => this.batch.dropRow(),
    }
  }

  read(record: RecordSpan): void {
    if (!readObject(this.#cursor, record, this.#visitor, this.#onIssue)) {
      this.batch.appendNullRow()
      return
    }
    this.batch.endRow()
    this.#tellFindings(record)
  }

  #tellFindings({ bytes, start, row, bytesAt }: RecordSpan): void {
    const { misfits, unknownKey, duplicateKey } = this.#findings
    if (misfits.length === 0 && unknownKey === null && duplicateKey === null) return
    const asRead = this.#cursor.bytes === bytes // a record with malformed UTF-8 was repaired: offsets are lost
    const byteOf = (at: number) => bytesAt + (asRead ? at : start)
    const about = { ...aboutRow(row), severity: 'warning' as const }
    for (const { path, expected, found, at } of misfits) {
      const message = `row ${row} has ${found} in ${path}, the column holds ${expected}`
      this.#onIssue({ ...about, code: 'jsonl/type-conflict', message, byteStart: byteOf(at) })
    }
    if (unknownKey) {
      const message = `row ${row} has ${unknownKey.path}, which was not among the columns read so far`
      this.#onIssue({ ...about, code: 'jsonl/unknown-column', message, byteStart: byteOf(unknownKey.at) })
    }
    if (duplicateKey !== null) this.#onIssue(duplicateKeyIssue(row, duplicateKey, bytesAt + start))
  }
}

export function duplicateKeyIssue(row: number, key: string, byteStart: number) {
  const message = `row ${row} has the key ${JSON.stringify(key)} twice in one object: the last one counts`
  return { ...aboutRow(row), severity: 'warning' as const, code: 'jsonl/duplicate-key', message, byteStart }
}
