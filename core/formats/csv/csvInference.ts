import type { Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import type { CsvWindow } from '../../kernels/csvKernels.ts'
import { KIND_TEXT } from '../../table/typeShape.ts'
import type { LearntTypes } from '../records/learntTypes.ts'
import type { RecordBlock } from '../records/recordBlock.ts'
import type { OnIssue, RecordInference, RecordSpan } from '../records/recordFormat.ts'
import { CsvBlocks } from './csvBlocks.ts'
import { PLAIN, QUOTED } from './csvFields.ts'
import type { CsvHeader } from './csvHeader.ts'
import { fieldKinds } from './csvNumber.ts'
import { CsvRecord } from './csvRecord.ts'
import { csvSchema } from './csvTypes.ts'

/** Column types of CSV: what all values of a column can be taken for. */
export class CsvInference implements RecordInference {
  readonly #names: readonly string[]
  readonly #kinds: Int32Array
  readonly #record: CsvRecord

  readonly #blocks: CsvBlocks | null

  /** @param window looks at blocks; null: at every record by itself */
  constructor(header: CsvHeader, onIssue: OnIssue, window: CsvWindow | null = null) {
    this.#names = header.names
    this.#kinds = new Int32Array(header.names.length)
    this.#record = new CsvRecord(header.delimiter, header.names.length, onIssue)
    this.#blocks = window && new CsvBlocks(window, header.delimiter, header.names.length)
  }

  addBlock(block: RecordBlock, from: number, to: number): number {
    if (!this.#blocks) return from
    const seen = this.#kinds
    let at = from
    while (at < to) {
      const rows = this.#blocks.rowsAt(block, at, to)
      if (!rows) return at
      let end = rows.to
      for (let i = 0; i < seen.length; i++) {
        if ((seen[i]! & KIND_TEXT) !== 0) continue
        const look = this.#blocks.window.seeKinds(i, rows.from, end)
        seen[i]! |= look.kinds
        end = look.end
      }
      at += end - rows.from
      if (end < rows.to) return at
    }
    return to
  }

  add(record: RecordSpan): void {
    this.#record.read(record)
    const { bytes, fields } = this.#record
    const seen = this.#kinds
    const count = Math.min(fields.count, seen.length)
    for (let i = 0; i < count; i++) {
      if ((seen[i]! & KIND_TEXT) !== 0) continue // text stays text
      const start = fields.starts[i]!
      const end = fields.ends[i]!
      const kind = fields.kinds[i]!
      if (start === end && kind === PLAIN) continue
      seen[i]! |= start < end && kind <= QUOTED ? fieldKinds(bytes, start, end) : KIND_TEXT
    }
  }

  schema(): Schema {
    return csvSchema(this.#names, this.#kinds)
  }

  columnIssues(): Issue[] {
    return []
  }

  learnt(): LearntTypes {
    return { of: 'csv', names: this.#names, kinds: [...this.#kinds] }
  }
}
