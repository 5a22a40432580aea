/**
 * What an indexing pass found since its last report, clonable: it travels from the indexing worker to the engine.
 * An entry is a row whose byte offset is known; entries come every 1,024 rows or every mebibyte, whichever is first,
 * so that reading from an entry to any row behind it is a bounded step, whatever the rows weigh.
 */
export interface RecordIndexDelta {
  /** Row numbers of the new entries, ascending. */
  entryRows: Float64Array<ArrayBuffer>
  /** Plain byte offsets of those rows. */
  entryOffsets: Float64Array<ArrayBuffer>
  /** Rows found so far, from the start of the source. */
  numRows: number
  /** Bytes looked at so far, from the start of the source. */
  byteEnd: number
  /** True on the last delta. */
  complete: boolean
}
