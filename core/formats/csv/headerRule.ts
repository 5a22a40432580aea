import { KIND_BOOL, KIND_FLOAT, KIND_INT, KIND_TEXT } from '../../table/typeShape.ts'
import { type CsvFields, PLAIN, QUOTED } from './csvFields.ts'
import { fieldKinds } from './csvNumber.ts'

/** A name is not as long as this, nor of several lines. */
const MAX_NAME_BYTES = 256
const KIND_VALUE = KIND_INT | KIND_FLOAT | KIND_BOOL

/** The fields of a record as far as the rule looks at them. */
export interface RecordLook {
  /** Per field the `KIND_*` of its value; 0: empty. */
  kinds: readonly number[]
  texts: readonly string[]
}

/** @param bytes what the offsets of `fields` point into */
export function lookAt(fields: CsvFields, bytes: Uint8Array, textOf: (field: number) => string): RecordLook {
  const kinds: number[] = []
  const texts: string[] = []
  for (let i = 0; i < fields.count; i++) {
    const start = fields.starts[i]!
    const end = fields.ends[i]!
    const kind = fields.kinds[i]!
    if (start === end) kinds.push(kind === PLAIN ? 0 : KIND_TEXT)
    else kinds.push(kind <= QUOTED ? fieldKinds(bytes, start, end) : KIND_TEXT)
    texts.push(textOf(i))
  }
  return { kinds, texts }
}

/**
 * Whether the first record is a row rather than a header. A header it is where a column of numbers or booleans has text
 * in it, or where all its numbers count up by one, as positions and years do. Otherwise it is a row when it has a number
 * or boolean in a column that has nothing else, or a text too long for a name or of several lines. In doubt it is a
 * header, as every reader of CSV takes it.
 */
export function isRow(first: RecordLook, others: readonly RecordLook[]): boolean {
  const below = first.kinds.map((_, i) => others.reduce((seen, { kinds }) => seen | (kinds[i] ?? 0), 0))
  const isValue = (kinds: number) => (kinds & KIND_VALUE) !== 0 && (kinds & ~KIND_VALUE) === 0
  if (first.kinds.some((kinds, i) => (kinds & KIND_TEXT) !== 0 && isValue(below[i]!))) return false
  const numbers = first.texts.filter((_, i) => first.kinds[i] === KIND_INT).map(Number)
  if (numbers.length > 1 && numbers.every((value, i) => i === 0 || value === numbers[i - 1]! + 1)) return false
  if (first.kinds.some((kinds, i) => isValue(kinds) && (below[i] === 0 || isValue(below[i]!)))) return true
  return first.texts.some((text) => text.length > MAX_NAME_BYTES || /[\r\n]/.test(text))
}
