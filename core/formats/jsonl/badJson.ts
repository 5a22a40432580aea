/** Why a record could not be read. */
export type BadJsonKind = 'syntax' | 'too-deep' | 'invalid-utf8'

/**
 * Leaves the reading of a record. Not an `Error`: there may be millions in a damaged file, and a stack for each would
 * cost more than reading it. Caught per record, never seen outside this folder.
 */
export class BadJson {
  readonly kind: BadJsonKind
  readonly reason: string
  /** Offset in the cursor's bytes. */
  readonly at: number

  constructor(kind: BadJsonKind, reason: string, at: number) {
    this.kind = kind
    this.reason = reason
    this.at = at
  }
}
