import type { Data, Field, RecordBatch } from 'apache-arrow'
import { schemaMembers } from '../table/json/jsonMembers.ts'
import type { JsonMember, JsonOut } from '../table/json/jsonOut.ts'
import { scalarJson } from '../table/json/scalarJson.ts'
import { writeJsonCell } from '../table/json/writeJson.ts'
import { isJsonField } from '../table/jsonField.ts'
import type { Matcher } from './searchQuery.ts'

/**
 * Rows of a batch from `rowStart` on that have a value that matches, ascending. Values are texts at any depth, and numbers,
 * dates and the like as JSON spells them, each by itself; names of fields, binary and null are none.
 * @param isOver asked after each row: true ends the search early
 * @returns the rows, and one past the last that was looked at
 */
export function matchRows(
  batch: RecordBatch,
  matcher: Matcher,
  rowStart = 0,
  isOver: () => boolean = () => false,
): { rows: Uint32Array<ArrayBuffer>; rowEnd: number } {
  const walk = new MatchWalk(matcher)
  const { fields } = batch.schema
  const columns = batch.data.children
  const rows: number[] = []
  let row = rowStart
  while (row < batch.numRows) {
    walk.found = false
    for (let i = 0; i < fields.length && !walk.found; i++) {
      writeJsonCell(walk, columns[i] as Data, row, isJsonField(fields[i] as Field))
    }
    if (walk.found) rows.push(row)
    row++
    if (isOver()) break
  }
  return { rows: Uint32Array.from(rows), rowEnd: row }
}

/** Walks over the values of a cell until one matches. */
class MatchWalk implements JsonOut {
  readonly maps = 'entries'
  found = false
  readonly #matcher: Matcher

  constructor(matcher: Matcher) {
    this.#matcher = matcher
  }

  add(): boolean {
    return !this.found
  }

  addName(): boolean {
    return !this.found
  }

  addText(utf8: Uint8Array): void {
    this.found ||= this.#matcher.inUtf8(utf8)
  }

  addJsonText(utf8: Uint8Array): void {
    this.addText(utf8)
  }

  addBinary(): void {}

  addScalar(data: Data, row: number): void {
    if (this.found) return
    const json = scalarJson(data, row)
    this.found = this.#matcher.inText(json.startsWith('"') ? json.slice(1, -1) : json)
  }

  members(fields: readonly Field[]): readonly JsonMember[] {
    return schemaMembers(fields)
  }
}
