import { Bool, type DataType, Float64, Int64, Null, Schema, Utf8 } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import type { CsvWindow } from '../../kernels/csvKernels.ts'
import { nullableField } from '../../table/jsonField.ts'
import { numberColumn } from '../../table/numberKinds.ts'
import { KIND_BOOL, KIND_FLOAT, KIND_INT, KIND_TEXT } from '../../table/typeShape.ts'
import type { RecordBlock } from '../records/recordBlock.ts'
import type { OnIssue, RecordInference, RecordSpan } from '../records/recordFormat.ts'
import { CsvBlocks } from './csvBlocks.ts'
import { PLAIN, QUOTED } from './csvFields.ts'
import type { CsvHeader } from './csvHeader.ts'
import { fieldKinds, KIND_NOT_FINITE } from './csvNumber.ts'
import { CsvRecord } from './csvRecord.ts'

/** Column types of CSV: what all values of a column can be taken for. */
export class CsvInference implements RecordInference {
  #names: readonly string[]
  #kinds: Int32Array
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
    return new Schema(this.#names.map((name, i) => nullableField(name, typeOfKinds(this.#kinds[i]!))))
  }

  columnIssues(): Issue[] {
    return []
  }

  /** Columns go by name; those only the other file has come behind. */
  merge(other: RecordInference): Issue[] | null {
    if (!(other instanceof CsvInference)) return null
    const names = [...new Set([...this.#names, ...other.#names])]
    const kindsOf = (file: CsvInference, name: string) => file.#kinds[file.#names.indexOf(name)] ?? 0
    this.#kinds = Int32Array.from(names, (name) => kindsOf(this, name) | kindsOf(other, name))
    this.#names = names
    return []
  }
}

/** Values without a common type make a text column, which shows all of them as they are. */
function typeOfKinds(kinds: number): DataType {
  if (kinds === 0) return new Null()
  if (kinds === KIND_BOOL) return new Bool()
  if ((kinds & (KIND_TEXT | KIND_BOOL)) !== 0 || (kinds & (KIND_INT | KIND_FLOAT)) === 0) return new Utf8()
  const column = numberColumn((kinds & KIND_NOT_FINITE) === 0 ? kinds : kinds | KIND_FLOAT)
  if (column === 'as-written') return new Utf8()
  return column === 'int64' ? new Int64() : new Float64()
}
