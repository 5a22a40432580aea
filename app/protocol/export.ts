/** A file that was written. */
export interface ExportedFile {
  /** As the target names it: its own name, or the name inside the target folder. */
  name: string
  path: string | null
  bytes: number
  rows: number
  /** Lower-case hex. */
  sha256: string
}

/** Why something cannot be written. */
export interface ExportRefusal {
  /** The column concerned; null where it is not about one. */
  column: string | null
  message: string
}

/** What an export would come to, before anything is written. */
export interface ExportPlan {
  /** Null: not known yet. Unreadable rows that are found while writing are left out of them then. */
  rows: number | null
  /** Of all files together, estimated from rows that were really encoded; null: not known. */
  bytes: number | null
  files: number | null
  /** Empty where it can be written. */
  refusals: ExportRefusal[]
  /** Whether there is something under the target's name already; false where no target was given. */
  targetExists: boolean
  /** Lines of a trainer's configuration that load it; null where no trainer does. */
  yaml: string | null
  /** What a trainer will do to these rows that may surprise, a sentence each. */
  warnings: string[]
}
