import { type Data, type DataType, type RecordBatch, type Schema, Type } from 'apache-arrow'
import type { Dataset } from '../../dataset/dataset.ts'
import { EngineError } from '../../errors.ts'
import { DIGEST_BYTES } from '../../hashing/rowHasher.ts'
import { bytesAt, isBinaryType, isTextType, resolveCell } from '../../table/cells.ts'
import { type HexLine, readHexDigest } from './hexDigest.ts'

/** Names that are looked for first, where there are several columns that could hold digests. */
const NAMES = ['sha256', 'hash', 'digest', 'row_hash']

/** What stands in a file of digests besides. Nothing of it is matched. */
export interface HashFaults {
  kind: Exclude<HexLine, 'digest' | 'empty'>
  count: number
  /** Row of the first one. */
  firstRow: number
}

export interface HashBatch {
  /** 32 bytes each. */
  digests: Uint8Array<ArrayBuffer>
  rows: number
}

/** Reads the digests of a dataset with one of them a row: lines of text, or a column of text or of 32 bytes. */
export class HashReader {
  readonly #faults = new Map<HashFaults['kind'], HashFaults>()
  #row = 0

  /** @throws EngineError `format/unsupported` when no column can hold digests; whatever scanning throws */
  async *read(dataset: Dataset, signal?: AbortSignal): AsyncGenerator<HashBatch> {
    const column = hashColumn(dataset.schema)
    for await (const batch of dataset.scan({ columns: [column], signal })) yield this.#digestsOf(batch)
  }

  /** What was found besides digests so far. */
  get faults(): HashFaults[] {
    return [...this.#faults.values()]
  }

  #digestsOf(batch: RecordBatch): HashBatch {
    const column = batch.data.children[0] as Data
    const digests = new Uint8Array(batch.numRows * DIGEST_BYTES)
    let found = 0
    for (let row = 0; row < batch.numRows; row++, this.#row++) {
      const cell = resolveCell(column, row)
      if (!cell) continue
      const kind = digestOf(cell.data, cell.row, digests, found * DIGEST_BYTES)
      if (kind === 'digest') found++
      else if (kind !== 'empty') this.#fault(kind)
    }
    return { digests: digests.slice(0, found * DIGEST_BYTES), rows: batch.numRows }
  }

  #fault(kind: HashFaults['kind']): void {
    const known = this.#faults.get(kind)
    if (known) known.count++
    else this.#faults.set(kind, { kind, count: 1, firstRow: this.#row })
  }
}

function digestOf(data: Data, row: number, out: Uint8Array, at: number): HexLine {
  const bytes = bytesAt(data, row)
  if (isTextType(data.type.typeId)) return readHexDigest(bytes, out, at)
  if (bytes.length !== DIGEST_BYTES) return 'wrong-length'
  out.set(bytes, at)
  return 'digest'
}

function hashColumn({ fields }: Schema): string {
  const usable = fields.filter(({ type }) => mayHoldDigests(type))
  const named = NAMES.flatMap((name) => usable.find((field) => field.name.toLowerCase() === name) ?? [])
  const column = named[0] ?? usable[0]
  if (column) return column.name
  throw new EngineError('format/unsupported', 'no column of text or of 32 bytes that could hold SHA-256 digests', {
    feature: 'digests',
  })
}

function mayHoldDigests(type: DataType): boolean {
  const { typeId } = type.typeId === Type.Dictionary ? (type as unknown as { dictionary: DataType }).dictionary : type
  return isTextType(typeId) || isBinaryType(typeId)
}

const KINDS: Readonly<Record<HashFaults['kind'], string>> = {
  'upper-case': 'in upper case, which fast-axolotl never matches either',
  'wrong-length': 'of another length than 64 digits',
  'not-hex': 'without a hexadecimal digest',
}

/** What is wrong with a file of digests, as warnings. @param name of the file */
export function faultWarnings(faults: readonly HashFaults[], name: string): { code: string; message: string }[] {
  return faults.map(({ kind, count, firstRow }) => {
    const lines = `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'} ${KINDS[kind]}`
    return { code: `hashes/${kind}`, message: `${name}: ${lines}: not matched (first: line ${firstRow + 1})` }
  })
}
