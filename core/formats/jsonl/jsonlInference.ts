import type { Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import { type ColumnDrift, columnDrift } from '../../table/columnDrift.ts'
import { isJsonShape, schemaOfShape } from '../../table/inferType.ts'
import { saveStruct } from '../../table/savedShapes.ts'
import { KIND_OPAQUE, type StructShape, type TypeShape } from '../../table/typeShape.ts'
import type { LearntTypes } from '../records/learntTypes.ts'
import { LISTED_DRIFT, MAX_COLUMNS, MAX_STRUCT_FIELDS, MAX_TYPE_DEPTH } from '../records/limits.ts'
import type { OnIssue, RecordInference, RecordSpan } from '../records/recordFormat.ts'
import { JsonCursor } from './jsonCursor.ts'
import { duplicateKeyIssue } from './jsonlReader.ts'
import { ShapeReader } from './jsonShape.ts'
import { aboutRow, type ObjectVisitor, readObject } from './readObject.ts'

/** The union schema of lines of JSON. */
export class JsonlInference implements RecordInference {
  readonly #cursor = new JsonCursor()
  readonly #shapes = new ShapeReader()
  readonly #visitor: ObjectVisitor
  readonly #onIssue: OnIssue

  /** @param valueColumn each record is, whatever it is, the value of this only column; null: records are objects */
  constructor(onIssue: OnIssue, valueColumn: string | null = null) {
    this.#onIssue = onIssue
    this.#visitor = {
      anyValue: valueColumn !== null,
      visit: (cursor, row) =>
        valueColumn === null
          ? this.#shapes.readRecord(cursor, row)
          : this.#shapes.readValueRecord(cursor, row, valueColumn),
      takeBack: () => this.#shapes.forgetRecord(),
    }
  }

  /** Everything learned so far. */
  get shapes(): StructShape {
    return this.#shapes.columns
  }

  /** Goes up whenever something is learned (and may when it is taken back). */
  get changes(): number {
    return this.#shapes.changes
  }

  add(record: RecordSpan): void {
    if (!readObject(this.#cursor, record, this.#visitor, this.#onIssue)) return
    const { duplicateKey } = this.#shapes
    if (duplicateKey !== null) {
      this.#onIssue(duplicateKeyIssue(record.row, duplicateKey, record.bytesAt + record.start))
    }
  }

  schema(): Schema {
    return schemaOfShape(this.#shapes.columns)
  }

  learnt(): LearntTypes {
    return { of: 'json', columns: saveStruct(this.#shapes.columns) }
  }

  drift(): ColumnDrift[] {
    return columnDrift(this.#shapes.columns, LISTED_DRIFT)
  }

  columnIssues(): Issue[] {
    const issues: Issue[] = []
    collectConflicts(this.#shapes.columns, '', issues)
    const row = this.#shapes.columnsLeftOutRow
    if (row >= 0) {
      const message = `there are more than ${MAX_COLUMNS} columns: those that first come from row ${row} on are left out`
      issues.push({ ...aboutRow(row), severity: 'warning', code: 'limit/exceeded', message, byteStart: null })
    }
    return issues
  }
}

function collectConflicts(struct: StructShape, path: string, issues: Issue[]): void {
  for (const [i, name] of struct.keys.names.entries()) {
    collectConflict(struct.shapes[i]!, path === '' ? name : `${path}.${name}`, issues)
  }
}

function collectConflict(shape: TypeShape, path: string, issues: Issue[]): void {
  if (isJsonShape(shape)) {
    const rows = shape.conflictRow < 0 ? { rowStart: null, rowEnd: null } : aboutRow(shape.conflictRow)
    const message = `${path} ${whyJson(shape)}: it is shown as JSON`
    issues.push({ ...rows, severity: 'info', code: 'jsonl/mixed-types', message, byteStart: null })
    return
  }
  if (shape.fields) collectConflicts(shape.fields, path, issues)
  if (shape.item) collectConflict(shape.item, `${path}[]`, issues)
}

function whyJson({ kinds, conflictRow }: TypeShape): string {
  if ((kinds & KIND_OPAQUE) !== 0) {
    return `has more than ${MAX_STRUCT_FIELDS} keys or is nested more than ${MAX_TYPE_DEPTH} deep`
  }
  if (conflictRow >= 0) return `holds values of different types, first in row ${conflictRow}`
  return 'holds numbers that neither int64 nor a double can all hold exactly'
}
