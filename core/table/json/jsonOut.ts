import type { Data, Field } from 'apache-arrow'

/** Where the walk over cells (`writeJson.ts`) puts what it meets, in one spelling of JSON or another. */
export interface JsonOut {
  /** Adds JSON as it is, ASCII. @returns false when no more is wanted: the walk may stop */
  add(json: string): boolean
  /** Adds a member's name as JSON, its colon behind it. @returns false when no more is wanted */
  addName(member: JsonMember): boolean
  /** Adds UTF-8 as a JSON string. */
  addText(utf8: Uint8Array): void
  /** Adds a value of a column that holds JSON. @param utf8 its text */
  addJsonText(utf8: Uint8Array): void
  addBinary(bytes: Uint8Array): void
  /** Adds a cell that is not null and neither text, binary nor nested. */
  addScalar(data: Data, row: number): void
  /** Adds integers without nulls, commas between them; where it is missing they come one by one. */
  addIntegers?(data: Data, start: number, end: number): void
  /** The members of an object, in the order they are to be written in. */
  members(fields: readonly Field[]): readonly JsonMember[]
  /**
   * A map as its entries: `pairs` are `[[key, value], …]`; `entries` are objects as the schema has them,
   * `[{"key": …, "value": …}, …]`, whose columns keep their types for readers without maps.
   */
  readonly maps: 'pairs' | 'entries'
}

export interface JsonMember {
  /** Position of the field among its siblings. */
  index: number
  /** The name as JSON with a colon. */
  text: string
  /** The same in UTF-8. */
  bytes: Uint8Array<ArrayBuffer>
  /** Its text is the JSON of the value. */
  isJson: boolean
}
