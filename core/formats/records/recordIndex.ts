import { ENTRY_BYTES, ENTRY_ROWS } from './limits.ts'

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

/** The last indexed row at or before a row, and where it starts. */
export interface RecordEntry {
  row: number
  byteStart: number
}

/** Chooses which rows become index entries; the rule depends on the rows alone, never on how they were read. */
export class EntryBuilder {
  #rows: number[] = []
  #offsets: number[] = []
  #nextRow: number
  #nextOffset: number

  /** @param after the entry to go on after; null: the first row becomes an entry */
  constructor(after: RecordEntry | null) {
    this.#nextRow = after === null ? 0 : after.row + ENTRY_ROWS
    this.#nextOffset = after === null ? 0 : after.byteStart + ENTRY_BYTES
  }

  /** Tells of the next row. */
  add(row: number, byteStart: number): void {
    if (row < this.#nextRow && byteStart < this.#nextOffset) return
    this.#rows.push(row)
    this.#offsets.push(byteStart)
    this.#nextRow = row + ENTRY_ROWS
    this.#nextOffset = byteStart + ENTRY_BYTES
  }

  /** The entries since the last call, as a delta. */
  take(numRows: number, byteEnd: number, complete: boolean): RecordIndexDelta {
    const delta = {
      entryRows: Float64Array.from(this.#rows),
      entryOffsets: Float64Array.from(this.#offsets),
      numRows,
      byteEnd,
      complete,
    }
    this.#rows = []
    this.#offsets = []
    return delta
  }
}

/**
 * Where rows are, as far as they were looked for. Several passes may add to it (a worker's full pass, a scan that
 * could not wait): each pass starts at a known entry and reports without gaps, and the entry rule makes them agree.
 */
export class RecordIndex {
  numRows = 0
  /** Bytes known to be covered. */
  byteEnd = 0
  complete = false
  numEntries = 0
  #rows = new Float64Array(64)
  #offsets = new Float64Array(64)

  absorb(delta: RecordIndexDelta): void {
    if (this.complete) return
    let lastRow = this.numEntries > 0 ? this.#rows[this.numEntries - 1]! : -1
    for (let i = 0; i < delta.entryRows.length; i++) {
      const row = delta.entryRows[i]!
      if (row <= lastRow) continue
      this.#push(row, delta.entryOffsets[i]!)
      lastRow = row
    }
    this.numRows = Math.max(this.numRows, delta.numRows)
    this.byteEnd = Math.max(this.byteEnd, delta.byteEnd)
    this.complete = delta.complete
  }

  /** Everything known, as one delta. */
  toDelta(): RecordIndexDelta {
    const { numRows, byteEnd, complete, numEntries } = this
    const entryRows = this.#rows.slice(0, numEntries)
    return { entryRows, entryOffsets: this.#offsets.slice(0, numEntries), numRows, byteEnd, complete }
  }

  /** The last entry, from which a pass may go on; null while there is none. */
  get lastEntry(): RecordEntry | null {
    return this.numEntries === 0 ? null : this.entryAt(this.numEntries - 1)
  }

  /** Entry number `position` of `numEntries`. */
  entryAt(position: number): RecordEntry {
    return { row: this.#rows[position]!, byteStart: this.#offsets[position]! }
  }

  /** The last entry at or before `row`; null when the row is not among the `numRows` found so far. */
  locate(row: number): RecordEntry | null {
    if (row >= this.numRows) return null
    return this.entryAt(this.#firstEntryAfter(row) - 1)
  }

  /** The first entry at or after `row`: a place where reading up to `row` may stop; null when there is none yet. */
  firstEntryFrom(row: number): RecordEntry | null {
    const position = this.#firstEntryAfter(row - 1)
    return position < this.numEntries ? this.entryAt(position) : null
  }

  #firstEntryAfter(row: number): number {
    let low = 0
    let high = this.numEntries
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#rows[middle]! <= row) low = middle + 1
      else high = middle
    }
    return low
  }

  #push(row: number, byteStart: number): void {
    if (this.numEntries === this.#rows.length) {
      this.#rows = doubled(this.#rows)
      this.#offsets = doubled(this.#offsets)
    }
    this.#rows[this.numEntries] = row
    this.#offsets[this.numEntries++] = byteStart
  }
}

function doubled(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(old.length * 2)
  grown.set(old)
  return grown
}
